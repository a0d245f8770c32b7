import type { ICondition } from '../../core/protocol';
import type { ITransport } from '../../core/transport';
import type { IAddress } from '../servers/address';
import { CompletionModel } from './completion';
import { type IMistake, parseCondition } from './condition';
import { Model } from '../state/model';
import { Seen } from './seen';
import type { TreeModel } from '../tree/tree';

/** The field in which one filters and searches, and the conditions that are in force. */
export class SearchModel extends Model {
  /** What may stand in the field next. */
  readonly completion: CompletionModel;
  /** What there is to search for, as far as it has been on show. */
  readonly seen: Seen;

  /** @param _place - where a search begins; `null` where there is no server. */
  constructor(
    transport: ITransport,
    private readonly _tree: TreeModel,
    private readonly _place: () => IAddress | null
  ) {
    super();
    this.seen = new Seen(() => _tree.loaded(this._below()?.server ?? ''));
    this.completion = new CompletionModel(transport, () => this._below(), this.seen);
    _tree.changed.connect(this._onTree, this);
  }

  /** What stands in the field. */
  get text(): string {
    return this._text;
  }

  /** Words filter what was loaded as they are typed; a condition waits for `submit`. */
  set text(text: string) {
    this._text = text;
    this._mistake = null;
    const { pending } = this;
    this._filter = pending?.operator === 'text' ? String(pending.value) : '';
    this._tree.filter = this._filter;
    this.notify();
  }

  /** Why what stands in the field could not be submitted. */
  get mistake(): IMistake | null {
    return this._mistake;
  }

  /** The condition that stands in the field. */
  get pending(): ICondition | null {
    const parsed = this._text.trim() ? parseCondition(this._text) : null;
    return parsed && 'condition' in parsed ? parsed.condition : null;
  }

  /** What a node has to meet to be found, all of it. */
  get conditions(): readonly ICondition[] {
    return this._tree.query?.conditions ?? [];
  }

  /** Have the server search for all of them, from where the last search began. */
  set conditions(conditions: readonly ICondition[]) {
    const below = this._below();
    if (conditions.length && below) {
      this._tree.search(below.server, below.path, conditions);
    } else {
      this._tree.clearSearch();
    }
  }

  /** The container in which a search is in force, or would begin; `null` where there is none. */
  get place(): IAddress | null {
    return this._below();
  }

  /** Whether a condition is in force. */
  has(condition: ICondition): boolean {
    return this.conditions.some(each => isSame(each, condition));
  }

  /** Put a condition in force as well as the others, or take it away. */
  toggle(condition: ICondition): void {
    const index = this.conditions.findIndex(each => isSame(each, condition));
    const below = this._below();
    if (index >= 0) {
      this.remove(index);
    } else if (below) {
      this._tree.search(below.server, below.path, [...this.conditions, condition]);
    }
  }

  /** Have the server look for what stands in the field too, below where the search began. */
  submit(): void {
    if (!this._text.trim()) {
      return;
    }
    const parsed = parseCondition(this._text);
    const below = this._below();
    if ('mistake' in parsed) {
      this._mistake = parsed.mistake;
      this.notify();
    } else if (below) {
      const { server, path } = below;
      const others = this.conditions.filter(each => !isSame(each, parsed.condition));
      this._tree.search(server, path, [...others, parsed.condition]);
      this.text = '';
    }
  }

  /** Search without one of the conditions; without the last, the tree is shown again. */
  remove(index: number): void {
    const { query } = this._tree;
    const typed = this._text;
    const others = this.conditions.filter((_, each) => each !== index);
    if (query && others.length) {
      this._tree.search(query.server, query.path, others);
    } else {
      this._tree.clearSearch();
    }
    this.text = typed;
  }

  override dispose(): void {
    this.completion.dispose();
    super.dispose();
  }

  /** Where the search in force began, or another would begin. */
  private _below(): IAddress | null {
    return this.conditions.length ? this._tree.query : this._place();
  }

  private _onTree(): void {
    const { filter } = this._tree;
    // The filter is dropped elsewhere too, when one goes to a node by its path.
    if (this._filter && !filter) {
      this._text = '';
    }
    this._filter = filter;
    this.notify();
  }

  private _text = '';
  private _filter = '';
  private _mistake: IMistake | null = null;
}

function isSame(a: ICondition, b: ICondition): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
