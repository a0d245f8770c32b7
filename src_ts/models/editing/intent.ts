import { describeFailure, type IFailure } from '../../core/failure';
import type { IAddress } from '../servers/address';
import { Model } from '../state/model';

/** What somebody is about to do with a node, and how is still to be asked. */
export interface IIntended extends IAddress {
  what: 'edit-metadata' | 'new-container' | 'upload' | 'delete' | 'copy-to' | 'remove-server';
  /** The files that were dropped, where there are any. */
  files?: readonly File[];
  /** What else was chosen together with the node. */
  others?: readonly IAddress[];
}

/** What somebody is about to do, where there are no dialogs: one thing at a time. */
export class IntentModel extends Model {
  /** `null` while nothing is to be done. */
  get intended(): IIntended | null {
    return this._intended;
  }

  set intended(intended: IIntended | null) {
    this._intended = intended;
    this.notify();
  }

  /** Why something that needed no question was not done. */
  get error(): IFailure | null {
    return this._error;
  }

  /** Do something; what goes wrong is kept, not thrown. */
  async run(act: () => Promise<unknown>): Promise<void> {
    this.dismissError();
    try {
      await act();
    } catch (reason) {
      this._error = describeFailure(reason);
      this.notify();
    }
  }

  dismissError(): void {
    this._error = null;
    this.notify();
  }

  private _intended: IIntended | null = null;
  private _error: IFailure | null = null;
}
