import { describe, expect, it } from 'vitest';
import { statistics } from '../../testing/data';
import {
  barDomain,
  chooseRange,
  extremesOf,
  fractionOf,
  histogram,
  positiveRange,
  valueAtFraction
} from './range';

describe('chooseRange', () => {
  it('takes the ends that the mode asks for', () => {
    expect(chooseRange(statistics(), 'minmax', null)).toEqual([0, 3]);
    expect(chooseRange(statistics(), 'percentile', null)).toEqual([0.5, 2.5]);
    expect(chooseRange(statistics(), 'manual', [1, 2])).toEqual([1, 2]);
  });

  it('takes the whole range where the percentiles are the same', () => {
    expect(chooseRange(statistics({ low: 0, high: 0 }), 'percentile', null)).toEqual([0, 3]);
  });

  it('is none where no value is finite', () => {
    const none = statistics({ finite: 0, minimum: null, maximum: null, low: null, high: null });
    expect(chooseRange(none, 'percentile', null)).toBeNull();
  });
});

describe('positiveRange', () => {
  it('leaves a positive range as it is', () => {
    expect(positiveRange([1, 10], new Uint8Array([1]))).toEqual([1, 10]);
  });

  it('begins at the smallest positive value', () => {
    expect(positiveRange([-1, 10], new Float64Array([-1, 0, NaN, 0.5, 10]))).toEqual([0.5, 10]);
  });

  it('is none without a positive value', () => {
    expect(positiveRange([-3, 0], new Float64Array([-3, 0]))).toBeNull();
  });
});

describe('fractionOf and valueAtFraction', () => {
  it.each(['linear', 'log'] as const)('undo each other on a %s scale', scale => {
    for (const value of [2, 3, 7.5, 20]) {
      expect(valueAtFraction(fractionOf(value, [2, 20], scale), [2, 20], scale)).toBeCloseTo(value);
    }
  });
});

describe('numbers that are as far apart as can be', () => {
  const far = 1.7e308;

  it('have places between them, though their distance is no number', () => {
    expect([-far, 0, far].map(value => fractionOf(value, [-far, far], 'linear'))).toEqual([
      0, 0.5, 1
    ]);
    expect(valueAtFraction(0.5, [-far, far], 'linear')).toBe(0);
    expect(extremesOf(new Float64Array([far, far]), 2, [0, 1], [0, 2])).toMatchObject({
      maximum: far,
      mean: null
    });
  });
});

describe('barDomain', () => {
  it('shows a little beyond the range, so that one hot pixel does not squeeze it', () => {
    const domain = barDomain([0, 100], { minimum: 0, maximum: 60_000 }, 'linear');
    expect(domain).toEqual([0, 130]);
  });

  it('ends where the data ends', () => {
    expect(barDomain([10, 20], { minimum: 9, maximum: 20.5 }, 'linear')).toEqual([9, 20.5]);
  });

  it('holds the range, even where there is no data', () => {
    expect(barDomain([-50, 50], { minimum: 0, maximum: 10 }, 'linear')).toEqual([-50, 50]);
  });

  it('stays positive on a logarithmic scale', () => {
    const [low] = barDomain([1, 100], { minimum: -5, maximum: 200 }, 'log');
    expect(low).toBeGreaterThan(0);
    expect(low).toBeLessThan(1);
  });
});

describe('histogram', () => {
  it('counts each value once, the last one too, and nothing outside', () => {
    const values = new Float64Array([-1, 0, 0.1, 5, 9.9, 10, 11, NaN]);
    expect(histogram(values, [0, 10], 'linear', 2)).toEqual([2, 3]);
  });

  it('has bins of equal ratio on a logarithmic scale', () => {
    expect(histogram(new Float64Array([1, 5, 20, 99]), [1, 100], 'log', 2)).toEqual([2, 2]);
  });

  it('is empty for a constant image', () => {
    expect(histogram(new Float64Array([3, 3]), [3, 3], 'linear', 2)).toEqual([0, 0]);
  });
});

describe('extremesOf', () => {
  it('sums up a part of a picture, leaving out what is not finite', () => {
    const values = new Float64Array([100, 100, 100, 1, NaN, 100, 3, 5, 100]);
    expect(extremesOf(values, 3, [1, 3], [0, 2])).toEqual({
      minimum: 1,
      maximum: 5,
      mean: 3,
      missing: 1
    });
  });

  it('is none where no value is finite', () => {
    expect(extremesOf(new Float64Array([NaN]), 1, [0, 1], [0, 1]).minimum).toBeNull();
  });
});

describe('scales', () => {
  it.each(['sqrt', 'symlog'] as const)('of %s go from end to end and back', scale => {
    const range = [-5, 20] as const;
    expect([-5, 20].map(value => fractionOf(value, range, scale))).toEqual([0, 1]);
    for (const value of [-4, 0, 3, 19]) {
      expect(valueAtFraction(fractionOf(value, range, scale), range, scale)).toBeCloseTo(value);
    }
  });
});

describe('percentiles', () => {
  it('are chosen as far as they differ', () => {
    expect(chooseRange(statistics(), 'tight', null)).toEqual([0.5, 2.5]);
    expect(chooseRange(statistics({ tails: [1, 1, 1, 1] }), 'tight', null)).toEqual([0, 3]);
  });
});
