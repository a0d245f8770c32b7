import type { IPoints, PlotModel } from '../../models/preview/plot';
import type { PreviewModel } from '../../models/preview/preview';
import { titleOf } from '../plots/figure';
import { csvText } from '../parts/saving';

/** The points on show as CSV, curve after curve: they need not be of the same rows. */
export function plotCsv(
  model: PreviewModel,
  plot: PlotModel,
  curves: readonly IPoints[],
  resolution: string
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
  return csvText([titleOf(model), resolution], [head, ...rows]);
}
