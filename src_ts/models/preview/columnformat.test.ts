import { describe, expect, it } from 'vitest';
import type { IColumn } from '../../core/protocol';
import { columnFormat, exactCell, formatCell } from './columnformat';
import type { Cell } from './table';

function written(dtype: string, cells: Cell[], sample: Cell[] = cells): string[] {
  const column: IColumn = { name: 'x', dtype, title: null, align: 'right', unit: null };
  const format = columnFormat(sample);
  return cells.map(cell => formatCell(cell, column, format));
}

describe('numbers of a column', () => {
  it('have their points below one another, in about six digits', () => {
    expect(written('float64', [8829, 8830.666666666666, 8832.333333333334])).toEqual([
      '8829.00',
      '8830.67',
      '8832.33'
    ]);
  });

  it('have no more decimals than they need', () => {
    expect(written('float64', [0, 0.25, 1.5])).toEqual(['0.00', '0.25', '1.50']);
    expect(written('float32', [120062, 120246])).toEqual(['120062', '120246']);
  });

  it('keep their digits where they differ by powers of ten', () => {
    expect(written('float64', [1.23456789e-9, 3.5, 2e12])).toEqual([
      '1.23457e-9',
      '3.5',
      '2000000000000'
    ]);
  });

  it('are not rounded away when they are smaller than those seen before', () => {
    expect(written('float64', [0.00012345678, 0], [8829.5, 8830.25])).toEqual([
      '0.000123457',
      '0.00'
    ]);
  });

  it('are left alone where they are whole: they may be names', () => {
    expect(written('int64', [2026, '9007199254740993'])).toEqual(['2026', '9007199254740993']);
  });

  it('are short where a cell holds several', () => {
    expect(written('float32 × 3', ['[0.5900402069091797, -1, 1.23456789e-09]'])).toEqual([
      '[0.59004, -1, 1.23457e-9]'
    ]);
  });
});

describe('times of a column', () => {
  it('have fractions of one length, and no letter', () => {
    expect(written('timestamp[us]', ['2026-03-02T06:00:00', '2026-03-02T06:00:00.00049'])).toEqual([
      '2026-03-02 06:00:00.000000',
      '2026-03-02 06:00:00.000490'
    ]);
    expect(written('timestamp[s, tz=Europe/Paris]', ['2026-03-02T06:00:00+01:00'])).toEqual([
      '2026-03-02 06:00:00+01:00'
    ]);
    expect(written('datetime64[D]', ['2026-03-02'])).toEqual(['2026-03-02']);
  });
});

it('says what is missing and what is on its way', () => {
  expect(written('float64', [null, undefined, 'NaN', true])).toEqual(['—', '…', 'NaN', 'true']);
  expect([null, undefined, 0.1, 'a'].map(exactCell)).toEqual(['—', '…', '0.1', 'a']);
});
