// @vitest-environment happy-dom
import { expect, it, onTestFinished } from 'vitest';
import { english } from '../../core/translator';
import { RecordsModel } from '../../models/preview/records';
import { plan } from '../../testing/data';
import { Kernel, settle } from '../../testing/kernel';
import { GridModel, placeWords } from './gridmodel';

async function openGrid() {
  const kernel = new Kernel({
    'preview.table': () => ({
      start: 0,
      stop: 2,
      rows: 2,
      cells: [[8830.666666666666, null]],
      partial: null
    })
  });
  const columns = [
    { name: 'energy', dtype: 'float64', title: null, align: 'right' as const, unit: 'eV' }
  ];
  const table = new RecordsModel(
    kernel.connect(),
    'a',
    plan(['x'], [], { kind: 'table', columns })
  );
  const grid = new GridModel(table, english);
  onTestFinished(() => {
    grid.dispose();
    table.dispose();
  });
  table.show(0, 2);
  await settle();
  return { grid, table };
}

it('writes few digits and gives all of them to be copied', async () => {
  const { grid } = await openGrid();
  expect(grid.metadata('body', 0, 0)).toMatchObject({ words: '8830.67', missing: false });
  expect(grid.data('body', 0, 0)).toBe(8830.666666666666);
  expect(grid.metadata('body', 1, 0)).toMatchObject({ words: '—', missing: true });
  expect(grid.data('body', 1, 0)).toBe('');
});

it('heads a column with its unit', async () => {
  const { grid } = await openGrid();
  expect(grid.data('column-header', 0, 0)).toBe('energy (eV)');
});

it('says in full what is under the pointer', async () => {
  const { table } = await openGrid();
  expect(placeWords(table, english, 'body', 0, 0)).toBe('8830.666666666666');
  expect(placeWords(table, english, 'column-header', 0, 0)).toBe('energy (eV)\nfloat64');
  expect(placeWords(table, english, 'void', 0, 5)).toBe('');
});
