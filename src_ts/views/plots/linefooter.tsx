import type { ReactElement } from 'react';
import { sayAll } from '../../core/words';
import type { IDimension } from '../../core/protocol';
import type { LineModel } from '../../models/preview/line';
import { formatCount } from '../parts/format';
import type { IHost } from '../parts/host';
import { missingWords, Place } from './imagefooter';
import type { IReading } from './plot';
import { type IQuantity, spacingWords } from '../parts/quantity';
import { StatisticsWords } from './statisticswords';

/** Props of the footer. */
export interface ILineFooterProps {
  line: LineModel;
  host: IHost;
  quantity: IQuantity;
  reading: IReading | null;
  dimension: IDimension | undefined;
}

/** The value that is pointed at, and what is on show in which resolution. */
export function LineFooter(props: ILineFooterProps): ReactElement {
  const { line, host, quantity, reading, dimension } = props;
  const { trans } = host;
  const { curve } = line;
  const statistics = curve?.result.statistics;
  return (
    <div className="tjl-Footer">
      <span className="tjl-Footer-value" role="status">
        {reading && (
          <>
            <Place dimension={dimension} position={reading.position} trans={trans} />
            <span>
              {trans.__('value')} <b>{readingWords(reading, quantity, host)}</b>
            </span>
          </>
        )}
      </span>
      {statistics && <StatisticsWords statistics={statistics} host={host} quantity={quantity} />}
      {curve && (
        <span className="tjl-Footer-resolution">{resolutionWords(line, dimension, host)}</span>
      )}
    </div>
  );
}

/** The value of a curve at the pointer, or from which to which it goes in a bin. */
export function readingWords(
  { low, high }: Pick<IReading, 'low' | 'high'>,
  quantity: IQuantity,
  { trans }: IHost
): string {
  if (Number.isNaN(low)) {
    return trans.__('none');
  }
  return low === high
    ? quantity.writeFully(low)
    : `${quantity.write(low)} – ${quantity.writeFully(high)}`;
}

/** How much of the line is on show, in which resolution, and how evenly. */
export function resolutionWords(
  line: LineModel,
  dimension: IDimension | undefined,
  host: IHost
): string {
  const { trans } = host;
  const result = line.curve?.result;
  if (!result) {
    return '';
  }
  const count = result.stop - result.start;
  const shown = formatCount(count);
  const all = formatCount(line.length);
  const missing = result.statistics.count - result.statistics.finite;
  return [
    result.exact
      ? trans.__('%1 of %2 values, every one', shown, all)
      : trans.__(
          '%1 of %2 values, least and greatest of each %3',
          shown,
          all,
          formatCount(Math.ceil(count / result.bins))
        ),
    result.sampled ? trans.__('sampled: values between the samples were not seen') : '',
    spacingWords(dimension, host),
    missingWords(missing, host),
    ...sayAll([...result.notes, result.partial], trans)
  ]
    .filter(Boolean)
    .join(' · ');
}
