import { describe, expect, it } from 'vitest';
import {
  arrayToPoint,
  boxOf,
  fillPane,
  onePixelEach,
  placeRegion,
  pointToArray,
  ticksOf,
  wheelFactor
} from './geometry';

const PANE = { width: 400, height: 200 };
const REGION = { rows: [10, 110], columns: [0, 100] } as const;

describe('placeRegion', () => {
  it('keeps pixels square and the image in the middle', () => {
    expect(placeRegion(REGION, PANE, true)).toEqual({ left: 100, top: 0, width: 200, height: 200 });
  });

  it('fills the pane when it may', () => {
    expect(placeRegion(REGION, PANE, false)).toEqual({ left: 0, top: 0, ...PANE });
  });
});

describe('pointToArray', () => {
  const frame = placeRegion(REGION, PANE, true);

  it('finds the row and column under a point', () => {
    expect(pointToArray(100, 0, frame, REGION)).toEqual({ row: 10, column: 0 });
    expect(pointToArray(200, 100, frame, REGION)).toEqual({ row: 60, column: 50 });
  });

  it('is undone by arrayToPoint', () => {
    const { row, column } = pointToArray(137, 42, frame, REGION);
    expect(arrayToPoint(row, column, frame, REGION)).toEqual({ x: 137, y: 42 });
  });
});

describe('a flipped image', () => {
  const region = { rows: [0, 10], columns: [0, 20] } as const;
  const frame = { left: 0, top: 0, width: 200, height: 100, flipX: true, flipY: true };

  it('is pointed at where it is seen', () => {
    expect(pointToArray(0, 0, frame, region)).toEqual({ row: 10, column: 20 });
    expect(boxOf({ rows: [0, 1], columns: [0, 1] }, frame, region)).toEqual({
      left: 190,
      top: 90,
      width: 10,
      height: 10
    });
  });
});

describe('fillPane', () => {
  it('widens the shorter side to the shape of the pane', () => {
    const { rows, columns } = fillPane(REGION, PANE, { width: 1000, height: 1000 });
    expect(rows).toEqual([10, 110]);
    expect(columns).toEqual([0, 200]);
  });

  it('goes no further than the image', () => {
    const { columns } = fillPane(REGION, PANE, { width: 150, height: 1000 });
    expect(columns).toEqual([0, 150]);
  });
});

describe('onePixelEach', () => {
  it('takes as many rows and columns as there are pixels, around the middle', () => {
    const whole = { rows: [0, 1000], columns: [0, 1000] } as const;
    expect(onePixelEach(whole, PANE, { width: 1000, height: 1000 })).toEqual({
      rows: [400, 600],
      columns: [300, 700]
    });
  });
});

describe('wheelFactor', () => {
  it('goes closer and back by the same, in pixels and in lines', () => {
    const near = wheelFactor({ deltaY: -100, deltaMode: 0 });
    expect(near).toBeCloseTo(1.4);
    expect(near * wheelFactor({ deltaY: 100, deltaMode: 0 })).toBeCloseTo(1);
    expect(wheelFactor({ deltaY: -3, deltaMode: 1 })).toBeCloseTo(near);
  });

  it('goes as far in many small turns as in a large one', () => {
    expect(wheelFactor({ deltaY: -10, deltaMode: 0 }) ** 10).toBeCloseTo(1.4);
    expect(wheelFactor({ deltaY: -5000, deltaMode: 0 })).toBeCloseTo(1.4);
  });
});

describe('ticksOf', () => {
  it.each([
    [[0, 512], 5, [0, 200, 400]],
    [[133, 180], 5, [140, 150, 160, 170]],
    [[0, 4], 10, [0, 1, 2, 3]]
  ] as const)('puts round numbers on %j', (span, most, expected) => {
    expect(ticksOf(span, most)).toEqual(expected);
  });
});
