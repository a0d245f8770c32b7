import type { IRegion } from '../../models/preview/picture';

/** A rectangle on the screen, in pixels of CSS. */
export interface IFrame {
  left: number;
  top: number;
  width: number;
  height: number;
  /** Columns go from right to left. */
  flipX?: boolean;
  /** Rows go from bottom to top. */
  flipY?: boolean;
}

/** Where a region is drawn in a pane: as large as fits, with square pixels or filling the pane. */
export function placeRegion(
  { rows, columns }: IRegion,
  pane: { width: number; height: number },
  square: boolean
): IFrame {
  if (!square) {
    return { left: 0, top: 0, ...pane };
  }
  const high = rows[1] - rows[0];
  const wide = columns[1] - columns[0];
  const scale = Math.min(pane.width / wide, pane.height / high);
  const width = wide * scale;
  const height = high * scale;
  return {
    left: Math.round((pane.width - width) / 2),
    top: Math.round((pane.height - height) / 2),
    width,
    height
  };
}

/** The row and column under a point of the pane; fractions lie inside a pixel. */
export function pointToArray(
  x: number,
  y: number,
  frame: IFrame,
  { rows, columns }: IRegion
): { row: number; column: number } {
  const down = turned((y - frame.top) / frame.height, frame.flipY);
  const right = turned((x - frame.left) / frame.width, frame.flipX);
  return {
    row: rows[0] + down * (rows[1] - rows[0]),
    column: columns[0] + right * (columns[1] - columns[0])
  };
}

/** Where a row and column are drawn in the pane. */
export function arrayToPoint(
  row: number,
  column: number,
  frame: IFrame,
  { rows, columns }: IRegion
): { x: number; y: number } {
  const right = turned((column - columns[0]) / (columns[1] - columns[0]), frame.flipX);
  const down = turned((row - rows[0]) / (rows[1] - rows[0]), frame.flipY);
  return { x: frame.left + right * frame.width, y: frame.top + down * frame.height };
}

/** Where a rectangle of an array is drawn. */
export function boxOf(box: IRegion, frame: IFrame, region: IRegion): IFrame {
  const a = arrayToPoint(box.rows[0], box.columns[0], frame, region);
  const b = arrayToPoint(box.rows[1], box.columns[1], frame, region);
  return {
    left: Math.min(a.x, b.x),
    top: Math.min(a.y, b.y),
    width: Math.abs(b.x - a.x),
    height: Math.abs(b.y - a.y)
  };
}

function turned(fraction: number, flipped: boolean | undefined): number {
  return flipped ? 1 - fraction : fraction;
}

/** Whether square pixels make sense: in a very long or flat image they would leave a thin strip. */
export function isSquarish(width: number, height: number): boolean {
  return Math.max(width, height) <= 6 * Math.min(width, height);
}

/** Widen the shorter side of a region so that it fills the pane with square pixels. */
export function fillPane(
  { rows, columns }: IRegion,
  pane: { width: number; height: number },
  limits: { width: number; height: number }
): IRegion {
  const high = rows[1] - rows[0];
  const wide = columns[1] - columns[0];
  const aspect = pane.width / pane.height;
  return wide / high < aspect
    ? { rows, columns: widen(columns, high * aspect, limits.width) }
    : { rows: widen(rows, wide / aspect, limits.height), columns };
}

/** The part of an image that is as large as the pane, pixel for pixel, around its middle. */
export function onePixelEach(
  { rows, columns }: IRegion,
  pixels: { width: number; height: number },
  limits: { width: number; height: number }
): IRegion {
  return {
    rows: widen(rows, Math.min(pixels.height, limits.height), limits.height),
    columns: widen(columns, Math.min(pixels.width, limits.width), limits.width)
  };
}

function widen(
  [first, last]: readonly [number, number],
  length: number,
  size: number
): readonly [number, number] {
  const fits = Math.min(length, size);
  const start = Math.min(Math.max(0, (first + last) / 2 - fits / 2), size - fits);
  return [start, start + fits];
}

/** How much closer a turn of the wheel goes: the same for a mouse's few notches and a touchpad's many. */
export function wheelFactor({
  deltaY,
  deltaMode
}: Pick<WheelEvent, 'deltaY' | 'deltaMode'>): number {
  const notches = deltaY / (deltaMode === 0 ? NOTCH_PIXELS : NOTCH_LINES);
  return NOTCH_ZOOM ** -Math.max(-1, Math.min(1, notches));
}

const NOTCH_ZOOM = 1.4;
const NOTCH_PIXELS = 100;
const NOTCH_LINES = 3;

/** Round positions for the ticks of an axis, at most so many. */
export function ticksOf([first, last]: readonly [number, number], most: number): number[] {
  const rough = (last - first) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map(n => n * power).find(n => n >= rough) ?? rough);
  const ticks: number[] = [];
  for (let tick = Math.ceil(first / step) * step; tick < last; tick += step) {
    ticks.push(tick);
  }
  return ticks;
}
