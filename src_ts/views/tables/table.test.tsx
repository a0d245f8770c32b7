// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { plan } from '../../testing/data';
import type { Handlers } from '../../testing/kernel';
import { show } from '../../testing/preview';

const rows: Handlers['preview.table'] = ({ columns }) => ({
  start: 0,
  stop: 3,
  rows: 3,
  partial: null,
  cells: (columns ?? ['a', 'b']).map(name => (name === 'a' ? [3, 1, null] : ['x, y', '#z', '"']))
});
const table = plan(['x'], [], {
  kind: 'table',
  columns: ['a', 'b'].map(name => ({
    name,
    dtype: 'int64',
    title: null,
    align: 'right',
    unit: null
  }))
});

it('sorts what is loaded of a table, says so, and lets columns be chosen', async () => {
  const { kernel, model, wait } = await show(table, { 'preview.table': rows });
  const records = model.models.table!;
  await wait(() => records.show(0, 3));
  await wait(() => {
    records.arrangement = { sort: { column: 'a', descending: false }, filter: '' };
  });
  expect([0, 1, 2].map(place => records.rowAt(place))).toEqual([1, 0, 2]);
  expect(records.cell(0, 1)).toBe('#z');
  expect(records.missing(0)).toEqual({ missing: 1, loaded: 3 });
  await wait(() => records.toggle('a'));
  expect(records.columns.map(({ name }) => name)).toEqual(['b']);
  expect(kernel.paramsOf('preview.table').at(-1)?.columns).toEqual(['b']);
  await wait(() => records.toggle('b'));
  expect(records.columns).toHaveLength(1);
});
