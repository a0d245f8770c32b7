import type { ISuggestion } from '../../core/protocol';
import type { ITransport } from '../../core/transport';
import type { IAddress } from '../servers/address';
import {
  FAMILIES,
  formatKey,
  formatValue,
  type IUnfinished,
  type Scalar,
  unfinished
} from './condition';
import { Model } from '../state/model';
import type { Seen } from './seen';

/** One way to go on. */
export interface IOption {
  /** What would stand in place of the unfinished part. */
  text: string;
  /** How many children have the value, where that is known. */
  count: number | null;
}

// More than these is a list to search in, not one to pick from.
const SHOWN = 8;

/** Ways to complete what is being typed: keys of the metadata, and their values. */
export class CompletionModel extends Model {
  /**
   * @param _place - the container whose children are looked at.
   * @param _seen - what is known without asking.
   */
  constructor(
    private readonly _transport: ITransport,
    private readonly _place: () => IAddress | null,
    private readonly _seen: Seen
  ) {
    super();
  }

  /** The ways to go on; none where nothing can be completed, or is known yet. */
  get options(): readonly IOption[] {
    return this._options;
  }

  /** The option that would be taken; -1 before one was chosen. */
  get active(): number {
    return this._active;
  }

  /** Propose how to go on from a text. */
  propose(typed: string): void {
    this._unfinished = unfinished(typed);
    this._renew();
    const wanted = this._unfinished;
    if (wanted) {
      void this._load(wanted);
    }
  }

  /** Propose nothing until more is typed. */
  close(): void {
    this._unfinished = null;
    this._renew();
  }

  /** Forget what was known of keys and values, which may have changed since. */
  forget(): void {
    this._known.clear();
  }

  /** Go to the next option or the one before, and around at the ends. */
  move(step: 1 | -1): void {
    const count = this._options.length;
    if (count) {
      const from = this._active < 0 && step < 0 ? 0 : this._active;
      this._active = (from + step + count) % count;
      this.notify();
    }
  }

  /** The text with an option in its place. */
  textOf(index: number): string {
    const { before = '', of, part = '' } = this._unfinished ?? {};
    // An operator comes next.
    const after = of === 'key' && !before ? ' ' : '';
    return before + (this._options[index]?.text ?? part) + after;
  }

  private _renew(): void {
    const wanted = this._unfinished;
    const part = (wanted?.part ?? '').trim().toLowerCase();
    this._options = (wanted ? this._candidates(wanted) : [])
      .filter(({ text }) => fits(text.toLowerCase(), part))
      .slice(0, SHOWN);
    this._active = -1;
    this.notify();
  }

  private _candidates(wanted: IUnfinished): IOption[] {
    const known = this._known.get(this._nameOf(wanted)) ?? [];
    const counted = new Set(known.map(({ value }) => value));
    const seen = this._seenOf(wanted)
      .filter(value => !counted.has(value))
      .map(value => ({ value, count: null }));
    return [...known, ...seen].map(({ value, count }) => ({
      text: wanted.of === 'value' ? formatValue(value) : formatKey(String(value)),
      count
    }));
  }

  private _seenOf({ of, key }: IUnfinished): readonly Scalar[] {
    switch (of) {
      case 'key':
        return this._seen.keys;
      case 'value':
        return this._seen.valuesOf(key);
      case 'spec':
        return this._seen.specs;
      case 'family':
        return FAMILIES;
    }
  }

  private async _load(wanted: IUnfinished): Promise<void> {
    const place = this._place();
    const name = this._nameOf(wanted);
    if (!place || this._known.has(name)) {
      return;
    }
    this._known.set(name, []);
    try {
      this._known.set(name, await this._suggested(wanted, place));
    } catch {
      // Whoever types goes on without help, and gets it the next time if it is there then.
      this._known.delete(name);
    }
    if (this._unfinished && this._nameOf(this._unfinished) === name) {
      this._renew();
    }
  }

  private async _suggested(
    { of, key }: IUnfinished,
    { server, path }: IAddress
  ): Promise<ISuggestion[]> {
    if (of === 'spec' || of === 'family') {
      const params = { server, path, keys: [] };
      const { result } = await this._transport.request('nodes.facets', params);
      return result.facets.find(facet => facet.of === of)?.values ?? [];
    }
    const params = { server, path, key: of === 'value' ? key : null };
    return (await this._transport.request('nodes.suggest', params)).result.suggestions;
  }

  private _nameOf({ of, key }: IUnfinished): string {
    return JSON.stringify([this._place(), of, key]);
  }

  private _unfinished: IUnfinished | null = null;
  private _options: readonly IOption[] = [];
  private _active = -1;
  private readonly _known = new Map<string, ISuggestion[]>();
}

/** Whether a text, or a part of a nested key, begins as typed, and goes on. */
function fits(text: string, part: string): boolean {
  const begins = text.startsWith(part) || text.includes(`.${part}`) || text.startsWith(`"${part}`);
  return begins && text !== part;
}
