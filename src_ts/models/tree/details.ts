import { type IFailure, describeFailure, isCancelled } from '../../core/failure';
import type { INodeDetail, INodeSummary } from '../../core/protocol';
import type { ITransport } from '../../core/transport';
import { Model } from '../state/model';

// Walking through rows with the arrow keys asks only where the walk stops.
const PAUSE = 120;

/** The description of one node, that of the selection. */
export class DetailsModel extends Model {
  constructor(private readonly _transport: ITransport) {
    super();
  }

  /** What the tree already knows of the node, shown until the rest arrives. */
  get summary(): INodeSummary | null {
    return this._summary;
  }

  get detail(): INodeDetail | null {
    return this._detail;
  }

  get loading(): boolean {
    return this._request !== null;
  }

  get error(): IFailure | null {
    return this._error;
  }

  /** Describe another node, or none. */
  show(server: string | null, summary: INodeSummary | null): void {
    this._stop();
    this._server = server;
    this._summary = summary;
    this._detail = null;
    this._error = null;
    if (server !== null && summary !== null && summary.broken === null) {
      this._request = new AbortController();
      this._timer = setTimeout(() => void this._load(), PAUSE);
    }
    this.notify();
  }

  /** Ask again. */
  reload(): void {
    this.show(this._server, this._summary);
  }

  override dispose(): void {
    this._stop();
    super.dispose();
  }

  private async _load(): Promise<void> {
    const request = this._request;
    if (!request || this._server === null || this._summary === null) {
      return;
    }
    try {
      const { result } = await this._transport.request(
        'nodes.get',
        { server: this._server, path: this._summary.path },
        { signal: request.signal }
      );
      if (request === this._request) {
        this._detail = result;
      }
    } catch (reason) {
      if (request === this._request && !isCancelled(reason)) {
        this._error = describeFailure(reason);
      }
    }
    if (request === this._request) {
      this._request = null;
      this.notify();
    }
  }

  private _stop(): void {
    clearTimeout(this._timer);
    this._request?.abort();
    this._request = null;
  }

  private _server: string | null = null;
  private _summary: INodeSummary | null = null;
  private _detail: INodeDetail | null = null;
  private _error: IFailure | null = null;
  private _request: AbortController | null = null;
  private _timer: ReturnType<typeof setTimeout> | undefined;
}
