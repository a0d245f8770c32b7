import { expect, it } from 'vitest';
import { partsOf } from './summary';

it('can be without the data type', () => {
  const parts = partsOf({ summary: '60×512×512 datetime64[ns]', dtype: 'datetime64[ns]' });
  expect(parts).toEqual(['60×512×512', 'datetime64[ns]']);
});

it('stays whole where less of it would mislead', () => {
  expect(partsOf({ summary: '3 columns', dtype: '' })).toEqual(['3 columns']);
  const records = '1,000 records of 4 fields';
  expect(partsOf({ summary: records, dtype: 'record of 4 fields' })).toEqual([records]);
});
