import type { ISignal } from '@lumino/signaling';

/** One message as it arrived: its structure, and the numbers that travelled beside it. */
export interface IReceived {
  message: unknown;
  buffers: DataView[];
}

/** An open pipe to the service in a kernel. Once closed it stays closed. */
export interface IChannel {
  /** Send a message, and binary buffers beside it. */
  send(message: object, buffers?: ArrayBuffer[]): void;
  /** Something arrived. */
  readonly received: ISignal<IChannel, IReceived>;
  /** The pipe broke or was closed; the argument says why, if that is known. */
  readonly closed: ISignal<IChannel, string>;
}
