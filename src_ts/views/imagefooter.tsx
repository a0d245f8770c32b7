import type { ReactElement } from 'react';
import type { IImageResult } from '../core/protocol';
import type { ImageModel } from '../models/image';
import type { PreviewModel } from '../models/preview';
import { formatCount, formatNumber, formatOrdinal, formatValue } from './format';
import type { IHost } from './host';
import type { IProbe } from './pointer';

/** Props of the footer. */
export interface IImageFooterProps {
  model: PreviewModel;
  image: ImageModel;
  host: IHost;
  probe: IProbe | null;
}

/** The value that is pointed at, and what is on show in which resolution. */
export function ImageFooter({ model, image, host, probe }: IImageFooterProps): ReactElement {
  const { trans } = host;
  const { picture } = image;
  const unit = model.plan?.unit ?? null;
  const found = probe && image.valueAt(probe.row, probe.column);
  const [x, y] = [model.dimensions[model.x], model.dimensions[model.y]];
  const { extremes } = image;
  return (
    <div className="tjl-Footer">
      <span className="tjl-Footer-value" role="status">
        {found && (
          <>
            <span>
              {y?.name} <b>{found.row}</b>
            </span>
            <span>
              {x?.name} <b>{found.column}</b>
            </span>
            <span>
              {trans.__('value')} <b>{valueWords(found.values, unit)}</b>
            </span>
          </>
        )}
      </span>
      {extremes && extremes.minimum !== null && extremes.maximum !== null && (
        <span className="tjl-Footer-statistics">
          {extremes.minimum === extremes.maximum ? (
            trans.__('all values are %1', formatValue(extremes.minimum, unit))
          ) : (
            <>
              <span>
                {trans.__('min')} <b>{formatNumber(extremes.minimum)}</b>
              </span>
              <span>
                {trans.__('max')} <b>{formatNumber(extremes.maximum)}</b>
              </span>
              {extremes.mean !== null && (
                <span>
                  {trans.__('mean')} <b>{formatNumber(extremes.mean)}</b>
                </span>
              )}
            </>
          )}
        </span>
      )}
      {picture && (
        <span className="tjl-Footer-resolution">
          {[
            resolutionWords(picture.result, image, host),
            missingWords(extremes?.missing ?? 0, host),
            image.scale === 'log' ? trans.__('zero and less in the lowest colour') : '',
            picture.result.note
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      )}
    </div>
  );
}

function valueWords(values: readonly number[], unit: string | null): string {
  return values.length > 1
    ? values.map(value => formatNumber(value)).join(', ')
    : formatValue(values[0], unit);
}

function resolutionWords(result: IImageResult, image: ImageModel, { trans }: IHost): string {
  const { height, width } = image.visible ?? result;
  const shown = `${formatCount(height)}×${formatCount(width)}`;
  const all = `${formatCount(image.height)}×${formatCount(image.width)}`;
  const [down, across] = [result.rows[2], result.columns[2]];
  if (down === 1 && across === 1) {
    return trans.__('%1 of %2, every pixel', shown, all);
  }
  return down === across
    ? trans.__('%1 of %2, every %3 pixel', shown, all, formatOrdinal(down))
    : trans.__(
        '%1 of %2, every %3 row and every %4 column',
        shown,
        all,
        formatOrdinal(down),
        formatOrdinal(across)
      );
}

function missingWords(missing: number, { trans }: IHost): string {
  return missing > 0
    ? trans._n('%2 value is not finite', '%2 values are not finite', missing, formatCount(missing))
    : '';
}
