import type { OpenTree } from './opentree';
import type { IRow } from './rows';

/**
 * The nodes of the tree that are chosen together.
 *
 * While nothing was added to it, the active row alone is chosen, and there is no mark.
 */
export class Marks {
  constructor(private readonly _tree: OpenTree) {}

  /** Another number after every change. */
  get version(): number {
    return this._version;
  }

  get count(): number {
    return this._marked.size;
  }

  /** The rows that are chosen together, as they stand; empty while one alone is. */
  get rows(): IRow[] {
    const place = (row: IRow) => this._tree.indexOf(row.id);
    const placed = [...this._marked.values()].map(row => ({ row, place: place(row) }));
    return placed.sort((a, b) => a.place - b.place).map(({ row }) => row);
  }

  /** Whether a row is among what is chosen. */
  has(row: IRow): boolean {
    return this._marked.size ? this._marked.has(row.id) : row.id === this._tree.active?.id;
  }

  /** Choose the active row alone. */
  clear(): void {
    this._version += this._marked.size ? 1 : 0;
    this._marked.clear();
    this._anchor = null;
  }

  /** Add a row to what is chosen, or take it away. */
  toggle(index: number): void {
    const row = this._tree.at(index);
    const { active } = this._tree;
    if (row?.kind !== 'node') {
      return;
    }
    if (!this._marked.size && active?.kind === 'node') {
      this._marked.set(active.id, active);
    }
    if (!this._marked.delete(row.id)) {
      this._marked.set(row.id, row);
    }
    this._anchor = row.id;
    this._version++;
    this._tree.focus(index);
  }

  /** Choose everything from where the choice began to a row. */
  extend(index: number): void {
    const start = this._anchor ?? this._tree.active?.id ?? null;
    const from = start === null ? index : this._tree.indexOf(start);
    this._marked.clear();
    this._add(Math.min(from < 0 ? index : from, index), Math.max(from, index));
    this._anchor = start;
    this._version++;
    this._tree.focus(index);
  }

  /** Choose all children that were loaded of the container that the active row is in. */
  all(): void {
    const { active, activeIndex } = this._tree;
    if (active?.kind !== 'node') {
      return;
    }
    this._marked.clear();
    for (const row of this._tree.siblings(active)) {
      this._marked.set(row.id, row);
    }
    this._anchor = active.id;
    this._version++;
    this._tree.focus(activeIndex);
  }

  /** Forget rows that are not on show any more. */
  prune(): void {
    for (const id of this._marked.keys()) {
      if (this._tree.indexOf(id) < 0) {
        this._marked.delete(id);
        this._version++;
      }
    }
  }

  private _add(first: number, last: number): void {
    for (let index = first; index <= last; index++) {
      const row = this._tree.at(index);
      if (row?.kind === 'node') {
        this._marked.set(row.id, row);
      }
    }
  }

  private readonly _marked = new Map<string, IRow>();
  private _version = 0;
  private _anchor: string | null = null;
}
