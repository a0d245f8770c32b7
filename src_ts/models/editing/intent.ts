import type { IAddress } from '../servers/address';
import { Model } from '../state/model';

/** What somebody is about to do with a node, and how is still to be asked. */
export interface IIntended extends IAddress {
  what: 'edit-metadata' | 'new-container' | 'upload' | 'delete';
  /** The files that were dropped, where there are any. */
  files?: readonly File[];
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

  private _intended: IIntended | null = null;
}
