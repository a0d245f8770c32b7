import { createContainer, remove } from '../nodes';
import { violations } from './axe';
import { expect, REAL_KERNELS, test } from './fixtures';
import { reload } from './reload';
import type { Sidebar } from './sidebar';

const SIDEBAR = '#tiled-jl-sidebar';

async function pick(sidebar: Sidebar, label: string, key: string): Promise<void> {
  const field = sidebar.region.getByRole('combobox', { name: label });
  await field.fill(key);
  await field.press('Enter');
}

async function top(sidebar: Sidebar, key: string): Promise<number | undefined> {
  return (await sidebar.row(key).boundingBox())?.y;
}

test.describe('an arranged container', () => {
  test.use(REAL_KERNELS);

  test('is sorted and has columns, again after a reload, and as it was when told so', async ({
    page,
    sidebar
  }) => {
    await sidebar.open();
    await sidebar.expand('demo', 'scans');
    await sidebar.row('scan00001').waitFor();
    await sidebar.region.getByRole('button', { name: 'Sort and columns' }).click();
    const panel = sidebar.region.getByRole('region', { name: 'Sort and columns of scans' });
    await pick(sidebar, 'Add a column', 'start');
    await pick(sidebar, 'Add a column', 'temperature.value');
    await pick(sidebar, 'Sort by a key', 'temperature.value');
    await panel.getByRole('button', { name: 'temperature.value ascending' }).click();
    expect(await violations(page, SIDEBAR)).toEqual([]);
    await panel.press('Escape');
    await expect(sidebar.region.getByRole('button', { name: 'Sort and columns' })).toBeFocused();

    const hottest = sidebar.tree.getByRole('treeitem', { level: 3 }).first();
    await expect(hottest).toHaveAccessibleName(/^scan\d+, .*\d\d:\d\d, (450|449\.\d) K/);
    const name = (await hottest.getAttribute('aria-label')) ?? '';
    await expect(hottest.getByTitle(/^start: .* UTC$/s)).toHaveText(/\d\d:\d\d/);

    await reload(page);
    await sidebar.show();
    await expect(hottest).toHaveAccessibleName(name);

    await sidebar.row('scans').click();
    await page.evaluate(() => window.jupyterapp.commands.execute('tiled-jl:sort', {}));
    await expect(hottest).toHaveAccessibleName(/^scan00000,/);
  });
});

test('values are counted, and each click narrows the search', async ({ page, sidebar }) => {
  await sidebar.open();
  await sidebar.expand('demo');
  await sidebar.row('scans').click();
  await sidebar.region.getByRole('button', { name: 'Narrow by values' }).click();
  const facet = (name: string) => sidebar.region.getByRole('group', { name });
  const copper = facet('sample.name').getByRole('checkbox', { name: /^Cu foil/ });
  await copper.check();
  const chips = sidebar.region.getByRole('list', { name: 'Search' });
  await expect(chips).toContainText('sample.name = Cu foil');
  await expect(facet('sample.name').getByRole('checkbox')).toHaveCount(1);
  await pick(sidebar, 'Count another key', 'exit_status');
  await facet('exit_status')
    .getByRole('checkbox', { name: /^aborted/ })
    .press('Space');
  await expect(chips.getByRole('listitem')).toHaveCount(2);
  await expect(sidebar.region.getByRole('status').filter({ hasText: 'found in' })).toBeVisible();
  expect(await violations(page, SIDEBAR)).toEqual([]);

  // It may be one of those that are folded away now.
  await copper.click();
  await expect(chips).not.toContainText('Cu foil');
  await expect(facet('sample.name').getByRole('checkbox')).not.toHaveCount(1);

  await sidebar.filter.fill('family:con');
  await expect(sidebar.region.getByRole('option', { name: /^container 5,000/ })).toBeVisible();
  await sidebar.filter.fill('spec:s');
  await expect(sidebar.region.getByRole('option', { name: /^scan 5,000/ })).toBeVisible();
});

test('a favourite is found again, and said to be gone once it is', async ({
  page,
  request,
  sidebar
}) => {
  await createContainer(request, 'beloved');
  await sidebar.open();
  await sidebar.expand('demo', 'scratch');
  await sidebar.row('beloved').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Add to favourites' }).click();
  await sidebar.preview('flat_field');
  await sidebar.expand('scratch');
  await sidebar.row('demo').click();

  await sidebar.region.getByRole('button', { name: 'Favourites and recent nodes' }).click();
  const favourites = sidebar.region.getByRole('list', { name: 'Favourites' });
  const recent = sidebar.region.getByRole('list', { name: 'Recent' });
  await expect(recent.getByRole('button', { name: /^flat_field/ })).toBeVisible();
  await favourites.getByRole('button', { name: /^beloved/ }).click();
  await expect(sidebar.tree.getByRole('treeitem', { selected: true })).toHaveAccessibleName(
    /^beloved/
  );
  expect(await violations(page, SIDEBAR)).toEqual([]);

  await remove(request, 'beloved');
  await page.evaluate(() => window.jupyterapp.commands.execute('tiled-jl:refresh'));
  await expect(sidebar.row('beloved')).toHaveCount(0);
  await favourites.getByRole('button', { name: /^beloved/ }).click();
  await expect(favourites).toContainText('no longer there');
  await favourites.getByRole('button', { name: 'Forget beloved' }).click();
  await expect(favourites.getByRole('listitem')).toHaveCount(0);
});

test('new nodes are announced, and move no row under the pointer', async ({
  page,
  request,
  sidebar
}) => {
  await createContainer(request, 'busy');
  for (let number = 0; number < 30; number++) {
    await createContainer(request, `busy/child${number}`);
  }
  await sidebar.open();
  await sidebar.expand('demo', 'scratch', 'busy');
  await sidebar.row('busy').click();
  await page.evaluate(() =>
    window.jupyterapp.commands.execute('tiled-jl:sort', {
      sorting: [{ by: 'added', key: '', descending: true }]
    })
  );
  await expect(sidebar.row('child29')).toBeVisible();
  await sidebar.row('child25').hover();
  const before = await top(sidebar, 'child25');

  // What the sidebar hears of at once, or when somebody comes back to it.
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  for (let number = 30; number < 42; number++) {
    await createContainer(request, `busy/child${number}`);
  }
  const hint = sidebar.region.getByRole('button', { name: '12 new' });
  await expect(hint).toBeVisible();
  expect(await top(sidebar, 'child25')).toBe(before);
  expect(await violations(page, SIDEBAR)).toEqual([]);

  await page.evaluate(() => window.jupyterapp.commands.execute('tiled-jl:show-new'));
  await expect(hint).toHaveCount(0);
  await expect(sidebar.row('child30')).toBeAttached();
  expect(await top(sidebar, 'child25')).toBe(before);
  await remove(request, 'busy');
});
