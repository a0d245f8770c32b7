import { describeFailure, isCancelled } from '../core/failure';
import type { IError, IRevision, IRevisionPage } from '../core/protocol';
import type { ITransport } from '../core/transport';
import type { IAddress } from './address';
import { Model } from './model';

/** How a node was described before, the newest first. */
export class RevisionsModel extends Model {
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

  get loading(): boolean {
    return this._request !== null;
  }

  get error(): IError | null {
    return this._error;
  }

  /** Ask for the newest. */
  async load(): Promise<void> {
    await this._ask(async signal => {
      const { result } = await this._transport.request('revisions.list', this._target, { signal });
      this._set([], result);
    });
  }

  /** Ask for older ones. */
  async more(): Promise<void> {
    const items = this._items ?? [];
    await this._ask(async signal => {
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
    await this._ask(async signal => {
      const { result } = await this._transport.request(
        'revisions.delete',
        { ...this._target, number },
        { signal }
      );
      this._set([], result);
    });
  }

  override dispose(): void {
    this._request?.abort();
    super.dispose();
  }

  private _set(before: readonly IRevision[], { revisions, total }: IRevisionPage): void {
    const known = new Set(before.map(({ number }) => number));
    this._items = [...before, ...revisions.filter(({ number }) => !known.has(number))];
    this._total = total;
  }

  private async _ask(request: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this._request?.abort();
    const controller = new AbortController();
    this._request = controller;
    this._error = null;
    this.notify();
    try {
      await request(controller.signal);
    } catch (reason) {
      if (this._request === controller && !isCancelled(reason)) {
        this._error = describeFailure(reason);
      }
    }
    if (this._request === controller) {
      this._request = null;
      this.notify();
    }
  }

  private _items: readonly IRevision[] | null = null;
  private _total = 0;
  private _request: AbortController | null = null;
  private _error: IError | null = null;
}
