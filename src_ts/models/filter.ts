import type { Branch } from './branch';
import { childId, type IForest, type IRows, nodeRow, serverRow } from './layout';
import type { IRow } from './rows';
import { nodeId } from './rows';

/**
 * The loaded rows that hold a text, and the containers on the way to them.
 *
 * Whatever was loaded takes part, also below containers that are closed at the moment.
 */
export class FilteredRows implements IRows {
  constructor(forest: IForest, text: string) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const holds = (...texts: string[]) => {
      const haystack = texts.join(' ').toLowerCase();
      return words.every(word => haystack.includes(word));
    };

    const collect = (branch: Branch, level: number): IRow[] => {
      const kept: { row: IRow; below: IRow[] }[] = [];
      for (const [index, node] of branch.loaded()) {
        const id = childId(branch, index, node);
        const inside = forest.branch(id);
        const below = inside ? collect(inside, level + 1) : [];
        const hit = holds(node.key, node.summary, ...node.specs);
        if (hit || below.length) {
          this.matches += hit ? 1 : 0;
          const open = below.length > 0;
          const place = { level, position: 0, setSize: 0 };
          kept.push({ row: nodeRow(branch, node, id, open, place), below });
        }
      }
      kept.forEach(({ row }, i) => Object.assign(row, { position: i + 1, setSize: kept.length }));
      return kept.flatMap(({ row, below }) => [row, ...below]);
    };

    if (forest.results) {
      this._rows = collect(forest.results, 1);
    } else {
      const kept = forest.servers
        .map(server => {
          const branch = forest.branch(nodeId(server.id, []));
          return { server, below: branch ? collect(branch, 2) : [] };
        })
        .filter(({ server, below }) => below.length || holds(server.name));
      this._rows = kept.flatMap(({ server, below }, i) => [
        serverRow(server, i, kept.length, below.length > 0),
        ...below
      ]);
    }
    this._rows.forEach((row, index) => this._index.set(row.id, index));
  }

  /** How many nodes hold the text. */
  matches = 0;

  get count(): number {
    return this._rows.length;
  }

  at(index: number): IRow | undefined {
    return this._rows[index];
  }

  indexOf(id: string): number {
    return this._index.get(id) ?? -1;
  }

  private readonly _rows: IRow[];
  private readonly _index = new Map<string, number>();
}
