import { expect, it } from 'vitest';
import { entriesOf, jsonText, pathText, valueText } from './jsonentries';

it('keeps the places of a list of which a search has left a part', () => {
  const layers: unknown[] = [];
  layers[2] = 'z';
  const entries = entriesOf({ layers }, 9, new Set());
  expect(entries.map(pathText)).toEqual(['layers', 'layers.2']);
  expect(entries[1]).toMatchObject({ key: 2, position: 1, siblings: 1 });
  expect(valueText(entries[0])).toBe(JSON.stringify(['z'], null, 2));
  expect(jsonText({ layers })).toBe(JSON.stringify({ layers: ['z'] }, null, 2));
});
