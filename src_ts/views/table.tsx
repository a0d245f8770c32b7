import type { DataGrid } from '@lumino/datagrid';
import { type FormEvent, type ReactElement, useState } from 'react';
import { exactCell } from '../models/columnformat';
import type { PreviewModel } from '../models/preview';
import type { TableModel } from '../models/table';
import { formatCount } from './format';
import { Grid, select } from './grid';
import { headerWords } from './gridmodel';
import { useModel, useSlow } from './hooks';
import type { IHost } from './host';
import { Problem } from './problem';
import { Sliders } from './sliders';
import { calmTime } from './times';
import { Toolbar } from './toolbar';

/** Props of the table. */
export interface ITableViewProps {
  model: PreviewModel;
  table: TableModel;
  host: IHost;
}

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
      <Grid
        // Other columns make another grid.
        key={table.columns.map(({ name }) => name).join(' ')}
        table={table}
        host={host}
        onGrid={setGrid}
        onCursor={setCursor}
      />
      <ReadableTable table={table} host={host} name={model.path[model.path.length - 1] ?? ''} />
      <Sliders model={model} host={host} />
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
            [
              rows === 0
                ? trans.__('no rows')
                : trans.__(
                    'rows %1 to %2 of %3, %4 columns',
                    formatCount(first),
                    formatCount(end - 1),
                    formatCount(rows),
                    formatCount(table.columns.length)
                  ),
              table.partial
            ]
              .filter(Boolean)
              .join(' · ')}
        </span>
      </div>
    </>
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
