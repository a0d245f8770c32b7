import { type IFailure, describeFailure, isCancelled } from '../../core/failure';
import type { IColumn, ITableResult, IWords } from '../../core/protocol';
import { arrange, AS_THEY_COME, type IArrangement, isArranged } from './roworder';
import { columnFormat, formatCell, type IColumnFormat } from './columnformat';
import { Model } from '../state/model';

/** What a cell holds; `undefined` until it was loaded. */
export type Cell = ITableResult['cells'][number][number] | undefined;

const AT_ONCE = 2;
const MAX_BLOCKS = 120;
const MORE_BLOCKS = 10;

/** A table of which the rows around those on show are loaded. */
export abstract class TableModel extends Model {
  abstract get columns(): readonly IColumn[];

  /** Ask the kernel for some rows. */
  protected abstract read(start: number, stop: number, signal: AbortSignal): Promise<ITableResult>;

  /** How many rows there are to show; `null` until the first answer. */
  get rows(): number | null {
    return this._order?.length ?? this._rows;
  }

  /** How many rows there are in all, loaded and fitting or not; `null` until the first answer. */
  get total(): number | null {
    return this._rows;
  }

  get error(): IFailure | null {
    return this._error;
  }

  get loading(): boolean {
    return this._inFlight.size > 0;
  }

  /** Which part there is of the table, in words, where it is not all. */
  get partial(): IWords | null {
    return this._partial;
  }

  /** The number of the row at a place, which is another one where rows are arranged. */
  rowAt(place: number): number {
    return this._order?.[place] ?? place;
  }

  /** What the row at a place holds in a column. */
  cell(place: number, column: number): Cell {
    return this._read(this.rowAt(place), column);
  }

  /** The loaded rows, from the first on. */
  get loaded(): number[] {
    return [...this._blocks]
      .sort(([a], [b]) => a - b)
      .flatMap(([block, cells]) => (cells[0] ?? []).map((_, i) => block * this._blockRows + i));
  }

  /** In which order the loaded rows are, and which of them; all rows as they come without it. */
  get arrangement(): IArrangement {
    return this._arrangement;
  }

  /** Arrange what is loaded: for more than that, the server would have to read the whole table. */
  set arrangement(arrangement: IArrangement) {
    this._arrangement = arrangement;
    this._arrange();
    this._pump();
    this.notify();
  }

  /** Whether there are rows that can be loaded and are not. */
  get canLoadMore(): boolean {
    return (
      this._blocks.size < MAX_BLOCKS &&
      this._blocks.size * this._blockRows < (this._rows ?? 0) &&
      !this._wanted
    );
  }

  /** Load further rows after those that are loaded, to arrange them too. */
  loadMore(): void {
    const last = Math.max(-1, ...this._blocks.keys());
    this._wanted = { first: 0, last: Math.min(MAX_BLOCKS - 1, last + MORE_BLOCKS) };
    this._pump();
    this.notify();
  }

  /** How many of the loaded cells of a column hold nothing. */
  missing(column: number): { missing: number; loaded: number } {
    const cells = [...this._blocks.values()].flatMap(block => block[column] ?? []);
    return { missing: cells.filter(cell => cell === null).length, loaded: cells.length };
  }

  /** A cell as it is written; shorter than it is where it is a long number. */
  words(row: number, column: number): string {
    return formatCell(this.cell(row, column), this.columns[column], this._formats[column]);
  }

  /** The rows in view: from and up to, not including. */
  get view(): readonly [number, number] {
    return this._view;
  }

  /** Say which rows are in view, so that they are loaded. */
  show(first: number, last: number): void {
    if (first !== this._view[0] || last !== this._view[1]) {
      this._view = [first, last];
      this._pump();
      this.notify();
    }
  }

  /** Ask for everything on show anew. */
  reload(): void {
    this._inFlight.forEach(request => request.abort());
    this._inFlight.clear();
    this._blocks.clear();
    this._formats = [];
    this._error = null;
    this._wanted = null;
    this._order = null;
    this._arrangement = AS_THEY_COME;
    this._pump();
    this.notify();
  }

  override dispose(): void {
    this._inFlight.forEach(request => request.abort());
    super.dispose();
  }

  private _pump(): void {
    const { first, last } = this._needed();
    for (let block = first; block <= last; block++) {
      if (this._inFlight.size >= AT_ONCE || this._error) {
        return;
      }
      if (!this._blocks.has(block) && !this._inFlight.has(block)) {
        const request = new AbortController();
        this._inFlight.set(block, request);
        void this._load(block, request);
      }
    }
  }

  /** The blocks to load: those in view, or those that are to be arranged. */
  private _needed(): { first: number; last: number } {
    const block = (row: number) => Math.floor(Math.max(0, row) / this._blockRows);
    if (this._wanted) {
      const { first, last } = this._wanted;
      const end = Math.min(last, block((this._rows ?? 1) - 1));
      if ([...this._blocks.keys()].filter(key => key <= end).length > end) {
        this._wanted = null;
      }
      return { first, last: end };
    }
    if (this._order) {
      return { first: 0, last: -1 };
    }
    const end = Math.min(this._view[1], this._rows ?? this._view[1]);
    return { first: block(this._view[0]), last: block(end - 1) };
  }

  private _read(row: number, column: number): Cell {
    const block = this._blocks.get(Math.floor(row / this._blockRows));
    return block?.[column]?.[row % this._blockRows];
  }

  private _arrange(): void {
    this._order = isArranged(this._arrangement)
      ? arrange(this._arrangement, this.loaded, this.columns, (row, column) =>
          this._read(row, column)
        )
      : null;
  }

  private async _load(block: number, request: AbortController): Promise<void> {
    const start = block * this._blockRows;
    try {
      const result = await this.read(start, start + this._blockRows, request.signal);
      if (this._inFlight.get(block) !== request) {
        return;
      }
      this._rows = result.rows;
      this._partial = result.partial;
      this._blocks.set(block, result.cells);
      this._chooseFormats(result.cells);
      this._evict();
      this._arrange();
    } catch (reason) {
      if (this._inFlight.get(block) !== request || isCancelled(reason)) {
        return;
      }
      this._error = describeFailure(reason);
    }
    this._inFlight.delete(block);
    this._pump();
    this.notify();
  }

  /** The rows that come first decide, so that nothing is written otherwise later on. */
  private _chooseFormats(cells: ITableResult['cells']): void {
    if (!this._formats.length && cells[0]?.length) {
      this._formats = cells.map(columnFormat);
    }
  }

  /** Let go of what was loaded first. */
  private _evict(): void {
    for (const block of this._blocks.keys()) {
      if (this._blocks.size <= MAX_BLOCKS) {
        return;
      }
      this._blocks.delete(block);
    }
  }

  /** Wide tables come in fewer rows at once, so that no answer is large. */
  private get _blockRows(): number {
    return Math.max(20, Math.min(200, Math.floor(20000 / this.columns.length)));
  }

  private readonly _blocks = new Map<number, ITableResult['cells']>();
  private readonly _inFlight = new Map<number, AbortController>();
  private _arrangement: IArrangement = AS_THEY_COME;
  private _order: number[] | null = null;
  private _wanted: { first: number; last: number } | null = null;
  private _formats: IColumnFormat[] = [];
  private _rows: number | null = null;
  private _view: readonly [number, number] = [0, 0];
  private _partial: IWords | null = null;
  private _error: IFailure | null = null;
}
