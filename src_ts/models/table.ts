import { describeFailure, isCancelled } from '../core/failure';
import type { IColumn, IError, ITableResult } from '../core/protocol';
import { columnFormat, formatCell, type IColumnFormat } from './columnformat';
import { Model } from './model';

/** What a cell holds; `undefined` until it was loaded. */
export type Cell = ITableResult['cells'][number][number] | undefined;

const AT_ONCE = 2;
const MAX_BLOCKS = 120;

/** A table of which the rows around those on show are loaded. */
export abstract class TableModel extends Model {
  abstract get columns(): readonly IColumn[];

  /** Ask the kernel for some rows. */
  protected abstract read(start: number, stop: number, signal: AbortSignal): Promise<ITableResult>;

  /** How many rows there are; `null` until the first answer. */
  get rows(): number | null {
    return this._rows;
  }

  get error(): IError | null {
    return this._error;
  }

  get loading(): boolean {
    return this._inFlight.size > 0;
  }

  /** Which part there is of the table, in words, where it is not all. */
  get partial(): string {
    return this._partial;
  }

  cell(row: number, column: number): Cell {
    const block = this._blocks.get(Math.floor(row / this._blockRows));
    return block?.[column]?.[row % this._blockRows];
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
    this._pump();
    this.notify();
  }

  override dispose(): void {
    this._inFlight.forEach(request => request.abort());
    super.dispose();
  }

  private _pump(): void {
    const end = Math.min(this._view[1], this._rows ?? this._view[1]);
    const last = Math.floor(Math.max(0, end - 1) / this._blockRows);
    for (let block = Math.floor(this._view[0] / this._blockRows); block <= last; block++) {
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
  private _formats: IColumnFormat[] = [];
  private _rows: number | null = null;
  private _view: readonly [number, number] = [0, 0];
  private _partial = '';
  private _error: IError | null = null;
}
