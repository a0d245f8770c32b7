import { expect, it } from 'vitest';
import { partsOf } from './summary';

it('can be without the data type, or what a number counts', () => {
  expect(partsOf('60×512×512 uint16')).toEqual(['60×512×512', 'uint16']);
  expect(partsOf('3 columns')).toEqual(['3', 'columns']);
});

it('stays whole where less of it would mislead', () => {
  expect(partsOf('1,000 records of 4 fields')).toEqual(['1,000 records of 4 fields']);
});
