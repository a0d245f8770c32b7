import uPlot from 'uplot';
import type { NumberArray } from '../../core/buffers';
import type { IDimension } from '../../core/protocol';
import type { ICurve, LineModel } from '../../models/preview/line';
import { formatCount } from '../parts/format';
import { wheelFactor } from './geometry';
import { coordinateAt, type IQuantity } from '../parts/quantity';
import { logTicks, numberTicks } from './ticks';
import { TIME_STEPS, timeTicks } from '../parts/times';

/** What is under the pointer. */
export interface IReading {
  position: number;
  low: number;
  high: number;
  /** The same of the curves that were kept. */
  beside: { low: number; high: number }[];
}

/** The colour of a curve: 0 is that of the sliders. */
export function curveColour(curve: number): string {
  return curve === 0 ? '--tjl-accent' : `--tjl-curve-${((curve - 1) % CURVE_COLOURS) + 1}`;
}

const CURVE_COLOURS = 6;

/** What a plot needs to know. */
export interface IPlotOptions {
  width: number;
  height: number;
  line: LineModel;
  dimension: IDimension | undefined;
  xLabel: string;
  yLabel: string;
  quantity: IQuantity;
  /** The wheel zooms without Ctrl. */
  wheelZooms: boolean;
  /** Gives the value of a CSS variable. */
  colour: (variable: string) => string;
  onRead: (reading: IReading | null) => void;
}

const POINTS = 120;
// Beyond this, the distance between two values may be no number, and nothing can be drawn.
const FARTHEST = Number.MAX_VALUE / 2;
const WHOLE_STEPS = Array.from({ length: 18 }, (_, power) => 10 ** power).flatMap(unit => [
  unit,
  2 * unit,
  5 * unit
]);

/** A curve on axes, drawn by uPlot. Dragging and the wheel change what the model looks at. */
export class Plot {
  constructor(element: HTMLElement, options: IPlotOptions) {
    this._options = options;
    this._curves = 1 + options.line.settings.kept.length;
    this._plot = new uPlot(this._uplotOptions(), this._data(null), element);
    this._plot.over.addEventListener('wheel', this._onWheel, { passive: false });
    this._plot.over.addEventListener('dblclick', this._onDoubleClick);
    this.update();
  }

  /** Draw what the model has now. */
  update(): void {
    const { line } = this._options;
    const { curve } = line;
    if (curve !== this._drawn) {
      this._drawn = curve;
      this._plot.setData(this._data(curve), false);
    }
    const [first, last] = line.view;
    this._plot.batch(() => {
      this._plot.setScale('x', { min: first, max: Math.max(first + 1, last - 1) });
      this._plot.setScale('y', rangeOf(curve, line.scale === 'log', line.settings.hidden));
    });
  }

  /** Read another value: so many further along those in view, from the middle on at first. */
  step(by: number): void {
    const [first, last] = this._plot.series[0].idxs ?? [0, -1];
    if (last >= first) {
      const from = this._plot.cursor.idx ?? Math.round((first + last) / 2);
      const index = Math.max(first, Math.min(last, from + by));
      this._plot.setCursor({ left: this._plot.valToPos(this._plot.data[0][index], 'x'), top: 0 });
    }
  }

  /** Read no value any more. */
  leave(): void {
    this._plot.setCursor({ left: -10, top: -10 });
  }

  dispose(): void {
    this._plot.destroy();
  }

  private _uplotOptions(): uPlot.Options {
    const { width, height, line, dimension, xLabel, yLabel, quantity, colour } = this._options;
    const text = colour('--tjl-fg-plot') || '#444';
    const grid = { stroke: colour('--tjl-grid') || '#ddd', width: 1 };
    const accent = colour('--tjl-accent') || '#1976d2';
    const font = `11px ${colour('--tjl-font') || 'sans-serif'}`;
    const axis = { stroke: text, grid, ticks: { ...grid, size: 5 }, font, labelFont: font };
    const { markers, hidden } = line.settings;
    const strokes = Array.from(
      { length: this._curves },
      (_, curve) => colour(curveColour(curve)) || accent
    );
    const series = strokes.flatMap((stroke, curve): uPlot.Series[] => {
      const each: uPlot.Series = {
        stroke,
        width: 1.25,
        show: !hidden.includes(curve),
        points: {
          // Few are worth drawing: where they can be told apart.
          show: (_, index, from, to) =>
            index % 2 === 1 &&
            Boolean(this._drawn?.result.exact) &&
            (markers === 'all' || (markers === 'few' && to - from < POINTS)),
          size: 5,
          fill: stroke
        }
      };
      return [each, each];
    });
    return {
      width,
      height,
      legend: { show: false },
      scales: {
        x: { time: false, auto: false },
        y: { distr: line.scale === 'log' ? 3 : 1, auto: false }
      },
      series: [{}, ...series],
      bands: strokes.map((stroke, curve) => ({
        series: [2 * curve + 2, 2 * curve + 1],
        fill: withAlpha(stroke, 0.35)
      })),
      axes: [
        {
          ...axis,
          label: xLabel,
          labelSize: 18,
          size: 34,
          // There is nothing between two positions.
          incrs: WHOLE_STEPS,
          values: (_, ticks) =>
            ticks.map(tick => coordinateAt(dimension, tick) ?? formatCount(tick))
        },
        {
          ...axis,
          label: yLabel,
          labelSize: 18,
          // Room for the longest words, and no less than most plots need: so zooming shifts nothing.
          size: (_, words) => Math.max(62, 16 + 6.5 * longest(words)),
          incrs: quantity.isTime ? TIME_STEPS : undefined,
          values: (_, ticks, __, ___, step) => {
            if (line.scale === 'log') {
              return logTicks(ticks);
            }
            return quantity.isTime ? timeTicks(ticks, step) : numberTicks(ticks, step);
          }
        }
      ],
      cursor: {
        y: false,
        drag: { x: true, y: false, setScale: false },
        points: { size: 7 }
      },
      hooks: {
        setSelect: [plot => this._onSelect(plot)],
        setCursor: [plot => this._onCursor(plot)]
      }
    };
  }

