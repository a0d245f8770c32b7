import { describeFailure } from '../core/failure';
import type { IError, IEventsResult, IPreviewPlan, IReadEvents } from '../core/protocol';
import type { ITransport } from '../core/transport';
import { Latest } from './latest';
import { Model } from './model';

/** How many events are on show at once. */
export const PAGE = 20;

/** Some outermost elements of nested data. */
export class EventsModel extends Model {
  constructor(
    private readonly _transport: ITransport,
    private readonly _server: string,
    private readonly _plan: IPreviewPlan
  ) {
    super();
  }

  /** The type of the data, as Awkward Array writes it. */
  get type(): string {
    return this._plan.type;
  }

  /** How many events there are in all. */
  get length(): number {
    return this._plan.length;
  }

  /** The events on show; `null` until the first have come. */
  get result(): IEventsResult | null {
    return this._result;
  }

  get error(): IError | null {
    return this._error;
  }

  get loading(): boolean {
    return this._latest.busy;
  }

  /** The first event that is wanted. */
  get start(): number {
    return this._start;
  }

  set start(start: number) {
    const next = Math.max(0, Math.min(this.length - 1, Math.round(start)));
    if (Number.isFinite(next) && (next !== this._start || !this._result)) {
      this._start = next;
      this.reload();
    }
  }

  /** Ask for what is on show, anew. */
  reload(): void {
    const { path } = this._plan.node.summary;
    this._error = null;
    this._latest.ask({
      server: this._server,
      path,
      start: this._start,
      stop: this._start + PAGE
    });
    this.notify();
  }

  override dispose(): void {
    this._latest.cancel();
    super.dispose();
  }

  private readonly _latest = new Latest<IReadEvents, IEventsResult>({
    ask: async (request, signal) =>
      (await this._transport.request('preview.events', request, { signal })).result,
    answered: result => {
      this._result = result;
      this.notify();
    },
    failed: reason => {
      this._error = describeFailure(reason);
      this.notify();
    }
  });

  private _start = 0;
  private _result: IEventsResult | null = null;
  private _error: IError | null = null;
}
