import type { IPoints, PlotModel } from '../../models/preview/plot';
import type { PreviewModel } from '../../models/preview/preview';
import { titleOf } from '../plots/figure';
import type { ITranslator } from '../parts/host';
import { csvText } from '../parts/saving';

/**
 * The points on show as CSV, curve after curve: they need not be of the same rows.
 *
 * Its first line is for programs: the same names in every language.
 */
export function plotCsv(
  model: PreviewModel,
  plot: PlotModel,
  curves: readonly IPoints[],
  resolution: string,
  trans: ITranslator
): string {
  const { x, error } = plot.settings;
  const head = ['column', x ?? 'row', 'value', ...(error === null ? [] : [error])];
  const rows = curves.flatMap(curve =>
    Array.from(curve.x, (at, index) => [
      curve.name,
      at,
      curve.y[index],
      ...(error === null ? [] : [curve.error[index]])
    ])
  );
  return csvText([titleOf(model, trans), resolution], [head, ...rows]);
}
