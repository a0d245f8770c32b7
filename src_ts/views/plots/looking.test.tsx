// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import type { IPreviewPlan, IVariable } from '../../core/protocol';
import { node, plan, words } from '../../testing/data';
import { show } from '../../testing/preview';
import { shareOf } from './bars';
import { roundTicks } from './ticks';

const variable: IVariable = {
  name: 'rain',
  path: ['raw', 'x', 'rain'],
  dims: ['time', 'lat'],
  shape: [365, 36],
  dtype: 'float32',
  size: 52_560,
  unit: 'mm/day',
  title: 'precipitation',
  index: false,
  attributes: { long_name: 'precipitation' }
};

const dataset = plan(['x'], [], {
  kind: 'dataset',
  dataset: {
    dimensions: [
      { name: 'time', size: 365 },
      { name: 'lat', size: 36 }
    ],
    coordinates: [{ ...variable, name: 'time', path: ['raw', 'x', 'time'], index: true }],
    variables: [variable],
    attributes: { title: 'Climate' },
    partial: null
  }
});

describe('a dataset', () => {
  it('has the sections that users of xarray know', async () => {
    const { page } = await show(dataset);
    const headings = [...page.querySelectorAll('.tjl-Fold > summary')].map(e => e.textContent);
    expect(headings).toEqual(['Coordinates (1)', 'Data variables (1)', 'Attributes (1)']);
    const row = page.querySelectorAll('.tjl-Variables')[1].querySelector('tbody tr');
    expect(row?.textContent).toContain('rain(time, lat)float32365×36mm/day');
  });

  it('opens a variable as any other node', async () => {
    const { page, host, wait } = await show(dataset);
    await wait(() => page.querySelectorAll<HTMLButtonElement>('.tjl-Variables button')[1].click());
    expect(host.ran).toMatchObject([{ id: 'open-preview', target: { path: variable.path } }]);
  });

  it('opens a variable in its place where there are no tabs, and goes back', async () => {
    const { page, host, model, wait } = await show(dataset);
    vi.spyOn(host, 'actions').mockReturnValue([]);
    await wait(() => page.querySelectorAll<HTMLButtonElement>('.tjl-Variables button')[1].click());
    expect(model.inner?.path).toEqual(variable.path);
    await wait(() => page.querySelector<HTMLButtonElement>('button[aria-label=Back]')?.click());
    expect(page.textContent).toContain('Data variables');
  });
});

it('tells of a container what is in it, and of how many that was counted', async () => {
  const { page } = await show(
    plan(['x'], [], {
      kind: 'contents',
      contents: {
        total: 5000,
        counted: 300,
        families: [{ name: 'array', count: 300 }],
        specs: [],
        first: [node(['x', 'a'])],
        columns: []
      }
    })
  );
  expect(page.textContent).toContain('Counted among the first 300 of 5,000.');
  expect(page.textContent).toContain('… 4,999 more');
});

describe('a file', () => {
  const files = [{ name: 'page.html', size: 30 }];

  it('that holds markup is only text', async () => {
    const text = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
    const { page } = await show(plan(['x'], [], { kind: 'file', files }), {
      'preview.file': ({ name }) => ({
        name,
        size: 30,
        type: [words('HTML page'), words('shown as text')],
        mediaType: 'text/plain',
        kind: 'text',
        text,
        value: null,
        partial: null
      })
    });
    expect(page.querySelector('pre')?.textContent).toBe(text);
    expect(page.querySelector('.tjl-Page img, .tjl-Page script')).toBeNull();
  });
});

it('says what to do where the kernel sent what this page does not understand', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const old = { ...dataset, dataset: { variables: null } } as unknown as IPreviewPlan;
  const { page } = await show(old);
  expect(page.querySelector('[role=alert]')?.textContent).toContain(
    'install the same in both, restart the kernel and reload the page'
  );
  expect(page.querySelector('.tjl-Preview-path')?.textContent).toContain('x');
  vi.restoreAllMocks();
});

describe('bars', () => {
  it('reach the top with the largest count, and the foot without any', () => {
    for (const scale of ['linear', 'log'] as const) {
      expect([shareOf(0, 9, scale), shareOf(9, 9, scale)]).toEqual([0, 1]);
      expect(shareOf(1, 1, scale)).toBe(1);
    }
    expect(shareOf(1, 1000, 'log')).toBeGreaterThan(0.05);
  });

  it.each([
    [0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [-46.8, 49.3, 5, [-40, -20, 0, 20, 40]],
    [3, 3, 5, []]
  ])('from %d to %d have round ticks', (low, high, most, expected) => {
    const { ticks } = roundTicks(low, high, most);
    expect(ticks).toHaveLength(expected.length);
    ticks.forEach((tick, index) => expect(tick).toBeCloseTo(expected[index]));
  });
});
