import type { IPicture } from './coloured';
import type { Span } from './span';

/** A part of an image in its own coordinates: from and up to, not including. */
export interface IRegion {
  rows: Span;
  columns: Span;
}

/** The values along a line through an image. */
export interface IProfile {
  positions: number[];
  values: number[];
  /** From one position to the next. */
  step: number;
}

/** The value, or red, green, blue and alpha, at a row and column of an array. */
export interface IPixel {
  row: number;
  column: number;
  values: number[];
}

/** The pixel of a picture that stands for a row and column of the array; `null` outside of it. */
export function pixelAt(picture: IPicture, row: number, column: number): IPixel | null {
  const { rows, columns, width, height } = picture.result;
  const i = Math.floor((row - rows[0]) / rows[2]);
  const j = Math.floor((column - columns[0]) / columns[2]);
  if (i < 0 || j < 0 || i >= height || j >= width) {
    return null;
  }
  const channels = typeof picture.request.channel === 'number' ? 4 : 1;
  const first = (i * width + j) * channels;
  return {
    row: rows[0] + i * rows[2],
    column: columns[0] + j * columns[2],
    values: Array.from(picture.pixels.subarray(first, first + channels))
  };
}

/** The part of a picture that lies in a region, in the picture's own rows and columns. */
export function partIn({ result }: IPicture, { rows, columns }: IRegion): IRegion {
  const part = (
    [first, last]: Span,
    [start, , step]: readonly [number, number, number],
    size: number
  ) => {
    const from = Math.max(0, Math.floor((first - start) / step));
    return [from, Math.max(from, Math.min(size, Math.ceil((last - start) / step)))] as const;
  };
  return {
    rows: part(rows, result.rows, result.height),
    columns: part(columns, result.columns, result.width)
  };
}

/** The values along the row and the column of a pixel, as far as they lie in a region. */
export function profilesThrough(
  picture: IPicture,
  at: IPixel,
  region: IRegion
): { row: IProfile; column: IProfile } {
  const { pixels, result } = picture;
  const { rows, columns, width } = result;
  const part = partIn(picture, region);
  const i = (at.row - rows[0]) / rows[2];
  const j = (at.column - columns[0]) / columns[2];
  const along = ([from, to]: Span, start: number, step: number, place: (n: number) => number) => ({
    positions: Array.from({ length: to - from }, (_, n) => start + (from + n) * step),
    values: Array.from({ length: to - from }, (_, n) => pixels[place(from + n)]),
    step
  });
  return {
    row: along(part.columns, columns[0], columns[2], n => i * width + n),
    column: along(part.rows, rows[0], rows[2], n => n * width + j)
  };
}
