// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import type { ICurve } from '../../models/preview/line';
import { statistics } from '../../testing/data';

// uPlot asks the browser about its screen as soon as it is loaded.
window.matchMedia ??= () => ({ addEventListener: () => undefined }) as unknown as MediaQueryList;
const { rangeOf, toData } = await import('./plot');

function curve(low: number[], high: number[] | null, start = 0, width = 1): ICurve {
  const lows = new Float64Array(low);
  const stop = start + low.length * width;
  return {
    low: lows,
    beside: [],
    high: high ? new Float64Array(high) : lows,
    request: { server: 'a', path: [], axis: 0, at: [], start, stop },
    result: {
      start,
      stop,
      bins: low.length,
      exact: high === null,
      statistics: statistics(),
      sampled: false,
      notes: [],
      partial: null
    }
  };
}

describe('toData', () => {
  it('puts each value at its own position, and a gap where there is none', () => {
    const [xs, lows, highs] = toData(curve([1, NaN, 3], null, 10), false);
    expect([...xs]).toEqual([10, 11, 12]);
    expect(lows).toEqual([1, null, 3]);
    expect(highs).toBe(lows);
  });

  it('puts a bin in the middle of what it sums up', () => {
    const [xs, lows, highs] = toData(curve([1, 2], [5, 6], 100, 10), false);
    expect([...xs]).toEqual([104.5, 114.5]);
    expect([lows, highs]).toEqual([
      [1, 2],
      [5, 6]
    ]);
  });

  it('has gaps at zero and less on a logarithmic scale', () => {
    expect(toData(curve([0, -1, 10], null), true)[1]).toEqual([null, null, 10]);
  });
});

describe('rangeOf', () => {
  it('leaves a little room around the values', () => {
    const { min, max } = rangeOf(curve([0, 50, NaN], [10, 100, NaN]), false);
    expect([min, max]).toEqual([-4, 104]);
  });

  it('makes room around a constant', () => {
    const { min, max } = rangeOf(curve([5, 5], null), false);
    expect(min).toBeLessThan(5);
    expect(max).toBeGreaterThan(5);
  });

  it('is sensible without a value', () => {
    expect(rangeOf(curve([NaN], null), false)).toEqual({ min: 0, max: 1 });
    expect(rangeOf(null, true).min).toBeGreaterThan(0);
  });
});
