import type { ICurve } from '../../models/preview/line';
import type { PreviewModel } from '../../models/preview/preview';
import { titleOf } from './figure';
import { coordinateOf } from '../parts/quantity';
import type { ITranslator } from '../parts/host';
import { csvText } from '../parts/saving';

/**
 * The curves on show as CSV: a column for each, or two where only the extremes of bins are there.
 *
 * Its first line is for programs: the same names in every language.
 */
export function lineCsv(
  model: PreviewModel,
  curves: readonly (Pick<ICurve, 'low' | 'high'> & { name: string })[],
  { result, low, request }: ICurve,
  resolution: string,
  trans: ITranslator
): string {
  const { start, stop, bins, exact } = result;
  const dimension = model.dimensions[request.axis];
  const width = exact ? 1 : (stop - start) / bins;
  const named = dimension.coordinates.length > 0;
  const head = [
    dimension.name,
    ...(named ? [`${dimension.name} (${dimension.unit ?? 'coordinate'})`] : []),
    ...curves.flatMap(({ name }) => (exact ? [name] : [`${name}, least`, `${name}, greatest`]))
  ];
  const rows = Array.from(low, (_, bin) => {
    const position = start + Math.floor(bin * width);
    return [
      position,
      ...(named ? [coordinateOf(dimension, position)] : []),
      ...curves.flatMap(curve => (exact ? [curve.low[bin]] : [curve.low[bin], curve.high[bin]]))
    ];
  });
  return csvText([titleOf(model, trans), resolution], [head, ...rows]);
}
