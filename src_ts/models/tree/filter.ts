import type { INodeSummary } from '../../core/protocol';
import type { Branch } from './branch';
import { childId, type IForest, type IRows, nodeRow, serverRow } from './layout';
import { type IRow, isContainer, parseNodeId } from './rows';

/** A node that passes, or leads to one that does. Its row is made when it is looked at. */
interface IKept {
  branch: Branch;
  index: number;
  node: INodeSummary;
  level: number;
  position: number;
  siblings: { size: number };
  open: boolean;
}

/**
 * The loaded rows that hold a text, and the containers on the way to them.
 *
 * Whatever was loaded takes part, also below containers that are closed at the moment. All of it is
 * gone through at each keystroke, so nothing more is done with 100,000 nodes than has to be.
 */
export class FilteredRows implements IRows {
  constructor(
    private readonly _forest: IForest,
    text: string
  ) {
    this._words = text.toLowerCase().split(/\s+/).filter(Boolean);
    if (_forest.results) {
      this._collect(_forest.results, 1);
    } else {
      this._collectServers();
    }
  }

  /** How many nodes hold the text. */
  matches = 0;

  get count(): number {
    return this._kept.length;
  }

  at(index: number): IRow | undefined {
    const kept = this._kept[index];
    if (!kept || !isKept(kept)) {
      return kept;
    }
    const { branch, node, level, position, siblings, open } = kept;
    const place = { level, position, setSize: siblings.size };
    return nodeRow(branch, node, childId(branch, kept.index, node), open, place);
  }

  indexOf(id: string): number {
    let place = this._places.get(id);
    if (place === undefined) {
      const key = parseNodeId(id.slice(id.indexOf('[')))?.path.pop();
      place = this._kept.findIndex(kept =>
        isKept(kept)
          ? kept.node.key === key && childId(kept.branch, kept.index, kept.node) === id
          : kept.id === id
      );
      this._places.set(id, place);
    }
    return place;
  }

  private _collectServers(): void {
    const rows: IRow[] = [];
    for (const server of this._forest.servers) {
      const place = this._kept.length;
      const row = serverRow(server, rows.length, 0, false);
      this._kept.push(row);
      const branch = this._forest.branch(row.id);
      if (branch) {
        this._collect(branch, 2);
      }
      row.expanded = this._kept.length > place + 1;
      if (row.expanded || this._holds(server.name)) {
        rows.push(row);
      } else {
        this._kept.pop();
      }
    }
    rows.forEach(row => (row.setSize = rows.length));
  }

  private _collect(branch: Branch, level: number): void {
    const siblings = { size: 0 };
    for (const [index, node] of branch.loaded()) {
      const place = this._kept.length;
      const position = siblings.size + 1;
      const kept: IKept = { branch, index, node, level, position, siblings, open: false };
      this._kept.push(kept);
      const inside = isContainer(node)
        ? this._forest.branch(childId(branch, index, node))
        : undefined;
      if (inside) {
        this._collect(inside, level + 1);
      }
      const hit = this._holds(
        node.key,
        node.dtype,
        node.shape ? node.shape.join('×') : '',
        ...node.specs
      );
      this.matches += hit ? 1 : 0;
      kept.open = this._kept.length > place + 1;
      if (hit || kept.open) {
        siblings.size += 1;
      } else {
        this._kept.pop();
      }
    }
  }

  private _holds(...texts: string[]): boolean {
    const haystack = texts.join(' ').toLowerCase();
    return this._words.every(word => haystack.includes(word));
  }

  private readonly _words: readonly string[];
  private readonly _kept: (IKept | IRow)[] = [];
  private readonly _places = new Map<string, number>();
}

function isKept(kept: IKept | IRow): kept is IKept {
  return 'branch' in kept;
}
