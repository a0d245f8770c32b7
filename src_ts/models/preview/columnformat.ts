import type { IColumn } from '../../core/protocol';
import type { Cell } from './table';

const DIGITS = 6;
// Columns whose numbers differ by more than this would show mostly zeros with fixed decimals.
const SPREAD = 1e5;
// In the text of a cell that holds several numbers.
const FRACTION = /-?\d+\.\d+(?:e[-+]?\d+)?/g;

/** How the cells of a column are written: shorter than they are, and all alike. */
export interface IColumnFormat {
  /** Decimals of numbers; `null` where each has its own. */
  decimals: number | null;
  /** Digits of the fraction of a second, for times. */
  fraction: number;
}

/**
 * Choose how a column is written by some of its cells.
 *
 * Decided once for a column: it would be restless if it changed with the rows in view.
 */
export function columnFormat(cells: readonly Cell[]): IColumnFormat {
  const numbers = cells.filter(isNumber);
  const sizes = numbers.map(Math.abs).filter(size => size > 0);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const fractions = cells.map(cell => (typeof cell === 'string' ? fractionOf(cell) : 0));
  const longest = Math.max(0, ...fractions);
  return {
    decimals:
      sizes.length && (most / least > SPREAD || most >= 1e9 || most < 1e-3)
        ? null
        : neededDecimals(numbers, most),
    // Clocks count milli-, micro- or nanoseconds.
    fraction: Math.ceil(longest / 3) * 3
  };
}

/** A cell as its column writes it, whose exact value is the cell itself; as it is without a format. */
export function formatCell(cell: Cell, column: IColumn, format: IColumnFormat | undefined): string {
  if (!format || cell === undefined || cell === null || typeof cell === 'boolean') {
    return exactCell(cell);
  }
  const { decimals, fraction } = format;
  if (isNumber(cell) && column.dtype.startsWith('float')) {
    return decimals === null || tooSmall(cell, decimals)
      ? String(Number(cell.toPrecision(DIGITS)))
      : cell.toFixed(decimals);
  }
  if (typeof cell === 'string' && column.dtype.startsWith('float')) {
    return cell.replace(FRACTION, digits => String(Number(Number(digits).toPrecision(DIGITS))));
  }
  return typeof cell === 'string' && /^(datetime|timestamp)/.test(column.dtype)
    ? padded(cell.replace('T', ' '), fraction)
    : String(cell);
}

/** A cell with nothing left out; an ellipsis stands for what is on its way. */
export function exactCell(cell: Cell): string {
  return cell === undefined ? '…' : cell === null ? '—' : String(cell);
}

function isNumber(cell: Cell): cell is number {
  return typeof cell === 'number';
}

function neededDecimals(numbers: readonly number[], most: number): number {
  const whole = most >= 1 && Number.isFinite(most) ? Math.floor(Math.log10(most)) + 1 : 1;
  const enough = Math.max(0, DIGITS - whole);
  for (let decimals = 0; decimals < enough; decimals++) {
    if (numbers.every(value => Number(value.toFixed(decimals)) === value)) {
      return decimals;
    }
  }
  return enough;
}

/** With so few decimals little would be left of the number. */
function tooSmall(value: number, decimals: number): boolean {
  return value !== 0 && Math.abs(value) < 10 ** (1 - decimals) && Math.abs(value) < 0.1;
}

function fractionOf(moment: string): number {
  return /T\d\d:\d\d:\d\d\.(\d+)/.exec(moment)?.[1].length ?? 0;
}

/** Give the seconds of a moment as many digits as those of its neighbours have. */
function padded(moment: string, fraction: number): string {
  return moment.replace(/(:\d\d:\d\d)(?:\.(\d+))?/, (_, time: string, digits = '') =>
    fraction ? `${time}.${String(digits).padEnd(fraction, '0')}` : time
  );
}
