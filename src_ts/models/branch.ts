import type { ICondition, IError, INodePage, INodeSummary } from '../core/protocol';

/** How many children are asked for at once. */
export const PAGE = 200;

/** Whether what was shown is not there any more, or not for us, rather than out of reach. */
export function isGone({ code }: IError): boolean {
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
    readonly conditions: readonly ICondition[] | null = null
  ) {}

  /** How many children there are; `null` until the first answer. */
  get total(): number | null {
    return this._total;
  }

  /** Whether the server counted, rather than guessed. */
  get exact(): boolean {
    return this._exact;
  }

  /** Why there is nothing to show. */
  error: IError | null = null;

  /** The child at a position, if it was loaded. */
  at(index: number): INodeSummary | undefined {
    return this._pages.get(Math.floor(index / PAGE))?.[index % PAGE];
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
        yield [page * PAGE + i, items[i]];
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
  failureAt(index: number): IError | undefined {
    return this._failures.get(Math.floor(index / PAGE));
  }

  /** Take in a page. */
  put(page: number, { items, total, exact }: INodePage): void {
    const end = page * PAGE + items.length;
    this._exact = exact;
    if (items.length < PAGE) {
      // A short page is the last one, whatever the server guessed.
      this._total = items.length || page === 0 ? end : Math.min(total, page * PAGE);
      this._exact = true;
    } else {
      this._total = exact ? total : Math.max(total, end + 1);
    }
    this._drop(page);
    this._pages.set(page, items);
    items.forEach((item, i) => this._positions.set(this._keyOf(item), page * PAGE + i));
    this._stale.delete(page);
    this._failures.delete(page);
    this.error = null;
    for (const known of [...this._pages.keys()]) {
      if (known * PAGE >= this._total && known > 0) {
        this._drop(known);
      }
    }
  }

  /** Remember that a page could not be read. What was there before stays. */
  fail(page: number, error: IError): void {
    if (this._total === null || isGone(error)) {
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

  /** Let go of a page. Only its own positions are looked at: there may be 100,000 others. */
  private _drop(page: number): void {
    for (const item of this._pages.get(page) ?? []) {
      const key = this._keyOf(item);
      if (Math.floor((this._positions.get(key) ?? -1) / PAGE) === page) {
        this._positions.delete(key);
      }
    }
    this._pages.delete(page);
  }

  private _keyOf(item: INodeSummary): string {
    return this.conditions === null ? item.key : JSON.stringify(item.path);
  }

  private _total: number | null = null;
  private _exact = true;
  private readonly _pages = new Map<number, INodeSummary[]>();
  private readonly _positions = new Map<string, number>();
  private readonly _stale = new Set<number>();
  private readonly _failures = new Map<number, IError>();
}
