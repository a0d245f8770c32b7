import type { IPoints, PlotModel } from '../models/plot';
import type { Scale } from '../models/range';
import { type IAxis, numberAxis, spanOf } from './chart';
import { headerWords } from './columnwords';
import type { IFrame } from './geometry';
import type { IHost } from './host';
import { quantityIn } from './plotchoices';
import { timeTicks } from './times';

/** The values between which there are points on show. */
export interface IWindow {
  x: readonly [number, number];
  y: readonly [number, number];
}

/** Which curve, and which of its points. */
export interface IPoint {
  curve: number;
  index: number;
}

/** In pixels: a point further from the pointer is not meant. */
const REACH = 40;

/** The axes, and from where to where they go. */
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
    return column ? headerWords(column) : trans.__('row');
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

/** The value at a fraction of an axis. */
export function valueAt(
  fraction: number,
  scale: Scale,
  [low, high]: readonly [number, number]
): number {
  return scale === 'log' ? low * (high / low) ** fraction : low + fraction * (high - low);
}

/** The point that is closest to the pointer, if one is near. */
export function nearest(
  curves: readonly IPoints[],
  [left, top]: number[],
  frame: IFrame,
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
