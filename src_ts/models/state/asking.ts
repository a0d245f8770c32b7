import { type IFailure, describeFailure, isCancelled } from '../../core/failure';
import { Model } from './model';

/** State for which the kernel is asked one thing at a time: what is asked next stops what is under way. */
export abstract class AskingModel extends Model {
  /** Why the last thing that was asked was not done. */
  get error(): IFailure | null {
    return this._error;
  }

  /** An answer is still to come. */
  get busy(): boolean {
    return this._request !== null;
  }

  override dispose(): void {
    this._request?.abort();
    super.dispose();
  }

  /** Ask; what goes wrong is the model's error. */
  protected async ask(request: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this._request?.abort();
    const controller = new AbortController();
    this._request = controller;
    this._error = null;
    this.notify();
    try {
      await request(controller.signal);
    } catch (reason) {
      if (this._request === controller && !isCancelled(reason)) {
        this._error = describeFailure(reason);
      }
    }
    if (this._request === controller) {
      this._request = null;
      this.notify();
    }
  }

  private _request: AbortController | null = null;
  private _error: IFailure | null = null;
}
