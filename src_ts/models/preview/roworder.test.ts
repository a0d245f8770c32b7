import { describe, expect, it } from 'vitest';
import { arrange, AS_THEY_COME, type IArrangement, isArranged } from './roworder';
import type { Cell } from './table';

const columns = ['n', 'name'].map(name => ({
  name,
  dtype: '',
  title: null,
  align: 'left' as const,
  unit: null
}));
const CELLS: Cell[][] = [
  [10, 'b'],
  [9, 'Cu foil'],
  [null, 'a'],
  ['9007199254740993', 'c'],
  ['9007199254740992', 'd']
];
const ordered = (part: Partial<IArrangement>) =>
  arrange({ ...AS_THEY_COME, ...part }, [0, 1, 2, 3, 4], columns, (row, at) => CELLS[row][at]);

describe('arrange', () => {
  it('sorts numbers as such, exactly where they are large, and what is missing last', () => {
    expect(ordered({ sort: { column: 'n', descending: false } })).toEqual([1, 0, 4, 3, 2]);
    expect(ordered({ sort: { column: 'n', descending: true } })).toEqual([3, 4, 0, 1, 2]);
  });

  it('finds a text in any column, whatever its case', () => {
    expect(ordered({ filter: ' cu ' })).toEqual([1]);
    expect(ordered({ filter: 'nothing' })).toEqual([]);
  });

  it('takes a condition on a column', () => {
    expect(ordered({ filter: 'n >= 10' })).toEqual([0, 3, 4]);
    expect(ordered({ filter: 'n != 9' })).toEqual([0, 3, 4]);
    expect(ordered({ filter: 'name = Cu foil' })).toEqual([1]);
  });

  it('leaves rows as they come where nothing is asked for', () => {
    expect(ordered({})).toEqual([0, 1, 2, 3, 4]);
    expect([isArranged(AS_THEY_COME), isArranged({ sort: null, filter: ' ' })]).toEqual([
      false,
      false
    ]);
  });
});
