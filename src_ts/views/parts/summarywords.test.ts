import { expect, it } from 'vitest';
import { english } from '../../core/translator';
import { container, node } from '../../testing/data';
import { summaryParts, summaryWords } from './summarywords';

it('can be without the data type', () => {
  const image = node(['x'], { shape: [60, 512, 512], dtype: 'datetime64[ns]' });
  expect(summaryParts(image, english)).toEqual(['60×512×512', 'datetime64[ns]']);
  expect(summaryWords(image, english)).toBe('60×512×512 datetime64[ns]');
});

it('stays whole where less of it would mislead', () => {
  expect(summaryParts({ ...container(['a']), shape: null, count: 1204 }, english)).toEqual([
    '1,204 entries'
  ]);
});
