import type { IEventsResult, IPreviewPlan, IReadEvents } from '../../core/protocol';
import type { ITransport } from '../../core/transport';
import { AnswerModel } from '../state/answer';

/** How many events are on show at once. */
export const PAGE = 20;

/** Some outermost elements of nested data. */
export class EventsModel extends AnswerModel<IReadEvents, IEventsResult> {
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

  /** The first event that is wanted. */
  get start(): number {
    return this._start;
  }

  set start(start: number) {
    const next = Math.max(0, Math.min(this.length - 1, Math.round(start)));
    if (Number.isFinite(next) && (next !== this._start || !this.result)) {
      this._start = next;
      this.reload();
    }
  }

  /** Ask for what is on show, anew. */
  reload(): void {
    const { path } = this._plan.node.summary;
    this.ask({
      server: this._server,
      path,
      start: this._start,
      stop: this._start + PAGE
    });
  }

  protected override async request(question: IReadEvents, signal: AbortSignal) {
    return (await this._transport.request('preview.events', question, { signal })).result;
  }

  private _start = 0;
}
