import type { ReactElement } from 'react';
import { AS_THEY_COME, isArranged } from '../../models/preview/roworder';
import type { TableModel } from '../../models/preview/table';
import { formatCount } from '../parts/format';
import type { IHost } from '../parts/host';

/** Says how the rows on show are arranged, and that only those which are loaded are. */
export function Arranged({ table, host }: { table: TableModel; host: IHost }): ReactElement | null {
  const { trans } = host;
  const { sort, filter } = table.arrangement;
  if (!isArranged(table.arrangement)) {
    return null;
  }
  const loaded = table.loaded.length;
  const total = table.total ?? 0;
  const words = [
    sort &&
      (sort.descending
        ? trans.__('sorted by %1, the greatest first', sort.column)
        : trans.__('sorted by %1', sort.column)),
    filter.trim() && trans.__('filtered by “%1”', filter.trim())
  ].filter(Boolean);
  return (
    <div className="tjl-Arranged">
      <span role="status">
        {loaded < total
          ? trans.__(
              '%1: the %2 rows that are loaded of %3',
              words.join(', '),
              formatCount(loaded),
              formatCount(total)
            )
          : trans.__('%1: all %2 rows', words.join(', '), formatCount(total))}
      </span>
      {table.canLoadMore && (
        <button type="button" className="tjl-Button" onClick={() => table.loadMore()}>
          {trans.__('Load more')}
        </button>
      )}
      <button
        type="button"
        className="tjl-Button"
        onClick={() => {
          table.arrangement = AS_THEY_COME;
        }}
      >
        {trans.__('Show as stored')}
      </button>
    </div>
  );
}
