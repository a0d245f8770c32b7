// The preview loads this module, and so the data grid, when there is a table to show.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import {
  BasicKeyHandler,
  BasicMouseHandler,
  BasicSelectionModel,
  DataGrid
} from '@lumino/datagrid';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import { type FormEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import { exactCell } from '../models/columnformat';
import type { IColumn } from '../core/protocol';
import type { PreviewModel } from '../models/preview';
import type { TableModel } from '../models/table';
import { formatCount } from './format';
import { GridModel, headerWords, placeWords } from './gridmodel';
import { gridStyle, renderers } from './gridstyle';
import { useModel, useSize, useSlow, useTheme } from './hooks';
import type { IHost } from './host';
import { Problem } from './problem';
import { calmTime } from './times';
import { Toolbar } from './toolbar';

/** Props of the table. */
export interface ITableViewProps {
  model: PreviewModel;
  table: TableModel;
  host: IHost;
}

const ROW = 24;
// What a screen reader reads in one go.
const READ_COLUMNS = 60;

/** Rows and columns, of which those in view are loaded. */
export function TableView({ model, table, host }: ITableViewProps): ReactElement {
  useModel(table);
  const { trans } = host;
  const slow = useSlow(table.loading);
  const { rows } = table;
  const [grid, setGrid] = useState<DataGrid | null>(null);
  const [cursor, setCursor] = useState<{ row: number; column: number } | null>(null);
  const [first, last] = table.view;
  const end = Math.min(last, rows ?? 0);

  const go = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const wanted = Number(new FormData(event.currentTarget).get('row'));
    if (grid && rows && Number.isFinite(wanted)) {
      const row = Math.max(0, Math.min(rows - 1, Math.round(wanted)));
      select(grid, row, 0);
      grid.scrollToCell(row, 0);
    }
  };

  return (
    <>
      <Toolbar model={model} host={host}>
        <form className="tjl-Choice" onSubmit={go}>
          <label className="tjl-Choice">
            <span>{trans.__('Go to row')}</span>
            <input
              name="row"
              type="number"
              min={0}
              max={Math.max(0, (rows ?? 1) - 1)}
              step={1}
              placeholder={rows ? `0 – ${formatCount(rows - 1)}` : undefined}
            />
          </label>
        </form>
      </Toolbar>
      <div className="tjl-Bar" data-on={slow} />
      {table.error && <Problem error={table.error} host={host} onRetry={() => table.reload()} />}
      <Grid table={table} host={host} onGrid={setGrid} onCursor={setCursor} />
      <ReadableTable table={table} host={host} name={model.path[model.path.length - 1] ?? ''} />
      <div className="tjl-Footer">
        <span className="tjl-Footer-value" role="status">
          {cursor && (
            <>
              <span>
                {trans.__('row')} <b>{formatCount(cursor.row)}</b>
              </span>
              <span>
                {table.columns[cursor.column]?.name}{' '}
                <b>{calmTime(exactCell(table.cell(cursor.row, cursor.column)))}</b>{' '}
                {table.columns[cursor.column]?.unit}
              </span>
              <span>{table.columns[cursor.column]?.dtype}</span>
            </>
          )}
        </span>
        <span className="tjl-Footer-resolution">
          {rows !== null &&
            (rows === 0
              ? trans.__('no rows')
              : trans.__(
                  'rows %1 to %2 of %3, %4 columns',
                  formatCount(first),
                  formatCount(end - 1),
                  formatCount(rows),
                  formatCount(table.columns.length)
                ))}
        </span>
      </div>
    </>
  );
}

interface IGridProps {
  table: TableModel;
  host: IHost;
  onGrid: (grid: DataGrid | null) => void;
  onCursor: (cursor: { row: number; column: number } | null) => void;
}

