import { describe, expect, it } from 'vitest';
import { COLOUR_MAPS, colourTable, MISSING, paint } from './colour';

function pixel(bytes: Uint8ClampedArray, index: number): number[] {
  return [...bytes.slice(4 * index, 4 * index + 4)];
}

const TOP = 255;

describe('colourTable', () => {
  it.each(COLOUR_MAPS)('%s is opaque and changes little from colour to colour', map => {
    const table = colourTable(map);
    for (let i = 1; i <= TOP; i++) {
      const [before, here] = [pixel(table, i - 1), pixel(table, i)];
      expect(here[3]).toBe(255);
      expect(Math.max(...here.map((value, c) => Math.abs(value - before[c])))).toBeLessThan(12);
    }
  });

  it.each([
    ['viridis', [68, 1, 84], [253, 231, 37]],
    ['magma', [0, 0, 4], [252, 253, 191]],
    ['inferno', [0, 0, 4], [252, 255, 164]],
    ['plasma', [13, 8, 135], [240, 249, 33]],
    ['gray', [0, 0, 0], [255, 255, 255]]
  ] as const)('%s begins and ends with its known colours', (map, first, last) => {
    const table = colourTable(map);
    for (const [index, colour] of [
      [0, first],
      [TOP, last]
    ] as const) {
      pixel(table, index)
        .slice(0, 3)
        .forEach((value, c) => expect(Math.abs(value - colour[c])).toBeLessThan(8));
    }
  });
});

describe('paint', () => {
  const lowest = pixel(colourTable('viridis'), 0);
  const highest = pixel(colourTable('viridis'), TOP);

  it('spreads the colours over the range, and clips what is beyond', () => {
    const bytes = paint(new Float64Array([-5, 0, 10, 99]), [0, 10], 'linear', 'viridis');
    expect([0, 1, 2, 3].map(i => pixel(bytes, i))).toEqual([lowest, lowest, highest, highest]);
  });

  it('gives values that are not finite no colour of the map', () => {
    const bytes = paint(new Float64Array([NaN, Infinity, -Infinity]), [0, 1], 'linear', 'gray');
    expect([0, 1, 2].map(i => pixel(bytes, i))).toEqual([MISSING.grey, MISSING.grey, MISSING.grey]);
  });

  it('spreads decades evenly on a logarithmic scale', () => {
    const bytes = paint(new Float64Array([1, 10, 100]), [1, 100], 'log', 'gray');
    expect([0, 1, 2].map(i => pixel(bytes, i)[0])).toEqual([0, 128, 255]);
  });

  it('draws zero and less in the lowest colour on a logarithmic scale', () => {
    const bytes = paint(new Float64Array([0, -1]), [1, 100], 'log', 'viridis');
    expect([pixel(bytes, 0), pixel(bytes, 1)]).toEqual([lowest, lowest]);
  });

  it.each([Int8Array, Uint8Array, Int16Array, Uint16Array])(
    'colours each of many small integers as it would alone: %o',
    type => {
      const values = new type(70_000).map((_, i) => 31 * i);
      const alone = paint(Float64Array.from(values), [-40, 90], 'linear', 'magma');
      const painted = paint(values, [-40, 90], 'linear', 'magma');
      expect(painted.every((byte, i) => byte === alone[i])).toBe(true);
    }
  );

  it('draws a constant image in the middle colour', () => {
    const bytes = paint(new Uint8Array([7]), [7, 7], 'linear', 'gray');
    expect(pixel(bytes, 0)).toEqual([128, 128, 128, 255]);
  });

  it('colours nothing without a range', () => {
    expect(pixel(paint(new Uint8Array([7]), null, 'linear', 'gray'), 0)).toEqual([...MISSING.grey]);
  });
});
