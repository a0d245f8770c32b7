import { describe, expect, it } from 'vitest';
import { logTicks, numberTicks } from './ticks';

describe('ticks', () => {
  it('have as many decimals as their step', () => {
    expect(numberTicks([0, 0.25, 0.5, 1], 0.25)).toEqual(['0.00', '0.25', '0.50', '1.00']);
    expect(numberTicks([-2000, 0, 2000], 2000)).toEqual(['-2,000', '0', '2,000']);
  });

  it('tell neighbours apart, however large they are', () => {
    expect(numberTicks([1.735e9, 1.74e9], 5e6)).toEqual(['1.735e9', '1.740e9']);
    expect(numberTicks([1_735_689_600, 1_735_689_601], 1)).toEqual([
      '1,735,689,600',
      '1,735,689,601'
    ]);
  });

  it('are short where all are small', () => {
    expect(numberTicks([0, 2.5e-7, 5e-7, null], 2.5e-7)).toEqual(['0', '2.5e-7', '5.0e-7', '']);
  });

  it('have their own size on a logarithmic axis', () => {
    expect(logTicks([1e-5, 0.1, 20, 1e7, null])).toEqual(['1e-5', '0.1', '20', '1e7', '']);
  });
});
