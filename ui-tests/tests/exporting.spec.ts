import { violations } from './axe';
import { expect, REAL_KERNELS, test } from './fixtures';
import { reload } from './reload';
import { expectTold } from './told';

test.use(REAL_KERNELS);

test('the frame on show becomes a file, and its transfer outlives the page', async ({
  page,
  sidebar,
  tmpPath
}) => {
  await sidebar.open();
  const preview = await sidebar.preview('demo', 'examples', 'detector');
  await preview.getByRole('slider', { name: 'frame' }).fill('31');
  await preview.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Format').selectOption('image/png');
  await expect(dialog.getByLabel('Part')).toContainText('What is on show: [31]');
  await dialog.getByLabel('File name').fill('frame a/é');
  expect.soft(await violations(page, '.jp-Dialog'), 'dialog').toEqual([]);
  await page.screenshot({ path: 'test-results/export-dialog.png' });
  await dialog.getByRole('button', { name: 'Export' }).click();

  const transfers = sidebar.region.getByRole('region', { name: 'Transfers' });
  await expect(transfers.getByRole('listitem')).toContainText('frame a_é.png');
  await expect(transfers.getByRole('listitem')).toContainText('done');
  expect(await page.contents.fileExists(`${tmpPath}/frame a_é.png`)).toBe(true);
  await expectTold(page, '.tjl-Transfers', 'transfer-done');
  await page.screenshot({ path: 'test-results/export-transfers.png' });

  const download = page.waitForEvent('download');
  await transfers.getByRole('button', { name: /^Download/ }).click();
  expect((await download).suggestedFilename()).toBe('frame a_é.png');

  await reload(page);
  await sidebar.open();
  await expect(transfers.getByRole('listitem')).toContainText('frame a_é.png');
  await transfers.getByRole('button', { name: /^Take/ }).press('Enter');
  await expect(transfers).toHaveCount(0);
  expect(await page.contents.fileExists(`${tmpPath}/frame a_é.png`)).toBe(true);
});
