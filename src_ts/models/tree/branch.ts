import type { IFailure } from '../../core/failure';
import type { ICondition, INodePage, INodeSummary } from '../../core/protocol';

/** How many children are asked for at once, unless something else is set. */
export const PAGE = 200;

/** Whether what was shown is not there any more, or not for us, rather than out of reach. */
export function isGone({ code }: IFailure): boolean {
  return code === 'not_found' || code === 'unauthorized';
}

/**
 * The children of one container, or what a search found: as many of them as were looked at.
 *
 * Any page can be there without those before it.
 */
export class Branch {
  constructor(
    /** Identity of the row that it hangs from. */
    readonly id: string,
    readonly server: string,
    readonly path: string[],
    /** What was searched for, when these are results; empty for one that was looked up. */
    readonly conditions: readonly ICondition[] | null = null,
    /** How many children are asked for at once. */
    readonly pageSize = PAGE
  ) {}

  /** How many children there are; `null` until the first answer. */
  get total(): number | null {
    return this._total;
  }

  /** Whether the server counted, rather than guessed. */
  get exact(): boolean {
    return this._exact;
  }

  /** Whether nodes at any depth were looked at. */
  get deep(): boolean {
    return this._deep;
  }

  /** How its pages were last asked for; the view of a container may have been changed since. */
  asked: { sorting: string; columns: string } | null = null;

  /** Grows when what was asked for before is no longer what is wanted. */
  get edition(): number {
    return this._edition;
  }

  /** Why there is nothing to show. */
  error: IFailure | null = null;

  /** The child at a position, if it was loaded. */
  at(index: number): INodeSummary | undefined {
    return this._pages.get(Math.floor(index / this.pageSize))?.[index % this.pageSize];
  }

  /** The position of a child, if it was loaded. */
  positionOf(key: string): number | undefined {
    return this._positions.get(key);
  }

  /** What was loaded, in order, with the positions. */
  *loaded(): IterableIterator<[number, INodeSummary]> {
    for (const page of [...this._pages.keys()].sort((a, b) => a - b)) {
      const items = this._pages.get(page) ?? [];
      for (let i = 0; i < items.length; i++) {
        // After children were added before them, the first of a page may be missing.
        if (i in items) {
          yield [page * this.pageSize + i, items[i]];
        }
      }
    }
  }

  /** How many children were loaded. */
  get loadedCount(): number {
    return this._positions.size;
  }

  /** Whether a page has to be asked for when it comes into view. */
  needs(page: number): boolean {
    return !this._failures.has(page) && (!this._pages.has(page) || this._stale.has(page));
  }

  /** Why a page could not be read. */
  failureAt(index: number): IFailure | undefined {
    return this._failures.get(Math.floor(index / this.pageSize));
  }

  /** Take in a page. */
  put(page: number, { items, total, exact, deep }: INodePage): void {
    const end = page * this.pageSize + items.length;
    this._exact = exact;
    this._deep = deep;
    if (items.length < this.pageSize) {
      // A short page is the last one, whatever the server guessed.
      this._total = items.length || page === 0 ? end : Math.min(total, page * this.pageSize);
      this._exact = true;
    } else {
      this._total = exact ? total : Math.max(total, end + 1);
    }
    this._drop(page);
    this._pages.set(page, items);
    items.forEach((item, i) => this._positions.set(this._keyOf(item), page * this.pageSize + i));
    this._stale.delete(page);
    this._failures.delete(page);
    this.error = null;
    for (const known of [...this._pages.keys()]) {
      if (known * this.pageSize >= this._total && known > 0) {
        this._drop(known);
      }
    }
  }

  /** Remember that a page could not be read. What was there before stays. */
  fail(page: number, error: IFailure): void {
    if (this._total === null || isGone(error) || !this._pages.size) {
      this._pages.clear();
      this._positions.clear();
      this._stale.clear();
      this._total = null;
      this.error = error;
    } else if (this._pages.has(page)) {
      this._stale.delete(page);
    } else {
      this._failures.set(page, error);
    }
  }

  /** Ask again for what comes into view; show what is known until then. */
  invalidate(): void {
    this.error = null;
    this._failures.clear();
    for (const page of this._pages.keys()) {
      this._stale.add(page);
    }
  }

  /** Ask again in another way: for another order, of which nothing is known, or other columns. */
  change({ order }: { order: boolean }): void {
    this._edition += 1;
    this.invalidate();
    if (order) {
      this._pages.clear();
      this._locate();
    }
  }

  /** Make room for children that were added at the end, or before the first. */
  insert(count: number, { first }: { first: boolean }): void {
    this._total = (this._total ?? 0) + count;
    this._edition += 1;
    this.invalidate();
    if (first) {
      const known = [...this.loaded()];
      this._pages.clear();
      for (const [index, item] of known) {
        const moved = index + count;
        const page = this._pages.get(Math.floor(moved / this.pageSize)) ?? [];
        page[moved % this.pageSize] = item;
        this._pages.set(Math.floor(moved / this.pageSize), page);
        this._stale.add(Math.floor(moved / this.pageSize));
      }
      this._locate();
    }
  }

  private _locate(): void {
    this._positions.clear();
    for (const [index, item] of this.loaded()) {
      this._positions.set(this._keyOf(item), index);
    }
  }

  /** Let go of a page. Only its own positions are looked at: there may be 100,000 others. */
  private _drop(page: number): void {
    this._pages.get(page)?.forEach(item => {
      const key = this._keyOf(item);
      if (Math.floor((this._positions.get(key) ?? -1) / this.pageSize) === page) {
        this._positions.delete(key);
      }
    });
    this._pages.delete(page);
  }

  private _keyOf(item: INodeSummary): string {
    return this.conditions === null ? item.key : JSON.stringify(item.path);
  }

  private _total: number | null = null;
  private _exact = true;
  private _deep = false;
  private _edition = 0;
  private readonly _pages = new Map<number, INodeSummary[]>();
  private readonly _positions = new Map<string, number>();
  private readonly _stale = new Set<number>();
  private readonly _failures = new Map<number, IFailure>();
}
