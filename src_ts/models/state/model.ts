import { type ISignal, Signal } from '@lumino/signaling';

/** State with a signal that says when it is no longer what it was. */
export abstract class Model {
  /** The state is no longer what it was. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** How often the state has changed: equal numbers mean equal states. */
  get version(): number {
    return this._version;
  }

  get isDisposed(): boolean {
    return this._disposed;
  }

  /** Stop what is under way and let go of every listener. */
  dispose(): void {
    this._disposed = true;
    Signal.clearData(this);
  }

  protected notify(): void {
    if (!this._disposed) {
      this._version += 1;
      this._changed.emit();
    }
  }

  private _version = 0;
  private _disposed = false;
  private readonly _changed = new Signal<this, void>(this);
}
