import { describeFailure } from '../core/failure';
import type {
  IChangeTransfer,
  IError,
  IStartCopy,
  IStartTransfer,
  ITransfer
} from '../core/protocol';
import type { IEventMessage, ITransport, TransportState } from '../core/transport';
import { Model } from './model';

/** The nodes on their way to files or other servers, which the kernel keeps over a reload. */
export class TransfersModel extends Model {
  constructor(private readonly _transport: ITransport) {
    super();
    _transport.event.connect(this._onEvent, this);
    _transport.stateChanged.connect(this._onState, this);
    this._onState(_transport, _transport.state);
  }

  /** All of them, the oldest first. */
  get items(): readonly ITransfer[] {
    return this._items;
  }

  /** Why a transfer could not be changed. */
  get error(): IError | null {
    return this._error;
  }

  /** Begin to write a file; a failure is thrown. */
  async start(params: IStartTransfer): Promise<ITransfer> {
    return this._add((await this._transport.request('transfers.start', params)).result);
  }

  /** Begin to copy a node; a failure is thrown. */
  async copy(params: IStartCopy): Promise<ITransfer> {
    return this._add((await this._transport.request('transfers.copy', params)).result);
  }

  private _add(result: ITransfer): ITransfer {
    // The kernel may have told of it, and how far it is, before it answered.
    if (!this._items.some(({ id }) => id === result.id)) {
      this._set([...this._items, result]);
    }
    return result;
  }

  /** Stop a transfer, begin it again, or take it off the list. */
  async change(id: string, change: IChangeTransfer['change']): Promise<void> {
    try {
      const { result } = await this._transport.request('transfers.change', { id, change });
      this._set(result.transfers);
    } catch (reason) {
      this._error = describeFailure(reason);
      this.notify();
    }
  }

  override dispose(): void {
    this._transport.event.disconnect(this._onEvent, this);
    this._transport.stateChanged.disconnect(this._onState, this);
    super.dispose();
  }

  private async _load(): Promise<void> {
    try {
      const { result } = await this._transport.request('transfers.list', {});
      this._set(result.transfers);
    } catch (reason) {
      this._error = describeFailure(reason);
      this.notify();
    }
  }

  private _onEvent(_: ITransport, message: IEventMessage): void {
    if (message.topic === 'transfers.changed') {
      this._set(message.payload.transfers);
    }
  }

  private _onState(_: ITransport, state: TransportState): void {
    if (state === 'ready') {
      void this._load();
    } else if (state === 'dead') {
      // With the kernel, what it was doing has ended.
      const error = this._transport.problem;
      this._set(
        this._items.map(item => (isOpen(item) ? { ...item, state: 'failed', error } : item))
      );
    }
  }

  private _set(items: readonly ITransfer[]): void {
    this._items = items;
    this._error = null;
    this.notify();
  }

  private _items: readonly ITransfer[] = [];
  private _error: IError | null = null;
}

/** Whether a transfer goes on, or is about to. */
export function isOpen({ state }: ITransfer): boolean {
  return state === 'waiting' || state === 'running';
}
