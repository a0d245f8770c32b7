import type { ReactElement } from 'react';
import type { IStatistics } from '../../core/protocol';
import type { IHost } from '../parts/host';
import type { IQuantity } from '../parts/quantity';

/** Props of the statistics. */
export interface IStatisticsWordsProps {
  statistics: IStatistics;
  host: IHost;
  quantity: IQuantity;
}

/** The least, the greatest and the mean value, with their unit; nothing where there are none. */
export function StatisticsWords(props: IStatisticsWordsProps): ReactElement | null {
  const { host, quantity } = props;
  const { minimum, maximum, mean } = props.statistics;
  const { trans } = host;
  return minimum !== null && maximum !== null ? (
    <span className="tjl-Footer-statistics">
      <span>
        {trans.__('min')} <b>{quantity.write(minimum)}</b>
      </span>
      <span>
        {trans.__('max')} <b>{quantity.write(maximum)}</b>
      </span>
      {mean !== null && (
        <span>
          {trans.__('mean')} <b>{quantity.write(mean)}</b>
        </span>
      )}
      {quantity.unit && <span>{quantity.unit}</span>}
    </span>
  ) : null;
}
