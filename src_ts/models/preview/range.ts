import type { NumberArray } from '../../core/buffers';
import type { IStatistics } from '../../core/protocol';

/** How values are spread over the colours. */
export type Scale = 'linear' | 'log' | 'sqrt' | 'symlog';

/** How they may be spread, the plainest first. */
export const SCALES: readonly Scale[] = ['linear', 'log', 'sqrt', 'symlog'];

/** Where the ends of the colours come from. */
export type RangeMode = 'minmax' | 'tightest' | 'percentile' | 'tight' | 'manual';

/** Where they may come from: all values, all but a few at either end, or the person. */
export const RANGE_MODES: readonly RangeMode[] = [
  'minmax',
  'tightest',
  'percentile',
  'tight',
  'manual'
];

/** The values at the two ends of the colours. */
export type Range = readonly [number, number];

/** The ends of the colours for a picture; `null` where it has no finite value. */
export function chooseRange(
  statistics: IStatistics,
  mode: RangeMode,
  manual: Range | null
): Range | null {
  if (mode === 'manual' && manual) {
    return manual;
  }
  const { minimum, maximum } = statistics;
  if (minimum === null || maximum === null) {
    return null;
  }
  const [low, high] = percentiles(statistics, mode);
  return low !== null && high !== null && low < high ? [low, high] : [minimum, maximum];
}

/** The values that few of the others are below and above. */
function percentiles(
  { low, high, tails }: IStatistics,
  mode: RangeMode
): readonly [number | null, number | null] {
  switch (mode) {
    case 'percentile':
      return [low, high];
    case 'tightest':
      return [tails[0] ?? null, tails[3] ?? null];
    case 'tight':
      return [tails[1] ?? null, tails[2] ?? null];
    default:
      return [null, null];
  }
}

/**
 * Make a range fit for a logarithm, which has no place for zero and less.
 *
 * The lower end becomes the smallest positive value, when it is not positive itself.
 */
export function positiveRange(range: Range, values: NumberArray): Range | null {
  if (range[1] <= 0) {
    return null;
  }
  if (range[0] > 0) {
    return range;
  }
  let least = Infinity;
  for (const value of values) {
    if (value > 0 && value < least) {
      least = value;
    }
  }
  return least < range[1] ? [least, range[1]] : [range[1] / 10, range[1]];
}

/** How far a value is on the way from one to another; also where their distance is no number. */
export function shareOf(value: number, low: number, high: number): number {
  const distance = high - low;
  return Number.isFinite(distance)
    ? (value - low) / distance
    : (value / 2 - low / 2) / (high / 2 - low / 2);
}

/** Where a value lies between the ends of a range: 0 at the lower, 1 at the upper. */
export function fractionOf(value: number, [low, high]: Range, scale: Scale): number {
  if (low === high) {
    return 0.5;
  }
  switch (scale) {
    case 'linear':
      return shareOf(value, low, high);
    case 'log':
      return Math.log(value / low) / Math.log(high / low);
    case 'sqrt':
      return value <= low ? 0 : Math.sqrt(shareOf(value, low, high));
    case 'symlog': {
      const unit = symlogUnit(low, high);
      const [bottom, top] = [Math.asinh(low / unit), Math.asinh(high / unit)];
      return (Math.asinh(value / unit) - bottom) / (top - bottom);
    }
  }
}

/** Closer to zero than this a symmetric logarithm is nearly linear. */
function symlogUnit(low: number, high: number): number {
  return Math.max(Math.abs(low), Math.abs(high)) / 1000;
}

/** The value that lies at a fraction of a range. */
export function valueAtFraction(fraction: number, [low, high]: Range, scale: Scale): number {
  switch (scale) {
    case 'linear':
      return (1 - fraction) * low + fraction * high;
    case 'log':
      return low * Math.pow(high / low, fraction);
    case 'sqrt':
      return valueAtFraction(Math.max(0, fraction) ** 2, [low, high], 'linear');
    case 'symlog': {
      const unit = symlogUnit(low, high);
      const [bottom, top] = [Math.asinh(low / unit), Math.asinh(high / unit)];
      return unit * Math.sinh(bottom + fraction * (top - bottom));
    }
  }
}

/**
 * The values along a colour bar: those of the range, and some beyond it as far as there are any.
 *
 * A single hot pixel among dark ones must not squeeze the range into a corner of the bar.
 */
export function barDomain(
  range: Range,
  { minimum, maximum }: Pick<IStatistics, 'minimum' | 'maximum'>,
  scale: Scale
): Range {
  if (minimum === null || maximum === null || range[0] >= range[1]) {
    return range;
  }
  const low = valueAtFraction(-BEYOND, range, scale);
  const high = valueAtFraction(1 + BEYOND, range, scale);
  return [
    Math.min(range[0], scale === 'log' && minimum <= 0 ? low : Math.max(minimum, low)),
    Math.max(range[1], Math.min(maximum, high))
  ];
}

const BEYOND = 0.3;

/** How often values occur between the ends of a range, in bins that are equally wide in the scale. */
export function histogram(values: NumberArray, range: Range, scale: Scale, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  if (range[0] < range[1]) {
    // Not `for … of`, which takes several times as long: there are millions of values.
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value >= range[0] && value <= range[1]) {
        counts[Math.min(bins - 1, Math.floor(fractionOf(value, range, scale) * bins))] += 1;
      }
    }
  }
  return counts;
}

/** The least, the greatest and the mean of those values that are finite. */
export interface IExtremes {
  minimum: number | null;
  maximum: number | null;
  mean: number | null;
  /** How many values are not finite. */
  missing: number;
}

/** Sum up a part of a picture: from and up to, not including, counted in its own rows and columns. */
export function extremesOf(
  values: NumberArray,
  width: number,
  rows: readonly [number, number],
  columns: readonly [number, number]
): IExtremes {
  let minimum = Infinity;
  let maximum = -Infinity;
  let sum = 0;
  let count = 0;
  let missing = 0;
  for (let row = rows[0]; row < rows[1]; row++) {
    for (let column = columns[0]; column < columns[1]; column++) {
      const value = values[row * width + column];
      if (Number.isFinite(value)) {
        minimum = value < minimum ? value : minimum;
        maximum = value > maximum ? value : maximum;
        sum += value;
        count += 1;
      } else {
        missing += 1;
      }
    }
  }
  // A sum of huge values is no number.
  const mean = Number.isFinite(sum) ? sum / count : null;
  return count
    ? { minimum, maximum, mean, missing }
    : { minimum: null, maximum: null, mean: null, missing };
}
