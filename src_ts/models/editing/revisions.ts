import type { IRevision, IRevisionPage } from '../../core/protocol';
import type { ITransport } from '../../core/transport';
import type { IAddress } from '../servers/address';
import { AskingModel } from '../state/asking';

/** How a node was described before, the newest first. */
export class RevisionsModel extends AskingModel {
  constructor(
    private readonly _transport: ITransport,
    private readonly _target: IAddress
  ) {
    super();
  }

  /** Those that were asked for; `null` before the first answer. */
  get items(): readonly IRevision[] | null {
    return this._items;
  }

  /** How many there are. */
  get total(): number {
    return this._total;
  }

  /** Ask for the newest. */
  async load(): Promise<void> {
    await this.ask(async signal => {
      const { result } = await this._transport.request('revisions.list', this._target, { signal });
      this._set([], result);
    });
  }

  /** Ask for older ones. */
  async more(): Promise<void> {
    const items = this._items ?? [];
    await this.ask(async signal => {
      const { result } = await this._transport.request(
        'revisions.list',
        { ...this._target, offset: items.length },
        { signal }
      );
      this._set(items, result);
    });
  }

  /** Forget one for good. */
  async delete(number: number): Promise<void> {
    await this.ask(async signal => {
      const { result } = await this._transport.request(
        'revisions.delete',
        { ...this._target, number },
        { signal }
      );
      this._set([], result);
    });
  }

  private _set(before: readonly IRevision[], { revisions, total }: IRevisionPage): void {
    const known = new Set(before.map(({ number }) => number));
    this._items = [...before, ...revisions.filter(({ number }) => !known.has(number))];
    this._total = total;
  }

  private _items: readonly IRevision[] | null = null;
  private _total = 0;
}
