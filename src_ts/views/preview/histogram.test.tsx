// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { plan, statistics } from '../../testing/data';
import { show } from '../../testing/preview';

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
