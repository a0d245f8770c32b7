import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { HOME, TILED_URI, USERS_URI } from '../environment';
import { expect, test } from '../tests/fixtures';
import { notebook } from '../tests/notebookfile';
import { addServer, choose, Gallery, logIn, pick } from './gallery';

const IMAGES = '../docs/images';

test.use({ actionTimeout: 15_000 });

test('the sidebar, a picture and the code that reads it', async ({ page, sidebar }) => {
  await sidebar.open();
  const preview = await sidebar.preview('demo', 'examples', 'detector');
  const image = preview.getByRole('img', { name: /^detector, / });
  await expect(image).toHaveAccessibleName(/512×512/);
  await preview.getByRole('slider', { name: 'frame' }).fill('30');
  await expect(image).toHaveAccessibleName(/frame 30 of 60: image 512×512/);
  await page.screenshot({ path: `${IMAGES}/image.jpg`, type: 'jpeg', quality: 85 });
  await sidebar.region.screenshot({ path: `${IMAGES}/sidebar.png` });

  await preview.getByRole('button', { name: 'Insert and run' }).click();
  await expect.poll(() => page.notebook.isAnyActive()).toBe(true);
  await page.notebook.waitForRun();
  await page.screenshot({ path: `${IMAGES}/hero.png` });
});

test('a table', async ({ page, sidebar }) => {
  await sidebar.open();
  const preview = await sidebar.preview('demo', 'examples', 'events_table');
  await expect(preview.getByText('200,000').first()).toBeVisible();
  await page.screenshot({ path: `${IMAGES}/table.png` });
});

test('a widget in a notebook', async ({ page, sidebar }) => {
  await sidebar.open();
  await page.notebook.createNew();
  await page.notebook.setCell(
    0,
    'code',
    `from tiled_jl import from_uri\n\nclient = from_uri("${TILED_URI}")\nclient["examples/detector"]`
  );
  await page.notebook.runCell(0);
  await expect(page.getByRole('img', { name: /^detector, .*512×512/ })).toBeVisible();
  await page.screenshot({ path: `${IMAGES}/widget.png` });
});

test('finding scans by their metadata', async ({ page, sidebar }) => {
  await sidebar.open();
  await new Gallery(page, sidebar).widen(330);
  await sidebar.expand('demo', 'scans');
  await sidebar.row('scans').press('Home');
  await sidebar.row('scans').click();
  await sidebar.row('scans').click();
  await sidebar.region.getByRole('button', { name: 'Sort and columns' }).click();
  await pick(sidebar, 'Add a column', 'start');
  await pick(sidebar, 'Add a column', 'temperature.value');
  await sidebar.region.getByRole('button', { name: 'Close' }).click();
  await sidebar.region.getByRole('button', { name: 'Narrow by values' }).click();
  await sidebar.region
    .getByRole('group', { name: 'sample.name' })
    .getByRole('checkbox', { name: /^Cu foil/ })
    .check();
  await expect(sidebar.region.getByRole('status').filter({ hasText: 'found in' })).toBeVisible();
  await expect(sidebar.tree.getByRole('treeitem', { level: 1 }).first()).toBeVisible();
  await sidebar.region.screenshot({ path: `${IMAGES}/finding.png` });
});

test('metadata that are edited', async ({ page, sidebar }) => {
  await sidebar.open();
  await sidebar.expand('demo', 'scratch');
  await sidebar.row('flat_field').click();
  await sidebar.region.getByRole('button', { name: 'Edit metadata…' }).click();
  const editor = page.locator('.tjl-EditorPanel:visible');
  await editor.getByRole('textbox', { name: 'Value of detector' }).fill('area detector 2');
  await editor.getByRole('button', { name: 'Add to the metadata' }).click();
  await page.keyboard.type('temperature');
  await page.keyboard.press('Enter');
  await editor.getByRole('combobox', { name: 'Type of temperature' }).selectOption('number');
  await editor.getByRole('textbox', { name: 'Value of temperature' }).fill('21.5');
  await editor.getByRole('tab', { name: /^Changes/ }).click();
  await page.screenshot({ path: `${IMAGES}/editing.png` });
});

test('columns of a table, plotted', async ({ page, sidebar }) => {
  await sidebar.open();
  const preview = await sidebar.preview('demo', 'examples', 'spectrum');
  await preview.getByLabel('Show as').selectOption({ label: 'Plot' });
  await expect(preview.getByRole('img', { name: /^Plot of I0 over energy/ })).toBeVisible();
  await preview.getByRole('combobox', { name: 'y', exact: true }).selectOption({ label: 'mu' });
  await expect(preview.getByRole('img', { name: /^Plot of mu over energy/ })).toBeVisible();
  await page.screenshot({ path: `${IMAGES}/plot.png` });
});

test('API keys', async ({ sidebar }) => {
  rmSync(join(HOME, 'cache', 'tokens'), { recursive: true, force: true });
  await sidebar.open();
  await logIn(await addServer(sidebar, { name: 'beamline 7', uri: USERS_URI }));
  await sidebar.row('memory').waitFor();
  await choose(sidebar, 'beamline 7', 'API keys…');
  const panel = sidebar.region.getByRole('region', { name: 'API keys at beamline 7' });
  await panel.getByRole('button', { name: 'New API key…' }).click();
  await panel.getByRole('textbox', { name: 'Note' }).fill('night shift');
  await sidebar.region.screenshot({ path: `${IMAGES}/keys.png` });
  await choose(sidebar, 'beamline 7', 'Remove server');
  await sidebar.page.locator('.jp-Dialog').getByRole('button', { name: 'Remove server' }).click();
});

test('copying a node to another container', async ({ page, sidebar }) => {
  await sidebar.open();
  await sidebar.expand('demo', 'examples');
  await sidebar.row('spectrum').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Copy to…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'scratch' }).click();
  await dialog.getByRole('button', { name: 'analysis' }).waitFor();
  await page.screenshot({ path: `${IMAGES}/copying.png` });
});

test('a browser in a notebook', async ({ page, tmpPath }) => {
  const cells = [
    `from tiled_jl import from_uri\nfrom tiled_jl.widgets import Browser\n\nclient = from_uri("${TILED_URI}")`,
    'Browser(client)'
  ];
  await page.contents.uploadContent(
    JSON.stringify(notebook(cells)),
    'text',
    `${tmpPath}/browser.ipynb`
  );
  await page.notebook.openByPath(`${tmpPath}/browser.ipynb`);
  await page.notebook.activate('browser.ipynb');
  await page.notebook.run();
  const tree = page.getByRole('tree', { name: 'Tiled nodes' });
  await tree.getByRole('treeitem', { name: /^examples/ }).click();
  await tree.getByRole('treeitem', { name: /^raster/ }).click();
  await expect(page.getByRole('img', { name: /^raster, .*64×64/ })).toBeVisible();
  const notebooks = page.getByRole('main');
  await notebooks.screenshot({ path: `${IMAGES}/browser-widget.png` });
});