/** The data grid: a canvas, which draws millions of rows but tells a screen reader nothing. */
function Grid({ table, host, onGrid, onCursor }: IGridProps): ReactElement {
  const pane = useRef<HTMLDivElement>(null);
  const grid = useRef<DataGrid | null>(null);
  const size = useSize(pane);
  const theme = useTheme();

  useEffect(() => {
    const element = pane.current;
    if (!element) {
      return;
    }
    const data = new GridModel(table);
    const selection = new BasicSelectionModel({ dataModel: data });
    const created = new DataGrid({
      defaultSizes: { rowHeight: ROW, columnWidth: 110, rowHeaderWidth: 72, columnHeaderHeight: 26 }
    });
    created.dataModel = data;
    created.selectionModel = selection;
    created.keyHandler = new BasicKeyHandler();
    created.mouseHandler = new BasicMouseHandler();
    table.columns.forEach((column, index) => {
      created.resizeColumn('body', index, widthOf(column));
    });
    selection.changed.connect(() => {
      const { cursorRow: row, cursorColumn: column } = selection;
      onCursor(row >= 0 && column >= 0 ? { row, column } : null);
    });
    Widget.attach(created, element);
    grid.current = created;
    onGrid(created);

    // The grid says nothing when it scrolls, so what is in view is looked up as it is drawn.
    let frame = 0;
    const watch = () => {
      const body = created.currentViewport;
      const rows = Math.ceil(created.pageHeight / ROW);
      table.show(Math.max(0, body?.firstRow ?? 0), (body?.lastRow ?? rows) + 1);
      frame = requestAnimationFrame(watch);
    };
    watch();

    // The canvas has no element for each cell, so the pane has the words of that under the pointer.
    const onMouseMove = ({ clientX, clientY }: MouseEvent) => {
      const { region, row, column } = created.hitTest(clientX, clientY);
      element.title = placeWords(table, region, row, column);
    };
    element.addEventListener('mousemove', onMouseMove);

    // At its ends the wheel belongs to the page around.
    const onWheel = (event: WheelEvent) => {
      const { scrollY, maxScrollY } = created;
      const stuck = event.deltaY < 0 ? scrollY <= 0 : scrollY >= maxScrollY;
      if (stuck && !event.deltaX) {
        event.stopPropagation();
      }
    };
    element.addEventListener('wheel', onWheel, { capture: true, passive: true });
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener('mousemove', onMouseMove);
      element.removeEventListener('wheel', onWheel, { capture: true });
      onGrid(null);
      grid.current = null;
      created.dispose();
      data.dispose();
    };
  }, [table, onGrid, onCursor]);

  useEffect(() => {
    if (grid.current && pane.current) {
      const element = pane.current;
      const colour = (variable: string) => theme(element, variable);
      grid.current.style = gridStyle(colour);
      grid.current.cellRenderers.update(renderers(colour));
    }
  }, [table, theme]);
  useEffect(() => {
    if (grid.current) {
      MessageLoop.sendMessage(grid.current, Widget.ResizeMessage.UnknownSize);
    }
  }, [size]);

  return (
    <div
      ref={pane}
      className="tjl-Grid"
      role="group"
      tabIndex={0}
      aria-label={host.trans.__('Cells. Arrows move from cell to cell')}
      onFocus={event => {
        if (event.target === event.currentTarget && grid.current) {
          const { selectionModel, rowCount } = gridState(grid.current);
          if (selectionModel?.isEmpty && rowCount > 0) {
            select(grid.current, grid.current.currentViewport?.firstRow ?? 0, 0);
          }
        }
      }}
      onKeyDown={event => {
        if (event.target === event.currentTarget && grid.current && event.key !== 'Tab') {
          grid.current.keyHandler?.onKeyDown(grid.current, event.nativeEvent);
        }
        if (event.key !== 'Tab') {
          event.stopPropagation();
        }
      }}
    />
  );
}

/** The rows in view as a table that is read, not seen. */
function ReadableTable({
  table,
  host,
  name
}: {
  table: TableModel;
  host: IHost;
  name: string;
}): ReactElement {
  const [first, last] = table.view;
  const end = Math.min(last, table.rows ?? 0);
  const columns = table.columns.slice(0, READ_COLUMNS);
  const rows = Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i);
  return (
    <table
      className="tjl-Hidden"
      aria-rowcount={(table.rows ?? 0) + 1}
      aria-colcount={table.columns.length + 1}
    >
      <caption>{host.trans.__('%1, the rows in view', name)}</caption>
      <thead>
        <tr aria-rowindex={1}>
          <th scope="col">{host.trans.__('row')}</th>
          {columns.map(column => (
            <th key={column.name} scope="col">
              {headerWords(column)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={row} aria-rowindex={row + 2}>
            <th scope="row">{row}</th>
            {columns.map((column, index) => (
              <td key={column.name}>{table.words(row, index)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function gridState(grid: DataGrid): {
  selectionModel: DataGrid['selectionModel'];
  rowCount: number;
} {
  return { selectionModel: grid.selectionModel, rowCount: grid.rowCount('body') };
}

function select(grid: DataGrid, row: number, column: number): void {
  grid.selectionModel?.select({
    r1: row,
    c1: column,
    r2: row,
    c2: column,
    cursorRow: row,
    cursorColumn: column,
    clear: 'all'
  });
}

/** Room for the name, and for what such a column usually holds. */
function widthOf(column: IColumn): number {
  const { dtype, align } = column;
  // Numbers to the left are several in a cell.
  const several = align === 'left' && /int|float/.test(dtype);
  const typical = /datetime|timestamp/.test(dtype)
    ? 204
    : /str|object|cat|int64|decimal|list|struct/.test(dtype) || several
      ? 146
      : 110;
  return Math.max(typical, Math.min(280, 9 * headerWords(column).length + 24));
}
