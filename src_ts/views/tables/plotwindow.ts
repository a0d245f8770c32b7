import type { Scale } from '../../models/preview/range';

/** From the least to the greatest. */
export type Span = readonly [number, number];

/** The part of a plot that is on show. */
export interface IWindow {
  x: Span;
  y: Span;
}

/** The value at a fraction of a span, which may lie outside of it. */
export function valueAt(fraction: number, scale: Scale, [low, high]: Span): number {
  return scale === 'log' ? low * (high / low) ** fraction : low + fraction * (high - low);
}

/** A span that is so many times as short, about a place in it that is given as a fraction. */
export function closer(span: Span, scale: Scale, factor: number, about: number): Span {
  return [
    valueAt(about - about / factor, scale, span),
    valueAt(about + (1 - about) / factor, scale, span)
  ];
}

// What is rounded on the way there and back.
const SLACK = 1e-6;

/** Whether a window shows all that another one does. */
export function holds(outer: IWindow, inner: IWindow): boolean {
  const around = (a: Span, b: Span) => {
    const slack = SLACK * (b[1] - b[0]);
    return a[0] <= b[0] + slack && a[1] >= b[1] - slack;
  };
  return around(outer.x, inner.x) && around(outer.y, inner.y);
}
