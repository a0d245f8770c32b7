import type { IPoints, PlotModel } from '../../models/preview/plot';
import { type chartFrame, type IAxis, numberAxis, spanOf } from '../plots/chart';
import { headerWords } from './columnwords';
import type { IHost } from '../parts/host';
import { quantityIn } from './plotchoices';
import type { IWindow } from './plotwindow';
import { timeTicks } from '../parts/times';

/** A point of one of the curves. */
export interface IPoint {
  curve: number;
  index: number;
}

/** The axes along which curves are drawn, as far as they are looked at. */
export function axesOf(
  plot: PlotModel,
  curves: readonly IPoints[],
  zoomed: IWindow | null,
  { trans }: IHost
): { x: IAxis; y: IAxis; ranges: IWindow } {
  const { x, y, xScale, yScale } = plot.settings;
  const ranges: IWindow = zoomed ?? {
    x: spanOf(
      curves.map(curve => curve.x),
      xScale
    ),
    y: spanOf(
      curves.flatMap(curve => [curve.y, ...ends(curve)]),
      yScale
    )
  };
  const words = (name: string | null) => {
    const column = plot.column(name);
    return column ? headerWords(column, trans) : trans.__('row');
  };
  const ticks = (name: string | null) => (quantityIn(plot, name).isTime ? timeTicks : undefined);
  return {
    ranges,
    x: numberAxis(words(x), ranges.x, xScale, 8, ticks(x)),
    y: numberAxis(y.length > 1 ? '' : words(y[0]), ranges.y, yScale, 7, ticks(y[0]))
  };
}

/** The ends of error bars. */
function ends({ y, error }: IPoints): ArrayLike<number>[] {
  return error.length ? [y.map((at, i) => at - error[i]), y.map((at, i) => at + error[i])] : [];
}

// In pixels.
const REACH = 40;

/** The point that is closest to the pointer, if one is near. */
export function nearest(
  curves: readonly IPoints[],
  [left, top]: number[],
  frame: ReturnType<typeof chartFrame>,
  axes: { x: IAxis; y: IAxis }
): IPoint | null {
  let found: IPoint | null = null;
  let least = REACH;
  curves.forEach(({ x, y }, curve) => {
    for (let index = 0; index < x.length; index++) {
      const dx = frame.left + frame.width * axes.x.place(x[index]) - left;
      const dy = frame.top + frame.height * (1 - axes.y.place(y[index])) - top;
      const distance = Math.hypot(dx, dy);
      if (distance < least) {
        least = distance;
        found = { curve, index };
      }
    }
  });
  return found;
}
