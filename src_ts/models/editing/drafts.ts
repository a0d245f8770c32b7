import type { IDescription, IEditedSpec } from '../../core/protocol';
import { Model } from '../state/model';
import { nodeId } from '../tree/rows';

/** What somebody has typed about a node and not saved. */
export interface IDraft {
  /** What it was typed over. */
  base: IDescription;
  /** The metadata as they are typed: JSON, or not yet. */
  text: string;
  specs: IEditedSpec[];
  accessTags: string[] | null;
}

/** What was typed and not saved, by node. The host keeps it while the page is away. */
export class Drafts extends Model {
  get(server: string, path: readonly string[]): IDraft | undefined {
    return this._drafts.get(nodeId(server, path));
  }

  /** Keep a draft, or forget it. */
  set(server: string, path: readonly string[], draft: IDraft | null): void {
    const id = nodeId(server, path);
    if (draft) {
      this._drafts.set(id, draft);
    } else if (!this._drafts.delete(id)) {
      return;
    }
    this.notify();
  }

  /** All of them by the identity of their node. */
  get entries(): ReadonlyMap<string, IDraft> {
    return this._drafts;
  }

  /** Take in what was kept, beside what has been typed since. */
  restore(id: string, draft: IDraft): void {
    if (!this._drafts.has(id)) {
      this._drafts.set(id, draft);
      this.notify();
    }
  }

  private readonly _drafts = new Map<string, IDraft>();
}
