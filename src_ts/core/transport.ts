import { type ISignal, Signal } from '@lumino/signaling';
import type { IChannel, IReceived } from './channel';
import { failure, type IFailure, RequestError } from './failure';
import {
  type IError,
  type IEvents,
  type IMethods,
  type IProgress,
  PROTOCOL_VERSION
} from './protocol';
import { english, type ITranslator } from './translator';
import { sayFailure } from './words';

/** How the way to the kernel stands. */
export type TransportState =
  'idle' | 'starting' | 'ready' | 'busy' | 'reconnecting' | 'dead' | 'unavailable';

/** The answer to a request. */
export interface IReply<M extends keyof IMethods> {
  result: IMethods[M]['result'];
  buffers: DataView[];
}

/** What a request may come with. */
export interface IRequestOptions {
  /** Aborting stops the request here and in the kernel. */
  signal?: AbortSignal;
  /** Called as the kernel reports how far it has come. */
  onProgress?: (progress: IProgress) => void;
  /** What travels beside the request. */
  buffers?: ArrayBuffer[];
}

/** Something the kernel announces. */
export type IEventMessage = {
  [T in keyof IEvents]: { topic: T; payload: IEvents[T] };
}[keyof IEvents];

/** Requests and answers, wherever the kernel is and whether or not it is there at the moment. */
export interface ITransport {
  /**
   * Ask the kernel. Waits for a connection when there is none yet.
   *
   * @throws RequestError - with the code `cancelled` after an abort, `unreachable` when the
   * connection was lost.
   */
  request<M extends keyof IMethods>(
    method: M,
    params: IMethods[M]['params'],
    options?: IRequestOptions
  ): Promise<IReply<M>>;
  readonly state: TransportState;
  /** Why the state is `dead` or `unavailable`. */
  readonly problem: IFailure | null;
  readonly stateChanged: ISignal<ITransport, TransportState>;
  readonly event: ISignal<ITransport, IEventMessage>;
  /** Says what this side noticed. */
  readonly trans: ITranslator;
  /** Begin to connect, unless that has happened. */
  start(): void;
}

interface IPending {
  message: { v: number; id: string; method: string; params: object };
  sent: boolean;
  resolve(reply: { result: unknown; buffers: DataView[] }): void;
  reject(reason: RequestError): void;
  onProgress?: (progress: IProgress) => void;
  buffers?: ArrayBuffer[];
}

/**
 * Requests over a channel that may come and go.
 *
 * The host connects: it is asked to by the callback, calls `attach` with each channel it opened
 * and `detach` when there will be none for a while.
 */
export class Transport implements ITransport {
  constructor(
    private readonly connect: () => void,
    readonly trans: ITranslator = english
  ) {}

  get state(): TransportState {
    return this._state;
  }

  get problem(): IFailure | null {
    return this._problem;
  }

  get stateChanged(): ISignal<ITransport, TransportState> {
    return this._stateChanged;
  }

  get event(): ISignal<ITransport, IEventMessage> {
    return this._event;
  }

  start(): void {
    if (this._state === 'idle') {
      this.setState('starting');
      this.connect();
    }
  }

  /** Begin again after the kernel died or lacked the package; does nothing otherwise. */
  restart(): void {
    if (this._state === 'dead' || this._state === 'unavailable') {
      this.setState('starting');
      this.connect();
    }
  }

  /** Use a channel that is open. What waited is sent now. */
  attach(channel: IChannel): void {
    this._release(this.trans.__('The connection to the kernel was replaced.'));
    this._channel = channel;
    channel.received.connect(this._onReceived, this);
    channel.closed.connect(this._onClosed, this);
    this.setState('ready');
    for (const pending of [...this._pending.values()]) {
      this._send(pending);
    }
  }

  /** There is no channel any more, and the state says what is being done about it. */
  detach(state: TransportState, problem: IFailure | null = null): void {
    this._release(this._lost);
    if (state === 'dead' || state === 'unavailable') {
      this._rejectAll(false, problem ?? this._absent);
    }
    this.setState(state, problem);
  }

  /** Say how the way to the kernel stands. */
  setState(state: TransportState, problem: IFailure | null = null): void {
    if (state === this._state && problem === this._problem) {
      return;
    }
    this._state = state;
    this._problem = problem;
    this._stateChanged.emit(state);
  }

