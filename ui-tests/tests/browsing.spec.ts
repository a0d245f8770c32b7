import { expect, test } from './fixtures';

test('a container of 100,000 children scrolls to its last one', async ({ sidebar }) => {
  await sidebar.open();
  await sidebar.expand('demo', 'large');
  await expect(sidebar.row('item000000')).toBeVisible();
  await expect(sidebar.row('large')).toHaveAccessibleName(/100,000/);

  await sidebar.row('item000000').focus();
  await sidebar.row('item000000').press('End');
  await expect(sidebar.row('item099999')).toBeVisible();
  await expect(sidebar.row('item099999')).toHaveAttribute('aria-posinset', '100000');
  await expect(sidebar.row('item099999')).toHaveAttribute('aria-setsize', '100000');
  expect(await sidebar.tree.getByRole('treeitem').count()).toBeLessThanOrEqual(200);
});

test('typing filters what is loaded, and Enter searches the server', async ({ sidebar }) => {
  await sidebar.open();
  await sidebar.expand('demo', 'examples');
  await sidebar.row('detector').waitFor();
  await sidebar.filter.fill('spec');
  await expect(sidebar.row('spectrum')).toBeVisible();
  await expect(sidebar.row('detector')).toHaveCount(0);

  await sidebar.filter.fill('');
  await sidebar.row('scans').click();
  await sidebar.filter.fill('foil');
  await sidebar.filter.press('Enter');
  await expect(sidebar.row('detector')).toHaveCount(0);
  await expect(sidebar.tree.getByRole('treeitem', { name: /^scan0/ }).first()).toBeVisible();
});

test('conditions are added one by one, and taken away by the keyboard', async ({ sidebar }) => {
  await sidebar.open();
  await sidebar.expand('demo');
  await sidebar.row('scans').click();
  await sidebar.filter.fill('temperature.value < 100');
  await sidebar.filter.press('Enter');
  const status = sidebar.region.getByRole('status').filter({ hasText: 'found in demo ▸ scans' });
  await expect(status).toBeVisible();
  const cold = await status.textContent();

  await sidebar.filter.fill('sample.formula = Cu');
  await sidebar.filter.press('Enter');
  const chips = sidebar.region.getByRole('list', { name: 'Search' });
  await expect(chips.getByRole('listitem')).toHaveText([
    'temperature.value < 100',
    'sample.formula = Cu'
  ]);
  await expect(status).not.toHaveText(cold ?? '');

  await sidebar.filter.press('Backspace');
  await expect(status).toHaveText(cold ?? '');
  await chips.getByRole('button').press('Delete');
  await expect(chips).toHaveCount(0);
  await expect(sidebar.filter).toBeFocused();
  await expect(sidebar.row('scans')).toBeVisible();

  await sidebar.filter.fill('temperature.value <');
  await sidebar.filter.press('Enter');
  await expect(sidebar.region.getByRole('alert')).toContainText('A value is missing');
  await expect(sidebar.filter).toHaveValue('temperature.value <');
});

test('a broken node says so, and its siblings are as healthy as ever', async ({ sidebar }) => {
  await sidebar.open();
  await sidebar.expand('demo', 'broken');
  const healthy = await sidebar.preview('healthy');
  await expect(healthy.getByRole('img', { name: /16×16/ })).toBeVisible();
  const unreadable = await sidebar.preview('unreadable');
  await expect(unreadable.getByRole('alert')).toBeVisible();
  const alsoHealthy = await sidebar.preview('also_healthy');
  await expect(alsoHealthy.getByRole('alert')).toHaveCount(0);
});

for (const key of ['all_nan', 'empty_array']) {
  test(`${key} is shown for what it is`, async ({ sidebar }) => {
    await sidebar.open();
    const preview = await sidebar.preview('demo', 'examples', key);
    await expect(preview).toContainText(/no finite|not a number|NaN|empty|zero|nothing/i);
    await expect(preview.getByRole('alert')).toHaveCount(0);
  });
}

test('a table is exact at its last row', async ({ sidebar }) => {
  await sidebar.open();
  const preview = await sidebar.preview('demo', 'examples', 'events_table');
  await expect(preview).toContainText('200,000');
  const goTo = preview.getByLabel(/Go to row/);
  await goTo.fill('199999');
  await goTo.press('Enter');
  await expect(preview.getByRole('grid').or(preview.getByRole('table')).first()).toHaveAttribute(
    'aria-rowcount',
    /200,?00[01]/
  );
});

test('a table rounds what it shows, and gives the exact value under the pointer', async ({
  sidebar
}) => {
  await sidebar.open();
  const preview = await sidebar.preview('demo', 'examples', 'spectrum');
  const readable = preview.getByRole('table');
  await expect(readable.getByRole('columnheader', { name: 'energy (eV)' })).toBeAttached();
  await expect(readable.getByRole('cell', { name: '8830.67', exact: true })).toBeAttached();

  const grid = preview.getByRole('group', { name: /^Cells/ });
  // Until its rows are there, nothing is below the pointer.
  await expect(async () => {
    await grid.hover({ position: { x: 20, y: 10 } });
    await grid.hover({ position: { x: 120, y: 26 + 36 } });
    await expect(grid).toHaveAttribute('title', /^8830\.6666666/, { timeout: 1000 });
  }).toPass();
});

test('the wheel zooms an image, as nothing around it scrolls', async ({ page, sidebar }) => {
  await sidebar.open();
  const preview = await sidebar.preview('demo', 'examples', 'detector');
  await expect(preview.getByText('every pixel')).toBeVisible();
  await preview.getByRole('img', { name: /^detector/ }).hover();
  await page.mouse.wheel(0, -300);
  await expect(preview.getByRole('button', { name: 'Reset' })).toBeVisible();
  await expect(preview).toContainText(/[34]\d\d×[34]\d\d of 512×512/);
});

test('coordinates stand along the axes and beside the slider, and times are dates', async ({
  sidebar
}) => {
  await sidebar.open();
  const preview = await sidebar.preview('demo', 'examples', 'climate', 'temperature');
  await preview.getByRole('slider', { name: 'time' }).fill('200');
  await expect(preview.getByRole('status').filter({ hasText: '2025-07-20' })).toBeVisible();
  await expect(preview).toContainText('lat (degrees_north)');
  await expect(preview).toContainText('-87.5');

  const times = await sidebar.preview('time');
  await expect(times).toContainText('min 2025-01-01');
  await expect(times.getByRole('button', { name: 'log' })).toHaveCount(0);
});

test('a line of a million points zooms to its samples', async ({ sidebar }) => {
  await sidebar.open();
  const preview = await sidebar.preview('demo', 'examples', 'signal');
  await expect(preview.getByRole('img', { name: /^signal/ })).toBeVisible();
  await expect(preview).toContainText('of 1,000,000 values');
  const line = preview.getByRole('group', { name: /^Line\./ });
  await line.press('Shift+End');
  await expect(preview.getByRole('status').filter({ hasText: 'value' })).toContainText(
    /999,\d\d\d/
  );
  await line.press('+');
  await expect(preview.getByRole('button', { name: 'Reset' })).toBeVisible();
});
