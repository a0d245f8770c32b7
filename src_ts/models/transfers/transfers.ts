import { describeFailure, failure, type IFailure } from '../../core/failure';
import type {
  IBeginUpload,
  IChangeTransfer,
  IDestination,
  IStartCopy,
  IStartTransfer,
  ITransfer,
  IUploadFile
} from '../../core/protocol';
import type { ITranslator } from '../../core/translator';
import type { IEventMessage, ITransport, TransportState } from '../../core/transport';
import { Model } from '../state/model';
import { sayFailure } from '../../core/words';

/** Bytes of a file in one message: sent in less time than anything else waits for. */
const PIECE = 1_000_000;

/** A transfer, and why it failed in the language of the person. */
export interface IMove extends Omit<ITransfer, 'error'> {
  error: IFailure | null;
}

/** What is on its way to files, to other containers and from files: the kernel keeps it over a reload. */
export class TransfersModel extends Model {
  constructor(private readonly _transport: ITransport) {
    super();
    _transport.event.connect(this._onEvent, this);
    _transport.stateChanged.connect(this._onState, this);
    this._onState(_transport, _transport.state);
  }

  /** All of them, the oldest first. */
  get items(): readonly IMove[] {
    return this._items;
  }

  /** Why a transfer could not be changed. */
  get error(): IFailure | null {
    return this._error;
  }

  /** Begin to write a file; a failure is thrown. */
  async start(params: IStartTransfer): Promise<IMove> {
    return this._add((await this._transport.request('transfers.start', params)).result);
  }

  /** Begin to copy a node; a failure is thrown. */
  async copy(params: IStartCopy): Promise<IMove> {
    return this._add((await this._transport.request('transfers.copy', params)).result);
  }

  /** Begin to make a node of a file that Jupyter has; a failure is thrown. */
  async uploadFrom(params: IUploadFile): Promise<void> {
    const { result } = await this._transport.request('uploads.file', params);
    this._add(result);
  }

  /**
   * Begin to send a file, and have a node made of it; a failure to begin is thrown.
   *
   * How it goes on, and why it does not, is in the list.
   */
  async upload(to: Omit<IBeginUpload, 'name' | 'size'>, file: File): Promise<void> {
    const { name, size } = file;
    const { result } = await this._transport.request('uploads.begin', { ...to, name, size });
    this._files.set(result.id, { to, file });
    this._send(this._add(result));
  }

  /** Whether a transfer that has stopped can begin again; that takes its file, here or there. */
  canRetry({ id, kind, done, total }: IMove): boolean {
    const isThere = done === total && !this._isLost(id);
    return kind !== 'upload' || isThere || this._files.has(id);
  }

  /** Stop a transfer, begin it again, or take it off the list. */
  async change(id: string, change: IChangeTransfer['change']): Promise<void> {
    try {
      if (this._isLost(id)) {
        await this._changeLost(id, change);
        return;
      }
      const { result } = await this._transport.request('transfers.change', { id, change });
      const items = this._said(result.transfers);
      this._set(items);
      const item = items.find(each => each.id === id);
      if (!item) {
        this._files.delete(id);
      } else if (change === 'retry') {
        this._send(item);
      }
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

  private _isLost(id: string): boolean {
    return this._lost.some(item => item.id === id);
  }

  /** No kernel knows of it any more: it is begun anew or forgotten. */
  private async _changeLost(id: string, change: IChangeTransfer['change']): Promise<void> {
    const chosen = this._files.get(id);
    if (change === 'retry' && chosen) {
      await this.upload(chosen.to, chosen.file);
    }
    this._files.delete(id);
    this._lost = this._lost.filter(item => item.id !== id);
    this._set(this._items.filter(item => item.id !== id));
  }

  /** Send what the kernel does not have yet of a file that is chosen in this page. */
  private _send({ id, done }: IMove): void {
    const { file } = this._files.get(id) ?? {};
    if (file) {
      this._sendFrom(done, id, file).catch(reason => this._brokenOff(id, reason));
    }
  }

  private async _sendFrom(start: number, id: string, file: File): Promise<void> {
    for (let offset = start; offset < file.size;) {
      const piece = await file.slice(offset, offset + PIECE).arrayBuffer();
      const { result } = await this._transport.request(
        'uploads.send',
        { id, offset },
        { buffers: [piece] }
      );
      offset = result.received;
    }
  }

  /** A file will not come any further from here. */
  private _brokenOff(id: string, reason: unknown): void {
    const error = describeFailure(reason);
    this._set(
      this._items.map(item =>
        item.id === id && isOpen(item) ? { ...item, state: 'failed', error } : item
      )
    );
  }

  private _add(told: ITransfer): IMove {
    const [item] = this._said([told]);
    // The kernel may have told of it, and how far it is, before it answered.
    if (!this._items.some(({ id }) => id === item.id)) {
      this._set([...this._items, item]);
    }
    return item;
  }

  private async _load(): Promise<void> {
    try {
      const before = this._items;
      const { result } = await this._transport.request('transfers.list', {});
      const known = new Set(result.transfers.map(({ id }) => id));
      this._lost = before
        .filter(item => isUpload(item) && !known.has(item.id))
        .map(item => asLost(item, this._transport.trans));
      this._set(this._said(result.transfers));
      // What was being sent when the connection was lost is sent on.
      this._items.filter(isOpen).forEach(item => this._send(item));
    } catch (reason) {
      this._error = describeFailure(reason);
      this.notify();
    }
  }

  private _onEvent(_: ITransport, message: IEventMessage): void {
    if (message.topic === 'transfers.changed') {
      const told = new Set(message.payload.transfers.map(({ id }) => id));
      this._lost = this._lost.filter(({ id }) => !told.has(id));
      this._set(this._said(message.payload.transfers));
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

  private _said(items: readonly ITransfer[]): IMove[] {
    const { trans } = this._transport;
    return items.map(item => ({ ...item, error: item.error && sayFailure(item.error, trans) }));
  }

  private _set(items: readonly IMove[]): void {
    const known = new Set(items.map(({ id }) => id));
    this._items = [...this._lost.filter(({ id }) => !known.has(id)), ...items];
    this._error = null;
    this.notify();
  }

  private _items: readonly IMove[] = [];
  /** The files that were chosen in this page, and where they go. */
  private readonly _files = new Map<
    string,
    { to: Omit<IBeginUpload, 'name' | 'size'>; file: File }
  >();
  /** Files that a kernel was to make nodes of, and ended. */
  private _lost: readonly IMove[] = [];
  private _error: IFailure | null = null;
}

/** Whether a transfer goes on, or is about to. */
export function isOpen({ state }: Pick<ITransfer, 'state'>): boolean {
  return state === 'waiting' || state === 'running';
}

/** The container in which a transfer makes a node; `null` where it writes a file. */
export function intoOf({ kind, server, path, to }: IMove): IDestination | null {
  return to ?? (kind === 'upload' ? { server, path: path.slice(0, -1) } : null);
}

/** Whether a file is on its way to a node, or did not get there. */
function isUpload(item: IMove): boolean {
  return item.kind === 'upload' && (isOpen(item) || item.state === 'failed');
}

function asLost(item: IMove, trans: ITranslator): IMove {
  const own = item.error && item.error.code !== 'unreachable' ? item.error : null;
  const ended = failure(
    'unreachable',
    trans.__('The kernel ended before the file was a node.'),
    trans.__('Look whether the node is there, then upload the file again.')
  );
  return { ...item, state: 'failed', error: own ?? ended };
}
