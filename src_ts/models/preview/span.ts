/** A stretch of a dimension: from and up to, not including. */
export type Span = readonly [number, number];

// Closer than this, pixels are squares of a palm's breadth.
const LEAST = 4;

/** Keep a span whole-numbered, not too short, and inside a dimension. */
export function clampSpan([first, last]: Span, size: number): Span {
  const length = Math.min(size, Math.max(Math.min(LEAST, size), Math.round(last - first)));
  const start = Math.min(Math.max(0, Math.round(first)), size - length);
  return [start, start + length];
}

/** Shorten or lengthen a span around a point that stays where it is. */
export function zoomSpan([first, last]: Span, factor: number, point: number, size: number): Span {
  const fraction = (point - first) / (last - first);
  const length = Math.min(size, (last - first) / factor);
  const start = point - fraction * length;
  return shiftSpan([start, start + length], 0, size);
}

/** Move a span, as far as there is room. */
export function shiftSpan([first, last]: Span, by: number, size: number): Span {
  const length = last - first;
  const start = Math.min(Math.max(0, first + by), Math.max(0, size - length));
  return [start, start + length];
}
