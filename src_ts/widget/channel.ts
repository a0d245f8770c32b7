import { type ISignal, Signal } from '@lumino/signaling';

import type { IChannel, IReceived } from '../core/channel';
import type { IWidgetModel } from './model';

/** A channel over a widget's custom messages. */
export class WidgetChannel implements IChannel {
  constructor(private readonly _model: IWidgetModel) {
    _model.on('msg:custom', this._onMessage);
  }

  get received(): ISignal<IChannel, IReceived> {
    return this._received;
  }

  get closed(): ISignal<IChannel, string> {
    return this._closed;
  }

  send(message: object, buffers: ArrayBuffer[] = []): void {
    this._model.send(message, undefined, buffers);
  }

  dispose(): void {
    this._model.off('msg:custom', this._onMessage);
    Signal.clearData(this);
  }

  private readonly _onMessage = (message: unknown, buffers: DataView[]): void => {
    this._received.emit({ message, buffers });
  };

  private readonly _received = new Signal<IChannel, IReceived>(this);
  private readonly _closed = new Signal<IChannel, string>(this);
}
