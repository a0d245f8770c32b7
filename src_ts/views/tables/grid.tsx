// The preview loads this module, and so the data grid, when there is a table to show.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import {
  BasicKeyHandler,
  BasicMouseHandler,
  BasicSelectionModel,
  type DataGrid
} from '@lumino/datagrid';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import { type ReactElement, useEffect, useLayoutEffect, useRef } from 'react';
import type { IColumn } from '../../core/protocol';
import type { TableModel } from '../../models/preview/table';
import { headerWords } from './columnwords';
import { GridModel, placeWords } from './gridmodel';
import { gridStyle, renderers } from './gridstyle';
import { useSize, useTheme } from '../parts/hooks';
import type { IHost, ITranslator } from '../parts/host';
import { QuickGrid } from './quickgrid';

const ROW = 24;
// In pixels.
const WIDER: Partial<Record<string, number>> = { ArrowLeft: -10, ArrowRight: 10 };
const NARROWEST = 30;

/** Props of the grid. */
export interface IGridProps {
  table: TableModel;
  host: IHost;
  onGrid: (grid: DataGrid | null) => void;
  onCursor: (cursor: { row: number; column: number } | null) => void;
  /** A key has made a column so many pixels wide. */
  onWidth: (width: number) => void;
  /** The name of a column was clicked twice: a click alone selects it. */
  onHeader: (column: string) => void;
}

/** The data grid: a canvas, which draws millions of rows but tells a screen reader nothing. */
export function Grid({
  table,
  host,
  onGrid,
  onCursor,
  onWidth,
  onHeader
}: IGridProps): ReactElement {
  const pane = useRef<HTMLDivElement>(null);
  const grid = useRef<DataGrid | null>(null);
  const size = useSize(pane);
  const theme = useTheme();
  const header = useRef(onHeader);
  header.current = onHeader;

  // A grid has to be detached while its element is still in the page.
  useLayoutEffect(() => {
    const element = pane.current;
    if (!element) {
      return;
    }
    const data = new GridModel(table, host.trans);
    const selection = new BasicSelectionModel({ dataModel: data });
    const created = new QuickGrid({
      defaultSizes: { rowHeight: ROW, columnWidth: 110, rowHeaderWidth: 72, columnHeaderHeight: 26 }
    });
    created.dataModel = data;
    created.selectionModel = selection;
    created.keyHandler = new BasicKeyHandler();
    created.mouseHandler = new BasicMouseHandler();
    table.columns.forEach((column, index) => {
      created.resizeColumn('body', index, widthOf(column, host.trans));
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
      element.title = placeWords(table, host.trans, region, row, column);
    };
    element.addEventListener('mousemove', onMouseMove);

    const onDoubleClick = ({ clientX, clientY }: MouseEvent) => {
      const { region, column } = created.hitTest(clientX, clientY);
      const named = table.columns[column];
      if (region === 'column-header' && named) {
        header.current(named.name);
      }
    };
    element.addEventListener('dblclick', onDoubleClick);

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
      element.removeEventListener('dblclick', onDoubleClick);
      element.removeEventListener('wheel', onWheel, { capture: true });
      onGrid(null);
      grid.current = null;
      created.dispose();
      data.dispose();
    };
  }, [table, host, onGrid, onCursor]);

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
      aria-label={host.trans.__(
        'Cells. Arrows move from cell to cell; with Alt, left and right set the width of the column'
      )}
      aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight"
      onFocus={event => {
        if (event.target === event.currentTarget && grid.current) {
          const { selectionModel, rowCount } = gridState(grid.current);
          if (selectionModel?.isEmpty && rowCount > 0) {
            select(grid.current, grid.current.currentViewport?.firstRow ?? 0, 0);
          }
        }
      }}
      onKeyDown={event => {
        const wider = event.altKey ? WIDER[event.key] : undefined;
        const cursor = grid.current?.selectionModel?.cursorColumn ?? -1;
        if (wider && grid.current && cursor >= 0) {
          const width = grid.current.columnSize('body', cursor) + wider;
          grid.current.resizeColumn('body', cursor, Math.max(NARROWEST, width));
          onWidth(grid.current.columnSize('body', cursor));
          // The web browser would go to another page.
          event.preventDefault();
        } else if (event.target === event.currentTarget && grid.current && event.key !== 'Tab') {
          grid.current.keyHandler?.onKeyDown(grid.current, event.nativeEvent);
        }
        if (event.key !== 'Tab') {
          event.stopPropagation();
        }
      }}
    />
  );
}

/** Put the cursor of a grid on a cell. */
export function select(grid: DataGrid, row: number, column: number): void {
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

function gridState(grid: DataGrid): {
  selectionModel: DataGrid['selectionModel'];
  rowCount: number;
} {
  return { selectionModel: grid.selectionModel, rowCount: grid.rowCount('body') };
}

/** Room for the name, and for what such a column usually holds. */
function widthOf(column: IColumn, trans: ITranslator): number {
  const { dtype, align } = column;
  // Numbers to the left are several in a cell.
  const several = align === 'left' && /int|float/.test(dtype);
  const typical = /datetime|timestamp/.test(dtype)
    ? 204
    : several
      ? 226
      : /str|object|cat|int64|decimal|list|struct/.test(dtype)
        ? 146
        : 110;
  return Math.max(typical, Math.min(280, 9 * headerWords(column, trans).length + 24));
}
