// The preview loads this module, and so the data grid, when there is a table to show.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { DataModel } from '@lumino/datagrid';
import type { IArrangement } from '../../models/preview/roworder';
import { exactCell } from '../../models/preview/columnformat';
import type { TableModel } from '../../models/preview/table';
import type { ITranslator } from '../parts/host';
import { headerWords } from './columnwords';

/** A table as the data grid asks for it. */
export class GridModel extends DataModel {
  constructor(
    private readonly _table: TableModel,
    private readonly _trans: ITranslator
  ) {
    super();
    this._rows = _table.rows ?? 0;
    this._arrangement = _table.arrangement;
    _table.changed.connect(this._onChanged, this);
  }

  dispose(): void {
    this._table.changed.disconnect(this._onChanged, this);
  }

  rowCount(region: DataModel.RowRegion): number {
    return region === 'body' ? this._rows : 1;
  }

  columnCount(region: DataModel.ColumnRegion): number {
    return region === 'body' ? this._table.columns.length : 1;
  }

  data(region: DataModel.CellRegion, row: number, column: number): unknown {
    switch (region) {
      case 'body':
        // What is copied is exact, and empty where nothing is.
        return this._table.cell(row, column) ?? '';
      case 'column-header':
        return `${headerWords(this._table.columns[column], this._trans)}${this._arrow(column)}`;
      case 'row-header':
        return this._table.rowAt(row);
      default:
        return '';
    }
  }

  override metadata(region: DataModel.CellRegion, row: number, column: number): DataModel.Metadata {
    if (region !== 'body' && region !== 'column-header') {
      return {};
    }
    const { align } = this._table.columns[column];
    return region === 'body'
      ? {
          align,
          missing: (this._table.cell(row, column) ?? null) === null,
          words: this._table.words(row, column)
        }
      : { align };
  }

  private _arrow(column: number): string {
    const { sort } = this._table.arrangement;
    const sorted = sort?.column === this._table.columns[column].name;
    return sorted ? (sort.descending ? ' ▼' : ' ▲') : '';
  }

  private _onChanged(): void {
    const rows = this._table.rows ?? 0;
    if (rows !== this._rows) {
      this._rows = rows;
      this.emitChanged({ type: 'model-reset' });
      return;
    }
    const [first, last] = this._table.view;
    if (this._table.arrangement !== this._arrangement) {
      this._arrangement = this._table.arrangement;
      this.emitChanged({ type: 'model-reset' });
      return;
    }
    this.emitChanged({
      type: 'cells-changed',
      region: 'body',
      row: first,
      column: 0,
      rowSpan: Math.max(1, Math.min(last, rows) - first),
      columnSpan: this._table.columns.length
    });
  }

  private _arrangement: IArrangement;
  private _rows: number;
}

/** What a place of the grid holds, with nothing left out; nothing where the grid says it all. */
export function placeWords(
  table: TableModel,
  trans: ITranslator,
  region: string,
  row: number,
  column: number
): string {
  const described = table.columns[column];
  if (!described || (region !== 'body' && region !== 'column-header')) {
    return '';
  }
  return region === 'body'
    ? exactCell(table.cell(row, column))
    : `${headerWords(described, trans)}\n${described.dtype}`;
}
