import { type ReactElement, useMemo, useState } from 'react';
import type { IColumn } from '../../core/protocol';
import { nameWords } from '../../core/words';
import { MOST_SHOWN, type RecordsModel } from '../../models/preview/records';
import type { TableModel } from '../../models/preview/table';
import { headerWords } from './columnwords';
import { formatCount } from '../parts/format';
import type { IHost } from '../parts/host';
import { dtypeWords } from '../parts/summarywords';

/** Props of the columns. */
export interface IColumnsPanelProps {
  table: TableModel;
  /** The table where its columns can be chosen. */
  records: RecordsModel | null;
  host: IHost;
  onSort: (column: string) => void;
}

// More names than these are not looked through but searched.
const LISTED = 200;

/** The columns of a table: which are shown, what they are, and by which the rows are sorted. */
export function ColumnsPanel(props: IColumnsPanelProps): ReactElement {
  const { table, records, host, onSort } = props;
  const { trans } = host;
  const [text, setText] = useState('');
  const all = records?.all ?? table.columns;
  const wanted = text.trim().toLowerCase();
  const found = useMemo(
    () => all.filter(({ name }) => name.toLowerCase().includes(wanted)),
    [all, wanted]
  );
  const places = new Map(table.columns.map(({ name }, index) => [name, index]));
  return (
    <section className="tjl-ColumnsPanel" aria-label={trans.__('Columns')}>
      <input
        type="search"
        aria-label={trans.__('Search the columns')}
        placeholder={trans.__('Search the columns')}
        value={text}
        onChange={event => setText(event.target.value)}
      />
      {records && (
        <div className="tjl-Buttons">
          <button
            type="button"
            className="tjl-Button"
            disabled={!found.length}
            onClick={() => {
              records.settings = {
                columns: found.slice(0, MOST_SHOWN).map(({ name }) => name)
              };
            }}
          >
            {wanted ? trans.__('Show only these') : trans.__('Show all')}
          </button>
        </div>
      )}
      <ul>
        {found.slice(0, LISTED).map(column => (
          <ColumnRow
            key={column.name}
            column={column}
            place={places.get(column.name)}
            table={table}
            records={records}
            host={host}
            onSort={onSort}
          />
        ))}
      </ul>
      <p className="tjl-Details-note" role="status">
        {found.length > LISTED
          ? trans.__('%1 more: search for them', formatCount(found.length - LISTED))
          : found.length === 0
            ? trans.__('No column has this in its name.')
            : ''}
      </p>
    </section>
  );
}

interface IColumnRowProps extends IColumnsPanelProps {
  column: IColumn;
  /** Where it stands in the table; undefined while it is not shown. */
  place: number | undefined;
}

function ColumnRow({ column, place, table, records, host, onSort }: IColumnRowProps): ReactElement {
  const { trans } = host;
  const { sort } = table.arrangement;
  const sorted = sort?.column === column.name;
  const shown = place !== undefined;
  const { missing, loaded } = shown ? table.missing(place) : { missing: 0, loaded: 0 };
  const words = headerWords(column, trans);
  return (
    <li>
      <label title={words}>
        {records && (
          <input type="checkbox" checked={shown} onChange={() => records.toggle(column.name)} />
        )}
        <span>{words}</span>
      </label>
      {shown && (
        <button
          type="button"
          className="tjl-IconButton"
          aria-label={trans.__('Sort by %1', nameWords(column, trans))}
          aria-pressed={sorted}
          title={trans.__('Sort by %1', nameWords(column, trans))}
          onClick={() => onSort(column.name)}
        >
          {sorted ? (sort.descending ? '▼' : '▲') : '↕'}
        </button>
      )}
      <small>
        {[
          dtypeWords(column.dtype, trans),
          loaded > 0 &&
            (missing
              ? trans.__('%1 of %2 loaded are missing', formatCount(missing), formatCount(loaded))
              : trans.__('none missing of %1 loaded', formatCount(loaded)))
        ]
          .filter(Boolean)
          .join(' · ')}
      </small>
    </li>
  );
}
