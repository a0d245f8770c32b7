import { expect, it } from 'vitest';
import { closer, holds } from './plotwindow';

it('comes closer about a place that stays where it is, on either scale', () => {
  expect(closer([0, 100], 'linear', 2, 0.25)).toEqual([12.5, 62.5]);
  const [low, high] = closer([1, 10_000], 'log', 2, 0.5);
  expect([low, high].map(value => Math.round(value))).toEqual([10, 1000]);
});

it('goes as far back as it came', () => {
  const near = closer([0.1, 100], 'linear', 1.5, 0.3);
  const back = closer(near, 'linear', 1 / 1.5, 0.3);
  expect(holds({ x: near, y: near }, { x: [0.1, 100], y: near })).toBe(false);
  expect(holds({ x: back, y: back }, { x: [0.1, 100], y: [0.1, 100] })).toBe(true);
});

it('holds what lies within it in both directions', () => {
  const inner = { x: [1, 2], y: [1, 2] } as const;
  expect(holds({ x: [0, 2], y: [1, 3] }, inner)).toBe(true);
  expect(holds({ x: [0, 2], y: [1.5, 3] }, inner)).toBe(false);
});
