import { violations } from './axe';
import { expect, test } from './fixtures';

const PREVIEW = '.tjl-PreviewPanel:not(.lm-mod-hidden *)';

test('a sparse array is a pattern, a table of values and a histogram', async ({
  page,
  sidebar
}) => {
  await sidebar.open();
  const preview = await sidebar.preview('demo', 'examples', 'sparse');
  await expect(preview.getByRole('img', { name: /^sparse: image 1024×1024/ })).toBeVisible();
  await expect(preview).toContainText('25,624 stored values, 2.44 % of 1,048,576');
  const kind = preview.getByLabel('Show as');
  await kind.selectOption({ label: 'Table' });
  await expect(preview.getByRole('table')).toHaveAttribute('aria-rowcount', '25625');
  expect.soft(await violations(page, PREVIEW)).toEqual([]);
  await kind.selectOption({ label: 'Histogram' });
  await expect(preview.getByRole('img', { name: /25,624 values from/ })).toBeVisible();
  expect.soft(await violations(page, PREVIEW)).toEqual([]);
  await kind.selectOption({ label: 'Image' });
  await expect(preview.getByRole('alert')).toHaveCount(0);
});

test('nested data show their type, their events and the distribution of a field', async ({
  page,
  sidebar
}) => {
  await sidebar.open();
  const preview = await sidebar.preview('demo', 'examples', 'awkward');
  await expect(preview).toContainText('tracks: var * {');
  await expect(preview).toContainText('events 0 to 19 of 3,000');
  expect.soft(await violations(page, PREVIEW)).toEqual([]);
  await preview.getByRole('button', { name: 'Next events' }).click();
  await expect(preview).toContainText('events 20 to 39 of 3,000');
  await preview.getByLabel('Show as').selectOption({ label: 'Histogram' });
  await preview.getByLabel('Field').selectOption({ label: 'tracks.hits.x' });
  await expect(preview.getByRole('img', { name: /^Histogram of tracks.hits.x/ })).toBeVisible();
  const bars = preview.getByRole('group', { name: /^Histogram\./ });
  await bars.press('End');
  await expect(preview.getByRole('status').filter({ hasText: /mm.*value/ })).toBeVisible();
});

test('a dataset is laid out by sections, and opens its variables', async ({ page, sidebar }) => {
  await sidebar.open();
  await sidebar.expand('demo', 'examples', 'climate');
  await sidebar.region.getByRole('button', { name: 'Open preview' }).click();
  const preview = page.locator('.tjl-PreviewPanel:visible');
  await expect(preview).toContainText('Data variables (2)');
  expect.soft(await violations(page, PREVIEW)).toEqual([]);
  await preview.getByRole('button', { name: 'temperature' }).click();
  await expect(preview.getByRole('img', { name: /^temperature, / })).toBeVisible();
  await preview.getByLabel('Show as').selectOption({ label: 'Numbers' });
  await expect(preview.getByRole('columnheader', { name: '-177.5' })).toBeAttached();
  expect.soft(await violations(page, PREVIEW)).toEqual([]);
});

test('a container is summed up, and a file is shown as what it is', async ({ page, sidebar }) => {
  await sidebar.open();
  await sidebar.expand('demo', 'files');
  await sidebar.region.getByRole('button', { name: 'Open preview' }).click();
  const preview = page.locator('.tjl-PreviewPanel:visible');
  await expect(preview).toContainText('Kinds of children');
  expect.soft(await violations(page, PREVIEW)).toEqual([]);
  await preview.getByRole('button', { name: 'logbook' }).click();
  await expect(preview).toContainText('Cu foil in position, first spectrum is clean.');
  await expect(preview).toContainText('147 bytes');
  expect.soft(await violations(page, PREVIEW)).toEqual([]);
});
