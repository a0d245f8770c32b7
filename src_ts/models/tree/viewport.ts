import type { Branch } from './branch';
import type { Forest } from './forest';
import type { IRows } from './layout';
import type { Wanted } from './loader';
import { type IRow, nodeId } from './rows';
import { isOpen } from '../servers/servers';

// Each of them is counted, again and again.
const MOST_ON_SHOW = 8;

/** The rows in view: what has to be loaded for them, and whose children they are. */
export class Viewport {
  constructor(
    private readonly _rows: IRows,
    private readonly _forest: Forest
  ) {}

  /** Say which rows are in view. */
  show(first: number, last: number): void {
    this._first = first;
    this._last = last;
  }

  /** Have a container listed anew, also where no child of it is in view. */
  renew(branch: Branch): void {
    this._renewed.add(branch);
  }

  /** The pages that are to be loaded now, the most urgent first. */
  *missing(): IterableIterator<Wanted> {
    for (const branch of this._forest.blank()) {
      yield [branch, 0];
    }
    for (const branch of this._renewed) {
      if (branch.total !== null && branch.needs(0)) {
        yield [branch, 0];
      } else {
        this._renewed.delete(branch);
      }
    }
    for (const [row, branch] of this._branches()) {
      if (branch.total !== null && branch.error === null) {
        const page = this._forest.pageOf(branch, row);
        if (branch.needs(page)) {
          yield [branch, page];
        }
      }
    }
  }

  /** The containers whose children are in view, of which is known how many there are. */
  containers(): Branch[] {
    const answering = new Set(this._forest.servers.filter(isOpen).map(({ id }) => id));
    const shown = new Set<Branch>();
    for (const [, branch] of this._branches()) {
      if (branch.conditions === null && branch.total !== null && branch.exact) {
        shown.add(branch);
      }
    }
    return [...shown].filter(({ server }) => answering.has(server)).slice(0, MOST_ON_SHOW);
  }

  /** Whether the last child of a container is in view, with no row below it. */
  endsWith(branch: Branch): boolean {
    const end = this._placeOf(branch, Math.max(0, (branch.total ?? 0) - 1));
    return end >= this._first && end <= this._last && end === this._rows.count - 1;
  }

  private *_branches(): IterableIterator<[IRow, Branch]> {
    for (let index = this._first; index <= this._last; index++) {
      const row = this._rows.at(index);
      const branch = row && this._forest.branchOf(row);
      if (row && branch) {
        yield [row, branch];
      }
    }
  }

  /** The place of a child of a branch, loaded or not. */
  private _placeOf(branch: Branch, position: number): number {
    const node = branch.at(position);
    return this._rows.indexOf(node ? nodeId(branch.server, node.path) : `${branch.id}#${position}`);
  }

  private _first = 0;
  private _last = -1;
  private readonly _renewed = new Set<Branch>();
}
