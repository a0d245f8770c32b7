// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { plan, statistics } from '../../testing/data';
import type { Handlers } from '../../testing/kernel';
import { show } from '../../testing/preview';
import { boxOf, pointToArray } from '../plots/geometry';
import { isLink, unitOf } from '../metadata/metavalue';
import { pathsOf } from '../metadata/metadata';
import { csvText } from '../parts/saving';
import { utcTime } from '../parts/times';

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

describe('csvText', () => {
  it('says what it is, and quotes what would be read otherwise', () => {
    const text = csvText(
      ['x,\nframe 3', ''],
      [
        ['a', 1],
        ['b "c", d', null],
        ['#e', true]
      ]
    );
    expect(text).toBe('# x, frame 3\na,1\n"b ""c"", d",\n"#e",true\n');
  });
});

describe('a flipped image', () => {
  const region = { rows: [0, 10], columns: [0, 20] } as const;
  const frame = { left: 0, top: 0, width: 200, height: 100, flipX: true, flipY: true };

  it('is pointed at where it is seen', () => {
    expect(pointToArray(0, 0, frame, region)).toEqual({ row: 10, column: 20 });
    expect(boxOf({ rows: [0, 1], columns: [0, 1] }, frame, region)).toEqual({
      left: 190,
      top: 90,
      width: 10,
      height: 10
    });
  });
});

describe('metadata', () => {
  it('have the units that stand beside the numbers', () => {
    expect(unitOf({ energy: 7, units: { energy: 'keV' } }, 'energy')).toBe('keV');
    expect(unitOf({ value: 300, unit: 'K' }, 'value')).toBe('K');
    expect(unitOf({ exposure: 1, exposure_units: 's' }, 'exposure')).toBe('s');
    expect(unitOf({ name: 'Cu', unit: 'K' }, 'name')).toBeNull();
  });

  it('have links only to the web', () => {
    expect(isLink('https://doi.org/10.1/x')).toBe(true);
    const others = ['javascript:alert(1)', 'see https://a.test', 'data:text/html,x', 'http:'];
    expect(others.filter(isLink)).toEqual([]);
  });

  it('tell the paths of what was found', () => {
    const found = pathsOf({ sample: { name: 'Cu', mass: 3 }, tags: ['cu', 'ni'] }, 'cu');
    expect(found).toEqual(['sample.name', 'tags.0']);
  });

  it('have moments in UTC beside those of the own clock', () => {
    expect(utcTime(Date.UTC(2026, 2, 5, 9, 30))).toBe('2026-03-05 09:30:00 UTC');
    expect(utcTime(NaN)).toBe('');
  });
});

it('opens a menu by keyboard, goes through it, and gives the focus back', async () => {
  const { page, wait } = await show(plan(['x'], [2, 2]), {
    'preview.image': () => ({
      result: {
        rows: [0, 2, 1],
        columns: [0, 2, 1],
        height: 2,
        width: 2,
        pixels: 'uint8',
        exact: true,
        statistics: statistics(),
        notes: [],
        partial: null
      },
      buffers: [new Uint8Array(4).buffer]
    })
  });
  const button = page.querySelector<HTMLButtonElement>('[aria-haspopup=menu]')!;
  const press = (key: string) =>
    wait(() =>
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    );
  button.focus();
  await press('ArrowDown');
  expect(document.activeElement?.textContent).toBe('Flip left and right');
  await press('ArrowDown');
  expect(document.activeElement?.textContent).toBe('Flip top and bottom');
  await press('End');
  expect(document.activeElement?.textContent).toContain('CSV');
  await press('Escape');
  expect([page.querySelector('[role=menu]'), document.activeElement]).toEqual([null, button]);
});

it('saves a histogram as numbers and as a drawing that needs no style sheet', async () => {
  const fields = [{ path: ['energy'], dtype: 'float64', unit: 'keV' }];
  const { host, page, wait } = await show(plan(['x'], [], { kind: 'histogram', fields }), {
    'preview.histogram': () => ({
      low: 0,
      high: 4,
      counts: [3, 5],
      below: 0,
      above: 0,
      statistics: statistics(),
      notes: [],
      partial: null
    })
  });
  for (const item of ['Save what is shown as CSV', 'Save as SVG']) {
    await wait(() => page.querySelector<HTMLButtonElement>('[aria-haspopup=menu]')?.click());
    await wait(() =>
      [...page.querySelectorAll<HTMLButtonElement>('[role=menuitem]')]
        .find(({ textContent }) => textContent === item)
        ?.click()
    );
  }
  const [csv, svg] = await Promise.all(host.saved.map(({ file }) => file.text()));
  expect(csv).toMatch(/from,to,count\n0,2,3\n2,4,5\n$/);
  expect(svg).toContain('energy (keV)');
  expect(host.saved.map(({ name }) => name)).toEqual(['raw _ x.csv', 'raw _ x.svg']);
});

it('sorts what is loaded of a table, says so, and lets columns be chosen', async () => {
  const { kernel, model, wait } = await show(table, { 'preview.table': rows });
  const records = model.models.table!;
  await wait(() => records.show(0, 3));
  records.arrangement = { sort: { column: 'a', descending: false }, filter: '' };
  expect([0, 1, 2].map(place => records.rowAt(place))).toEqual([1, 0, 2]);
  expect(records.cell(0, 1)).toBe('#z');
  expect(records.missing(0)).toEqual({ missing: 1, loaded: 3 });
  await wait(() => records.toggle('a'));
  expect(records.columns.map(({ name }) => name)).toEqual(['b']);
  expect(kernel.paramsOf('preview.table').at(-1)?.columns).toEqual(['b']);
  records.toggle('b');
  expect(records.columns).toHaveLength(1);
});
