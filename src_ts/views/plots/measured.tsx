import type { ReactElement } from 'react';
import { sayAll } from '../../core/words';
import type { MeasurementModel } from '../../models/preview/measurement';
import { formatCount, formatOrdinal } from '../parts/format';
import { useModel } from '../parts/hooks';
import type { IHost } from '../parts/host';
import { Icon } from '../parts/icons';
import { missingWords } from './imagefooter';
import { Problem } from '../parts/problem';
import type { IQuantity } from '../parts/quantity';

/** Props of the measurement. */
export interface IMeasuredProps {
  measurement: MeasurementModel;
  host: IHost;
  quantity: IQuantity;
}

/** What a rectangle of an image comes to. */
export function Measured({ measurement, host, quantity }: IMeasuredProps): ReactElement | null {
  useModel(measurement);
  const { trans } = host;
  const { region, error } = measurement;
  // Beside an error, what was read of another frame would be taken for this one's.
  const summary = error ? null : measurement.summary;
  if (!region) {
    return null;
  }
  const { rows, columns } = region;
  const numbers = summary
    ? ([
        [trans.__('count'), formatCount(summary.finite)],
        [trans.__('min'), summary.minimum],
        [trans.__('max'), summary.maximum],
        [trans.__('mean'), summary.mean],
        [trans.__('standard deviation'), summary.deviation],
        [trans.__('sum'), summary.total]
      ] as const)
    : [];
  return (
    <section className="tjl-Measured" aria-label={trans.__('Rectangle')}>
      {error && <Problem error={error} host={host} onRetry={() => measurement.reload()} />}
      <div role="status" data-stale={measurement.loading}>
        <span>
          {trans.__(
            'rows %1 to %2, columns %3 to %4',
            formatCount(rows[0]),
            formatCount(rows[1] - 1),
            formatCount(columns[0]),
            formatCount(columns[1] - 1)
          )}
        </span>
        {numbers.map(
          ([label, value]) =>
            value !== null && (
              <span key={label}>
                {label}{' '}
                <b>
                  {typeof value === 'string'
                    ? value
                    : quantity.isTime
                      ? quantity.write(value)
                      : precise(value)}
                </b>
              </span>
            )
        )}
        {quantity.unit && summary && <span>{quantity.unit}</span>}
        {summary && (
          <span>
            {[
              summary.step === 1
                ? trans.__('every pixel')
                : trans.__('every %1 pixel, so the sum too', formatOrdinal(summary.step, trans)),
              missingWords(summary.count - summary.finite, host),
              ...sayAll(summary.notes, trans)
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        )}
      </div>
      <button
        type="button"
        className="tjl-IconButton"
        aria-label={trans.__('Remove the rectangle')}
        title={trans.__('Remove the rectangle')}
        onClick={() => {
          measurement.region = null;
        }}
      >
        <Icon name="close" />
      </button>
    </section>
  );
}

/** A number to be noted down, to nine digits. */
function precise(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15
    ? formatCount(value)
    : String(Number(value.toPrecision(9)));
}
