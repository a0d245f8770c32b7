import type { Kernel, KernelMessage } from '@jupyterlab/services';
import type { JSONObject } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import type { IChannel, IReceived } from '../core/channel';

/** A channel over a comm, whose end the kernel registered. */
export class CommChannel implements IChannel, IDisposable {
  constructor(private readonly _comm: Kernel.IComm) {
    _comm.onMsg = message => this._onMessage(message);
    _comm.onClose = () => this._onClose();
  }

  get received(): ISignal<IChannel, IReceived> {
    return this._received;
  }

  get closed(): ISignal<IChannel, string> {
    return this._closed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  send(message: object, buffers: ArrayBuffer[] = []): void {
    if (!this._isDisposed) {
      this._comm.send(message as JSONObject, undefined, buffers);
    }
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._comm.onMsg = () => undefined;
    this._comm.onClose = () => undefined;
    if (!this._comm.isDisposed) {
      this._comm.close();
    }
    Signal.clearData(this);
  }

  private _onMessage(message: KernelMessage.ICommMsgMsg): void {
    this._received.emit({
      message: message.content.data,
      buffers: (message.buffers ?? []).map(asView)
    });
  }

  private _onClose(): void {
    this._closed.emit('');
    this.dispose();
  }

  private _isDisposed = false;
  private readonly _received = new Signal<IChannel, IReceived>(this);
  private readonly _closed = new Signal<IChannel, string>(this);
}

function asView(buffer: ArrayBuffer | ArrayBufferView): DataView {
  return ArrayBuffer.isView(buffer)
    ? new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength)
    : new DataView(buffer);
}
