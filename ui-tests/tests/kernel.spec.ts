import { galata } from '@jupyterlab/galata';

import { expect, REAL_KERNELS, test } from './fixtures';
import { browserSessions, endBrowserSessions, killKernel } from './kernels';
import { reload } from './reload';
import { Sidebar } from './sidebar';

test('no kernel starts before the sidebar is shown, which a card of the launcher does', async ({
  page,
  request,
  sidebar
}) => {
  await page.waitForTimeout(2000);
  expect(await browserSessions(request)).toHaveLength(0);
  const card = page.getByRole('button', { name: 'Tiled browser' });
  await expect(card.locator('svg')).toBeVisible();
  await card.press('Enter');
  await sidebar.row('demo').waitFor();
  expect(await browserSessions(request)).toHaveLength(1);
});

test('a killed kernel comes back with the tree as it was', async ({ page, request, sidebar }) => {
  await sidebar.open();
  await sidebar.expand('demo', 'examples');
  await sidebar.row('detector').waitFor();
  const [{ kernel }] = await browserSessions(request);
  // A kernel may be back within a second, so that only a look at every frame sees the word for sure.
  const said = page.waitForFunction(() =>
    document.querySelector('.tjl-Sidebar')?.textContent.includes('Reconnecting')
  );
  killKernel(kernel.id);
  await said;
  await expect(sidebar.row('detector')).toBeVisible();
  await expect(sidebar.region).not.toContainText('Reconnecting');
  await sidebar.expand('raster');
  const preview = await sidebar.preview('detector');
  await expect(preview.getByRole('img', { name: /512×512/ })).toBeVisible();
});

test('a culled kernel leaves the tree on show and offers to reconnect', async ({
  request,
  sidebar
}) => {
  await sidebar.open();
  await sidebar.expand('demo', 'examples');
  await sidebar.row('detector').waitFor();
  await endBrowserSessions(request);
  const reconnect = sidebar.region.getByRole('button', { name: 'Reconnect' });
  await reconnect.waitFor();
  await expect(sidebar.row('detector')).toBeVisible();
  await reconnect.click();
  await expect(reconnect).toHaveCount(0);
  const preview = await sidebar.preview('detector');
  await expect(preview.getByRole('img', { name: /512×512/ })).toBeVisible();
});

test.describe('with the kernels that are really there', () => {
  test.use(REAL_KERNELS);

  test('a restarted kernel serves the tree as it was', async ({ page, sidebar }) => {
    await sidebar.open();
    await sidebar.expand('demo', 'examples');
    await sidebar.row('detector').waitFor();
    await page.evaluate(() => window.jupyterapp.commands.execute('tiled-jl:restart-kernel'));
    await expect(sidebar.row('detector')).toBeVisible();
    const preview = await sidebar.preview('detector');
    await expect(preview.getByRole('img', { name: /512×512/ })).toBeVisible();
  });

  test('a reload finds the kernel, the open containers and the previews again', async ({
    page,
    request,
    sidebar
  }) => {
    await sidebar.open();
    await sidebar.preview('demo', 'examples', 'detector');
    const before = await browserSessions(request);
    await expect(page.getByRole('tab', { name: 'detector' })).toBeVisible();
    await reload(page);
    await sidebar.show();
    await expect(sidebar.row('detector')).toBeVisible();
    await expect(page.getByRole('tab', { name: 'detector' })).toBeVisible();
    await expect(
      page.locator('.tjl-PreviewPanel').getByRole('img', { name: /512×512/ })
    ).toBeVisible();
    expect(await browserSessions(request)).toEqual([
      expect.objectContaining({
        id: before[0].id,
        kernel: expect.objectContaining({ id: before[0].kernel.id })
      })
    ]);
  });

  test('two tabs share one kernel', async ({ page, request, sidebar }) => {
    await sidebar.open();
    const other = await page.context().newPage();
    await other.goto('/lab/workspaces/second?reset');
    const second = new Sidebar(other);
    await second.open();
    await second.expand('demo', 'examples');
    await expect(second.row('detector')).toBeVisible();
    await sidebar.expand('demo', 'files');
    expect(await browserSessions(request)).toHaveLength(1);
    await other.close();
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
});

test.describe('in a kernel without the package', () => {
  test.use({
    mockSettings: { ...galata.DEFAULT_SETTINGS, 'tiled-jl:plugin': { kernel: 'bare' } }
  });

  test('the sidebar names the kernel, says what to install and offers another', async ({
    page,
    sidebar
  }) => {
    await sidebar.show();
    const alert = sidebar.region.getByRole('alert');
    await expect(alert).toContainText('Python without tiled_jl');
    await expect(alert).toContainText('pip install tiled-jl');

    await sidebar.region.getByRole('button', { name: 'Choose the kernel' }).click();
    await page.locator('.jp-Dialog select').selectOption({ label: 'Python 3 (ipykernel)' });
    await page.locator('.jp-Dialog').getByRole('button', { name: 'Use' }).click();
    await expect(sidebar.row('demo')).toBeVisible();
    await expect(alert).toHaveCount(0);
  });
});
