import { describeFailure, type IFailure, isCancelled, needsLogin } from '../../core/failure';
import type { IPreviewPlan } from '../../core/protocol';
import type { IEventMessage, ITransport } from '../../core/transport';
import type { IAddress } from '../servers/address';
import { isOpen } from '../servers/servers';
import { SlicedModel } from './sliced';

/** A node of which the kernel says how it can be shown; again, where that may have changed. */
export abstract class OpeningModel extends SlicedModel {
  readonly server: string;
  readonly path: string[];

  constructor(
    readonly transport: ITransport,
    target: IAddress
  ) {
    super();
    this.server = target.server;
    this.path = target.path;
    transport.stateChanged.connect(this._onState, this);
    transport.event.connect(this._onEvent, this);
  }

  /** How the node can be shown; `null` until the kernel said so. */
  get plan(): IPreviewPlan | null {
    return this._plan;
  }

  /** Why the node cannot be shown. */
  get error(): IFailure | null {
    return this._error;
  }

  get loading(): boolean {
    return this._request !== null;
  }

  /** Ask how the node can be shown, and show it. */
  async open(): Promise<void> {
    this._request?.abort();
    const request = new AbortController();
    this._request = request;
    this._error = null;
    this.notify();
    try {
      const { result } = await this.transport.request(
        'preview.open',
        { server: this.server, path: this.path },
        { signal: request.signal }
      );
      if (request === this._request) {
        this._request = null;
        this.begin(result);
      }
    } catch (reason) {
      if (request === this._request && !isCancelled(reason)) {
        this._request = null;
        this._error = describeFailure(reason);
        this.notify();
      }
    }
  }

  override dispose(): void {
    this._request?.abort();
    this._request = null;
    this._close();
    super.dispose();
  }

  /** Take over what the kernel said. */
  protected begin(plan: IPreviewPlan): void {
    this._plan = plan;
  }

  /** Ask again for what failed in a way that may be over. */
  protected retry(wanted: (error: IFailure) => boolean): void {
    if (this._error && wanted(this._error)) {
      void this.open();
    }
  }

  /** What failed because the kernel was away is tried again when it is back. */
  private _onState(): void {
    if (this.transport.state === 'ready') {
      this.retry(({ code }) => code === 'unreachable');
    }
  }

  /** What was refused is asked for again once the server lets us in, perhaps as somebody else. */
  private _onEvent(_: ITransport, { topic, payload }: IEventMessage): void {
    const servers = topic === 'servers.changed' ? payload.servers : [];
    if (servers.some(server => server.id === this.server && isOpen(server))) {
      this.retry(error => needsLogin(error) || error.code === 'forbidden');
    }
  }

  /** Let the kernel forget what it read for this. Where there is none, none is started for it. */
  private _close(): void {
    const { server, path } = this;
    if (this._plan && (this.transport.state === 'ready' || this.transport.state === 'busy')) {
      this.transport.request('preview.close', { server, path }).catch(() => undefined);
    }
  }

  private _plan: IPreviewPlan | null = null;
  private _error: IFailure | null = null;
  private _request: AbortController | null = null;
}
