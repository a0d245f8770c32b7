import type { IColumn } from '../../core/protocol';
import type { Cell } from './table';

/** In which order rows are, and which of them. */
export interface IArrangement {
  /** The column by which rows are sorted, `null` for the order in which they are stored. */
  sort: { column: string; descending: boolean } | null;
  /** A text that rows have to hold, or a condition on a column such as `energy > 9000`. */
  filter: string;
}

/** All rows, in the order in which they are stored. */
export const AS_THEY_COME: IArrangement = { sort: null, filter: '' };

const CONDITION = /^(.+?)\s*(<=|>=|!=|=|<|>)\s*(.+)$/;

/** Whether rows are in another order, or not all of them there. */
export function isArranged({ sort, filter }: IArrangement): boolean {
  return sort !== null || filter.trim() !== '';
}

/** The rows that fit, in order; what is missing comes last, whichever way the others go. */
export function arrange(
  { sort, filter }: IArrangement,
  rows: readonly number[],
  columns: readonly IColumn[],
  cell: (row: number, column: number) => Cell
): number[] {
  const fits = filterOf(filter.trim(), columns);
  const kept = rows.filter(row => fits(column => cell(row, column)));
  const by = columns.findIndex(({ name }) => name === sort?.column);
  if (!sort || by < 0) {
    return kept;
  }
  const direction = sort.descending ? -1 : 1;
  return kept.sort((a, b) => {
    const [left, right] = [cell(a, by) ?? null, cell(b, by) ?? null];
    if (left === null || right === null) {
      return Number(left === null) - Number(right === null) || a - b;
    }
    return direction * compare(left, right) || a - b;
  });
}

type Fits = (read: (column: number) => Cell) => boolean;

function filterOf(text: string, columns: readonly IColumn[]): Fits {
  const [, name, operator, value] = CONDITION.exec(text) ?? [];
  const column = columns.findIndex(each => each.name === name);
  if (column >= 0) {
    return read => holds(read(column) ?? null, operator, value);
  }
  const wanted = text.toLowerCase();
  return read =>
    columns.some((_, index) =>
      String(read(index) ?? '')
        .toLowerCase()
        .includes(wanted)
    );
}

function holds(cell: NonNullable<Cell> | null, operator: string, value: string): boolean {
  if (cell === null) {
    return false;
  }
  const order = compare(cell, value);
  switch (operator) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    default:
      return order >= 0;
  }
}

/** Less than zero where the first comes before the second: as numbers, or else as texts. */
function compare(a: NonNullable<Cell>, b: NonNullable<Cell>): number {
  const [left, right] = [number(a), number(b)];
  if (typeof left === 'bigint' && typeof right === 'bigint') {
    return left < right ? -1 : Number(left > right);
  }
  const [x, y] = [Number(left), Number(right)];
  return Number.isNaN(x) || Number.isNaN(y) ? String(a).localeCompare(String(b)) : x - y;
}

/** Integers that are too large for the page come as texts, and are compared exactly. */
function number(cell: NonNullable<Cell>): number | bigint {
  if (typeof cell === 'string' && /^-?\d+$/.test(cell)) {
    return BigInt(cell);
  }
  if (typeof cell === 'number' && Number.isSafeInteger(cell)) {
    return BigInt(cell);
  }
  return typeof cell === 'string' && !cell.trim() ? NaN : Number(cell);
}