  request<M extends keyof IMethods>(
    method: M,
    params: IMethods[M]['params'],
    options: IRequestOptions = {}
  ): Promise<IReply<M>> {
    const { signal, onProgress, buffers } = options;
    if (signal?.aborted) {
      return Promise.reject(cancelled());
    }
    if (this._state === 'dead' || this._state === 'unavailable') {
      return Promise.reject(new RequestError(this._problem ?? this._absent));
    }
    const id = `${this._prefix}-${++this._count}`;
    return new Promise<IReply<M>>((resolve, reject) => {
      const stop = () => {
        this._pending.delete(id);
        if (pending.sent) {
          this._channel?.send({ v: PROTOCOL_VERSION, cancel: id });
        }
        reject(cancelled());
      };
      const pending: IPending = {
        message: { v: PROTOCOL_VERSION, id, method, params },
        sent: false,
        resolve: reply => {
          signal?.removeEventListener('abort', stop);
          resolve(reply as IReply<M>);
        },
        reject: reason => {
          signal?.removeEventListener('abort', stop);
          reject(reason);
        },
        onProgress,
        buffers
      };
      signal?.addEventListener('abort', stop, { once: true });
      this._pending.set(id, pending);
      if (this._channel) {
        this._send(pending);
      } else {
        this.start();
      }
    });
  }

  private _send(pending: IPending): void {
    pending.sent = true;
    try {
      this._channel?.send(pending.message, pending.buffers);
    } catch (reason) {
      this._pending.delete(pending.message.id);
      pending.reject(
        new RequestError({
          ...failure('unreachable', this.trans.__('Could not ask the kernel.'), '', true),
          detail: String(reason)
        })
      );
    }
  }

  private _onReceived(_: IChannel, { message, buffers }: IReceived): void {
    if (typeof message !== 'object' || message === null) {
      return;
    }
    const answer = message as Record<string, unknown>;
    if (typeof answer.topic === 'string') {
      this._event.emit(answer as unknown as IEventMessage);
      return;
    }
    const id = String(answer.id);
    const pending = this._pending.get(id);
    if (!pending) {
      return;
    }
    if (answer.progress !== undefined) {
      pending.onProgress?.(answer.progress as IProgress);
      return;
    }
    this._pending.delete(id);
    if (answer.error !== undefined) {
      pending.reject(new RequestError(sayFailure(answer.error as IError, this.trans)));
    } else {
      pending.resolve({ result: answer.result, buffers });
    }
  }

  private _onClosed(_: IChannel, why: string): void {
    this._release(why || this._lost);
    this.setState('reconnecting');
  }

  /** Let go of the channel; what was asked through it will never be answered. */
  private _release(why: string): void {
    const channel = this._channel;
    if (!channel) {
      return;
    }
    this._channel = null;
    channel.received.disconnect(this._onReceived, this);
    channel.closed.disconnect(this._onClosed, this);
    this._rejectAll(true, failure('unreachable', why, this.trans.__('Try again.'), true));
  }

  private _rejectAll(sentOnly: boolean, error: IFailure): void {
    for (const [id, pending] of [...this._pending]) {
      if (!sentOnly || pending.sent) {
        this._pending.delete(id);
        pending.reject(new RequestError(error));
      }
    }
  }

  private get _lost(): string {
    return this.trans.__('The connection to the kernel was lost.');
  }

  private get _absent(): IFailure {
    const { trans } = this;
    return failure(
      'unreachable',
      trans.__('The kernel is not running.'),
      trans.__('Reconnect.'),
      true
    );
  }

  private _channel: IChannel | null = null;
  private _state: TransportState = 'idle';
  private _problem: IFailure | null = null;
  private _count = 0;
  // Several pages may talk to one kernel, so an id has to be unlikely elsewhere.
  private readonly _prefix = Math.random().toString(36).slice(2, 10);
  private readonly _pending = new Map<string, IPending>();
  private readonly _stateChanged = new Signal<ITransport, TransportState>(this);
  private readonly _event = new Signal<ITransport, IEventMessage>(this);
}

function cancelled(): RequestError {
  return new RequestError(failure('cancelled', 'The request was cancelled.'));
}
