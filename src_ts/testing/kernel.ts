import { Signal } from '@lumino/signaling';
import type { IChannel, IReceived } from '../core/channel';
import type { ErrorCode, IMethods } from '../core/protocol';
import { Transport } from '../core/transport';
import { refusal } from './data';

type Method = keyof IMethods;

/** What a method of the kernel does in a test: gives a result, and buffers where there are any. */
export type Handlers = {
  [M in Method]?: (
    params: IMethods[M]['params']
  ) => IMethods[M]['result'] | { result: IMethods[M]['result']; buffers: ArrayBuffer[] };
};

/** Thrown by a handler to answer with an error. */
export class Refusal extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string = code
  ) {
    super(message);
  }
}

interface IAsked {
  v: number;
  id: string;
  method: Method;
  params: Record<string, unknown>;
}

/** A kernel in the page, for tests: it answers over a channel like that of a real one. */
export class Kernel implements IChannel {
  constructor(readonly handlers: Handlers = {}) {}

  readonly received: Signal<IChannel, IReceived> = new Signal<IChannel, IReceived>(this);
  readonly closed: Signal<IChannel, string> = new Signal<IChannel, string>(this);

  /** Every request that arrived, in order. */
  readonly asked: IAsked[] = [];
  /** The ids of requests that were cancelled. */
  readonly cancelled: string[] = [];
  /** While true, requests pile up until `release`. */
  holding = false;

  /** A transport that is connected to this kernel. */
  connect(): Transport {
    const transport = new Transport(() => transport.attach(this));
    transport.start();
    return transport;
  }

  /** The parameters of all requests of a method. */
  paramsOf<M extends Method>(method: M): IMethods[M]['params'][] {
    return this.asked
      .filter(asked => asked.method === method)
      .map(asked => asked.params as IMethods[M]['params']);
  }

  /** What travelled beside requests, in order. */
  readonly buffers: ArrayBuffer[] = [];

  send(message: object, buffers: ArrayBuffer[] = []): void {
    this.buffers.push(...buffers);
    if ('cancel' in message) {
      this.cancelled.push(String(message.cancel));
      return;
    }
    const asked = message as IAsked;
    this.asked.push(asked);
    if (this.holding) {
      this._held.push(asked);
    } else {
      queueMicrotask(() => this._answer(asked));
    }
  }

  /** Answer requests that were held, the oldest first. */
  async release(count = Infinity): Promise<void> {
    this._held.splice(0, count).forEach(asked => this._answer(asked));
    await settle();
  }

  /** Deliver any message. */
  say(message: object, buffers: DataView[] = []): void {
    this.received.emit({ message, buffers });
  }

  private _answer({ v, id, method, params }: IAsked): void {
    const handler = this.handlers[method] as ((params: object) => object) | undefined;
    try {
      if (!handler) {
        throw new Refusal('bad_request', `No handler for ${method}`);
      }
      const answer = handler(params);
      if ('buffers' in answer && 'result' in answer) {
        const buffers = (answer.buffers as ArrayBuffer[]).map(buffer => new DataView(buffer));
        this.say({ v, id, result: answer.result }, buffers);
      } else {
        this.say({ v, id, result: answer });
      }
    } catch (reason) {
      const code = reason instanceof Refusal ? reason.code : 'internal';
      this.say({ v, id, error: refusal(String((reason as Error).message), { code }) });
    }
  }

  private readonly _held: IAsked[] = [];
}

/** Let everything that is ready to happen, happen. */
export function settle(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, 0));
}
