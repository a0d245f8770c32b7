import { failure, type IFailure } from '../core/failure';
import type { Transport } from '../core/transport';
import type { WidgetChannel } from './channel';
import type { IWidgetModel } from './model';

// A cell that runs may hold up the answer of an older kernel.
const PATIENCE = 10_000;

/** Notices that the kernel is gone: a widget's messages then go nowhere, without a word. */
export class KernelWatch {
  constructor(
    private readonly _model: IWidgetModel,
    private readonly _transport: Transport,
    private readonly _channel: WidgetChannel
  ) {
    _model.on('comm_live_update', this._onUpdate);
  }

  /** Ask the kernel whether it is there, and say so where it is not. */
  check(): void {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => this._transport.detach('dead', this._ended), PATIENCE);
    this._transport.attach(this._channel);
    this._transport.request('hello', {}).then(
      () => clearTimeout(this._timer),
      () => undefined
    );
  }

  dispose(): void {
    clearTimeout(this._timer);
    this._model.off('comm_live_update', this._onUpdate);
  }

  private get _ended(): IFailure {
    const { trans } = this._transport;
    return failure(
      'unreachable',
      trans.__('The kernel of this notebook was restarted or has ended.'),
      trans.__('Run this cell again.')
    );
  }

  private readonly _onUpdate = (): void => this.check();
  private _timer: ReturnType<typeof setTimeout> | undefined;
}
