import type { DataGrid } from '@lumino/datagrid';
import { type FormEvent, type ReactElement, useEffect, useState } from 'react';
import { nameWords, say } from '../../core/words';
import { isArranged } from '../../models/preview/roworder';
import { exactCell } from '../../models/preview/columnformat';
import type { PreviewModel } from '../../models/preview/preview';
import { RecordsModel } from '../../models/preview/records';
import type { TableModel } from '../../models/preview/table';
import { formatCount } from '../parts/format';
import { Arranged } from './arranged';
import { ColumnsPanel } from './columnspanel';
import { headerWords } from './columnwords';
import { titleOf } from '../plots/figure';
import { Grid, select } from './grid';
import { useModel, useSlow } from '../parts/hooks';
import type { IHost, ITranslator } from '../parts/host';
import { Menu } from '../parts/menu';
import { Problem } from '../parts/problem';
import { noteWords } from '../parts/quantity';
import { csvText, savingItems } from '../parts/saving';
import { Sliders } from '../parts/sliders';
import { dtypeWords } from '../parts/summarywords';
import { calmTime } from '../parts/times';
import { Toolbar } from '../parts/toolbar';

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
  const [width, setWidth] = useState<number | null>(null);
  useEffect(() => setWidth(null), [cursor]);
  const named = cursor ? table.columns[cursor.column] : undefined;
  const [choosing, setChoosing] = useState(false);
  const [first, last] = table.view;
  const end = Math.min(last, rows ?? 0);
  const sortBy = (column: string) => {
    const { sort } = table.arrangement;
    const again = sort?.column === column;
    table.arrangement = {
      ...table.arrangement,
      sort: again && sort.descending ? null : { column, descending: again }
    };
  };

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
        <Filter key={table.arrangement.filter} table={table} host={host} />
        <button
          type="button"
          className="tjl-Button"
          aria-expanded={choosing}
          onClick={() => setChoosing(!choosing)}
        >
          {trans.__('Columns')}
        </button>
        <Menu
          label={trans.__('More')}
          icon="more"
          items={savingItems(host, {
            name: titleOf(model, trans),
            csv: () => tableCsv(model, table, rangeWords(table, host), trans)
          })}
        />
      </Toolbar>
      <div className="tjl-Bar" data-on={slow} />
      {table.error && <Problem error={table.error} host={host} onRetry={() => table.reload()} />}
      <Arranged table={table} host={host} />
      <div className="tjl-Table">
        <Grid
          // Other columns make another grid.
          key={table.columns.map(({ name }) => name).join(' ')}
          table={table}
          host={host}
          onGrid={setGrid}
          onCursor={setCursor}
          onWidth={setWidth}
          onHeader={sortBy}
        />
        {choosing && (
          <ColumnsPanel
            table={table}
            records={table instanceof RecordsModel ? table : null}
            host={host}
            onSort={sortBy}
          />
        )}
      </div>
      <ReadableTable table={table} host={host} name={model.path[model.path.length - 1] ?? ''} />
      <Sliders model={model} host={host} />
      <div className="tjl-Footer">
        <span className="tjl-Footer-value" role="status">
          {cursor && (
            <>
              <span>
                {trans.__('row')} <b>{formatCount(table.rowAt(cursor.row))}</b>
              </span>
              <span>
                {named && nameWords(named, trans)}{' '}
                <b>{calmTime(exactCell(table.cell(cursor.row, cursor.column)))}</b> {named?.unit}
              </span>
              <span>{dtypeWords(named?.dtype ?? '', trans)}</span>
              {width !== null && (
                <span>
                  {trans._n('%2 pixel wide', '%2 pixels wide', width, formatCount(width))}
                </span>
              )}
            </>
          )}
        </span>
        <span className="tjl-Footer-resolution">
          {rows !== null &&
            [
              rows === 0
                ? trans.__('no rows')
                : isArranged(table.arrangement)
                  ? trans._n('%1 row', '%2 rows', rows, formatCount(rows))
                  : trans.__(
                      'rows %1 to %2 of %3',
                      formatCount(first),
                      formatCount(end - 1),
                      formatCount(rows)
                    ),
              columnsWords(table, host),
              ...(model.kind === 'matrix' ? [model.x, model.y] : []).map(axis =>
                noteWords(model.dimensions[axis], trans)
              ),
              say(table.partial, trans)
            ]
              .filter(Boolean)
              .join(' · ')}
        </span>
      </div>
    </>
  );
}

/** A field for what rows have to hold. */
function Filter({ table, host }: { table: TableModel; host: IHost }): ReactElement {
  const { trans } = host;
  const [text, setText] = useState(table.arrangement.filter);
  return (
    <form
      className="tjl-Choice"
      onSubmit={event => {
        event.preventDefault();
        table.arrangement = { ...table.arrangement, filter: text };
      }}
    >
      <input
        type="search"
        aria-label={trans.__('Filter the loaded rows')}
        title={trans.__('A text, or a condition such as energy > 9000; then Enter')}
        placeholder={trans.__('Filter')}
        value={text}
        onChange={event => {
          setText(event.target.value);
          if (event.target.value === '') {
            table.arrangement = { ...table.arrangement, filter: '' };
          }
        }}
      />
    </form>
  );
}

function columnsWords(table: TableModel, { trans }: IHost): string {
  const shown = table.columns.length;
  const all = table instanceof RecordsModel ? table.all.length : shown;
  return shown < all
    ? trans.__('%1 of %2 columns', formatCount(shown), formatCount(all))
    : trans._n('%1 column', '%2 columns', shown, formatCount(shown));
}

/** Which rows a file holds, in words. */
function rangeWords(table: TableModel, { trans }: IHost): string {
  const loaded = table.loaded.length;
  return trans.__(
    '%1 of %2 rows: those that were loaded%3',
    formatCount(isArranged(table.arrangement) ? (table.rows ?? 0) : loaded),
    formatCount(table.total ?? 0),
    isArranged(table.arrangement) ? trans.__(', as they were sorted and filtered') : ''
  );
}

function tableCsv(
  model: PreviewModel,
  table: TableModel,
  what: string,
  trans: ITranslator
): string | null {
  const arranged = isArranged(table.arrangement);
  const places = arranged ? Array.from({ length: table.rows ?? 0 }, (_, at) => at) : table.loaded;
  const head = ['row', ...table.columns.map(({ name }) => name)];
  const rows = places.map(place => [
    table.rowAt(place),
    ...table.columns.map((_, column) => table.cell(place, column))
  ]);
  return csvText([titleOf(model, trans), what, say(table.partial, trans)], [head, ...rows]);
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
              {headerWords(column, host.trans)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={row} aria-rowindex={row + 2}>
            <th scope="row">{table.rowAt(row)}</th>
            {columns.map((column, index) => (
              <td key={column.name}>{table.words(row, index)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
