import { expect, it } from 'vitest';
import { english } from '../../core/translator';
import { container, node } from '../../testing/data';
import { dtypeWords, summaryParts, summaryWords } from './summarywords';

it('can be without the data type', () => {
  const image = node(['x'], { shape: [60, 512, 512], dtype: 'datetime64[ns]' });
  expect(summaryParts(image, english)).toEqual(['60×512×512', 'datetime64[ns]']);
  expect(summaryWords(image, english)).toBe('60×512×512 datetime64[ns]');
});

it('counts records and their fields', () => {
  const records = node(['x'], { shape: [1000], dtype: 'record[4]' });
  expect(summaryWords(records, english)).toBe('1,000 records of 4 fields');
  expect(dtypeWords('record[1]', english)).toBe('records of 1 field');
});

it('stays whole where less of it would mislead', () => {
  expect(summaryParts({ ...container(['a']), shape: null, count: 1204 }, english)).toEqual([
    '1,204 entries'
  ]);
});
