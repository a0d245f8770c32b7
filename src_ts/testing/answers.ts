import type {
  IImageResult,
  ILineResult,
  IPlotResult,
  IReadImage,
  IReadLine
} from '../core/protocol';
import { statistics } from './data';

/** What the kernel says of a picture of which every pixel is there. */
export function picture(
  { rows, columns }: Pick<IReadImage, 'rows' | 'columns'>,
  changes: Partial<IImageResult> = {}
): IImageResult {
  return {
    rows: [...rows, 1],
    columns: [...columns, 1],
    height: rows[1] - rows[0],
    width: columns[1] - columns[0],
    pixels: 'uint8',
    exact: true,
    statistics: statistics(),
    notes: [],
    partial: null,
    ...changes
  };
}

/** What it says of a curve of which every value is there. */
export function curve({ start, stop }: Pick<IReadLine, 'start' | 'stop'>): ILineResult {
  return {
    start,
    stop,
    bins: stop - start,
    exact: true,
    statistics: statistics(),
    sampled: false,
    notes: [],
    partial: null
  };
}

/** What it says of columns over one another, of which every row is there. */
export function plotted(names: readonly string[], rows: number): IPlotResult {
  return {
    start: 0,
    stop: rows,
    rows,
    every: 1,
    curves: names.map(name => ({ name, points: rows, finite: rows })),
    partial: null
  };
}
