import { type ReactElement, useEffect } from 'react';
import type { BrowserModel } from '../../models/browser';
import { formatCount } from '../parts/format';
import { useModel } from '../parts/hooks';
import type { IHost } from '../parts/host';

/** Props of the hint. */
export interface INewsProps {
  model: BrowserModel;
  host: IHost;
}

/** Says that containers on show have got children, and brings them in; moves nothing by itself. */
export function News({ model, host }: INewsProps): ReactElement {
  const { arrivals } = model;
  useModel(arrivals);
  const { trans } = host;
  useEffect(() => {
    const look = () => (document.hidden ? arrivals.rest() : arrivals.look());
    window.addEventListener('focus', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      window.removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, [arrivals]);

  const { news } = arrivals;
  const added = news.reduce((sum, { count }) => sum + Math.max(0, count), 0);
  const where = news.map(({ server, path }) =>
    [model.servers.get(server)?.name ?? server, ...path].join(' ▸ ')
  );
  return (
    <div className="tjl-News" role="status">
      {news.length > 0 && (
        <button
          type="button"
          title={trans.__('In %1. Show them (Shift R)', where.join(', '))}
          onClick={() => arrivals.take()}
        >
          {added > 0 ? trans.__('%1 new', formatCount(added)) : trans.__('Some are gone')}
        </button>
      )}
    </div>
  );
}