  private _onSelect(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width > 3) {
      const from = plot.posToVal(left, 'x');
      const to = plot.posToVal(left + width, 'x');
      plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
      this._options.line.view = [Math.floor(from), Math.ceil(to) + 1];
    }
  }

  private _onCursor(plot: uPlot): void {
    const { curve } = this._options.line;
    const index = plot.cursor.idx;
    if (!curve || index === null || index === undefined || (plot.cursor.left ?? -1) < 0) {
      this._options.onRead(null);
      return;
    }
    const position = Math.round(plot.data[0][index]);
    const at = ({ low, high }: Pick<ICurve, 'low' | 'high'>) => ({
      low: low[index],
      high: high[index]
    });
    this._options.onRead({ position, ...at(curve), beside: curve.beside.map(at) });
  }

  /** What each series is drawn from; nothing for a curve that has not come yet. */
  private _data(curve: ICurve | null): uPlot.AlignedData {
    const log = this._options.line.scale === 'log';
    const empty = Array.from({ length: 2 * this._curves }, () => []);
    if (!curve) {
      return [[], ...empty];
    }
    const [xs, ...ys] = toData(curve, log);
    const none = Array.from(xs, () => null);
    return [xs, ...empty.map((_, series) => ys[series] ?? none)];
  }

  private readonly _onWheel = (event: WheelEvent): void => {
    if (event.ctrlKey || this._options.wheelZooms) {
      event.preventDefault();
      const position = this._plot.posToVal(event.offsetX, 'x');
      this._options.line.zoom(wheelFactor(event), position);
    }
  };

  private readonly _onDoubleClick = (): void => this._options.line.reset();

  private readonly _options: IPlotOptions;
  private readonly _curves: number;
  private readonly _plot: uPlot;
  private _drawn: ICurve | null = null;
}

/** Positions, the least and the greatest values of each curve; gaps where there is none to draw. */
export function toData({ result, low, high, beside }: ICurve, log: boolean): uPlot.AlignedData {
  const { start, stop, exact } = result;
  const width = exact ? 1 : (stop - start) / result.bins;
  // A bin stands at its middle.
  const offset = exact ? 0 : (width - 1) / 2;
  const xs = Float64Array.from({ length: low.length }, (_, i) => start + i * width + offset);
  const ys = [{ low, high }, ...beside].flatMap(curve => {
    const lows = gapped(curve.low, log);
    return [lows, exact ? lows : gapped(curve.high, log)];
  });
  return [xs, ...ys];
}

function gapped(values: NumberArray, log: boolean): (number | null)[] {
  return Array.from(values, value =>
    Number.isFinite(value) && !(log && value <= 0) ? value : null
  );
}

/** From the least to the greatest value with a little room; something sensible where all are equal. */
export function rangeOf(
  curve: ICurve | null,
  log: boolean,
  hidden: readonly number[] = []
): { min: number; max: number } {
  let min = Infinity;
  let max = -Infinity;
  const shown = (curve ? [curve, ...curve.beside] : []).filter((_, at) => !hidden.includes(at));
  for (const values of shown.flatMap(({ low, high }) => [low, high])) {
    for (const value of values) {
      if (Number.isFinite(value) && !(log && value <= 0)) {
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
    }
  }
  if (min > max) {
    return log ? { min: 1, max: 10 } : { min: 0, max: 1 };
  }
  if (log) {
    return { min: min / 1.2, max: max * 1.2 };
  }
  const room = max > min ? 0.04 * max - 0.04 * min : Math.abs(max) * 0.1 || 1;
  return { min: Math.max(-FARTHEST, min - room), max: Math.min(FARTHEST, max + room) };
}

function longest(words: string[] | null): number {
  return Math.max(0, ...(words ?? []).map(word => word.length));
}

function withAlpha(colour: string, alpha: number): string {
  return `color-mix(in srgb, ${colour} ${100 * alpha}%, transparent)`;
}
