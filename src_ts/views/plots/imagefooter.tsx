import type { ReactElement } from 'react';
import type { IDimension, IImageResult } from '../../core/protocol';
import { nameWords, sayAll } from '../../core/words';
import type { ImageModel } from '../../models/preview/image';
import type { PreviewModel } from '../../models/preview/preview';
import { formatCount, formatNumber, formatOrdinal } from '../parts/format';
import type { IHost, ITranslator } from '../parts/host';
import type { IProbe } from './pointer';
import { coordinateWords, type IQuantity, quantityOf, spacingWords } from '../parts/quantity';

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
  const quantity = quantityOf(model.component ?? model.plan);
  const found = probe && image.valueAt(probe.row, probe.column);
  const [x, y] = [model.dimensions[model.x], model.dimensions[model.y]];
  const { extremes } = image;
  return (
    <div className="tjl-Footer">
      <span className="tjl-Footer-value" role="status">
        {found && (
          <>
            <Place dimension={y} position={found.row} trans={trans} />
            <Place dimension={x} position={found.column} trans={trans} />
            <span>
              {trans.__('value')} <b>{valueWords(found.values, quantity)}</b>
            </span>
          </>
        )}
      </span>
      {extremes && extremes.minimum !== null && extremes.maximum !== null && (
        <span className="tjl-Footer-statistics">
          {extremes.minimum === extremes.maximum ? (
            trans.__('all values are %1', quantity.writeFully(extremes.minimum))
          ) : (
            <>
              <span>
                {trans.__('min')} <b>{quantity.write(extremes.minimum)}</b>
              </span>
              <span>
                {trans.__('max')} <b>{quantity.write(extremes.maximum)}</b>
              </span>
              {extremes.mean !== null && (
                <span>
                  {trans.__('mean')} <b>{quantity.write(extremes.mean)}</b>
                </span>
              )}
              {quantity.unit && <span>{quantity.unit}</span>}
            </>
          )}
        </span>
      )}
      {picture && (
        <span className="tjl-Footer-resolution">
          {[
            resolutionWords(picture.result, image, host, model.plan?.projected ?? false),
            missingWords(extremes?.missing ?? 0, host),
            spacingWords(x, host),
            spacingWords(y, host),
            image.scale === 'log' ? trans.__('zero and less in the lowest colour') : '',
            ...sayAll([...picture.result.notes, picture.result.partial], trans)
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      )}
    </div>
  );
}

/** A position, and what it stands for where that is known. */
export function Place({
  dimension,
  position,
  trans
}: {
  dimension: IDimension | undefined;
  position: number;
  trans: ITranslator;
}): ReactElement {
  const coordinate = coordinateWords(dimension, position);
  return (
    <span>
      {dimension && nameWords(dimension, trans)} <b>{formatCount(position)}</b>
      {coordinate !== null && ` (${coordinate})`}
    </span>
  );
}

function valueWords(values: readonly number[], quantity: IQuantity): string {
  return values.length > 1
    ? values.map(value => formatNumber(value)).join(', ')
    : quantity.writeFully(values[0]);
}

/** How much of the picture is on show, and in which resolution. */
export function resolutionWords(
  result: IImageResult,
  image: ImageModel,
  { trans }: IHost,
  gathered: boolean
): string {
  const { height, width } = image.visible ?? result;
  const shown = `${formatCount(height)}×${formatCount(width)}`;
  const all = `${formatCount(image.height)}×${formatCount(image.width)}`;
  const [down, across] = [result.rows[2], result.columns[2]];
  if (down === 1 && across === 1) {
    return trans.__('%1 of %2, every pixel', shown, all);
  }
  if (gathered) {
    // Nothing is left out: each pixel stands for all that is in it.
    return trans.__('%1 of %2, %3×%4 in each pixel', shown, all, down, across);
  }
  return down === across
    ? trans.__('%1 of %2, every %3 pixel', shown, all, formatOrdinal(down, trans))
    : trans.__(
        '%1 of %2, every %3 row and every %4 column',
        shown,
        all,
        formatOrdinal(down, trans),
        formatOrdinal(across, trans)
      );
}

/** How many values cannot be drawn; nothing where all can. */
export function missingWords(missing: number, { trans }: IHost): string {
  return missing > 0
    ? trans._n('%2 value is not finite', '%2 values are not finite', missing, formatCount(missing))
    : '';
}
