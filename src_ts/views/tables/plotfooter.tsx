import type { ReactElement } from 'react';
import { say } from '../../core/words';
import type { IPlotted, IPoints, PlotModel } from '../../models/preview/plot';
import { formatCount } from '../parts/format';
import type { IHost } from '../parts/host';
import { quantityIn } from './plotchoices';

/** Props of the footer. */
export interface IPlotFooterProps {
  plot: PlotModel;
  host: IHost;
  /** The curve that is pointed at, and which of its points. */
  point: IPoints | null;
  index: number;
}

/** The point that is pointed at, and how many rows are on show. */
export function PlotFooter({ plot, host, point, index }: IPlotFooterProps): ReactElement {
  const { trans } = host;
  const { settings, result } = plot;
  return (
    <div className="tjl-Footer">
      <span className="tjl-Footer-value" role="status">
        {point && (
          <>
            <span>
              {settings.x ?? trans.__('row')}{' '}
              <b>{quantityIn(plot, settings.x).writeFully(point.x[index])}</b>
            </span>
            <span>
              {point.name} <b>{quantityIn(plot, point.name).writeFully(point.y[index])}</b>
              {point.error.length > 0 &&
                ` ± ${quantityIn(plot, settings.error).writeFully(point.error[index])}`}
            </span>
          </>
        )}
      </span>
      {result && <span className="tjl-Footer-resolution">{resolutionWords(result, host)}</span>}
    </div>
  );
}

/** How many rows are on show, and how many of them are drawn. */
export function resolutionWords({ result }: IPlotted, { trans }: IHost): string {
  const count = formatCount(result.stop - result.start);
  const all = formatCount(result.rows);
  return [
    result.every === 1
      ? trans.__('%1 of %2 rows, every one', count, all)
      : trans.__(
          '%1 of %2 rows, least and greatest of each %3',
          count,
          all,
          formatCount(result.every)
        ),
    say(result.partial, trans)
  ]
    .filter(Boolean)
    .join(' · ');
}
