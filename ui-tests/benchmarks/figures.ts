import { expect, test } from '@playwright/test';

/** How often each thing is tried. */
export const TRIES = Number(process.env.TILED_JL_BENCH_TRIES ?? 20);

/** The kind of annotation by which a test hands a figure to the reporter. */
export const FIGURE = 'figure';

/** What was measured, and what was asked for. */
export interface IFigure {
  name: string;
  unit: string;
  /** The most that the median may be. */
  asked: number;
  /** What each try came to, in order. */
  tries: number[];
}

/** The middle one; of an even number of tries the mean of the two in the middle. */
export function median(tries: readonly number[]): number {
  const sorted = [...tries].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle - 0.5)] + sorted[Math.floor(middle)]) / 2;
}

export function reached({ tries, asked }: IFigure): boolean {
  return tries.length > 0 && median(tries) <= asked;
}

/** Put a figure into the table, and fail the test if it is not what was asked for. */
export function record(figure: IFigure): void {
  test.info().annotations.push({ type: FIGURE, description: JSON.stringify(figure) });
  expect
    .soft(median(figure.tries), `${figure.name}, ${figure.unit}`)
    .toBeLessThanOrEqual(figure.asked);
}
