import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { galata } from '@jupyterlab/galata';

import { HOME, TILED_URI, USERS_URI } from '../environment';
import { endLogins } from '../logins';
import { createContainer, mergeMetadata, remove } from '../nodes';
import { expect, type Page, test as base } from '../tests/fixtures';
import { endBrowserSessions } from '../tests/kernels';
import { notebook } from '../tests/notebookfile';
import { addServer, choose, Gallery, logIn, pick } from './gallery';

const test = base.extend<{ gallery: Gallery }>({
  gallery: async ({ page, sidebar }, use) => {
    await use(new Gallery(page, sidebar));
  }
});

test.setTimeout(180_000);
test.use({ actionTimeout: 8_000 });
test.beforeEach(() => rmSync(join(HOME, 'cache', 'tokens'), { recursive: true, force: true }));

/** Put a notebook on the server, open it and run it. */
async function run(page: Page, folder: string, cells: string[]): Promise<void> {
  const content = JSON.stringify(notebook(cells));
  await page.contents.uploadContent(content, 'text', `${folder}/gallery.ipynb`);
  await page.notebook.openByPath(`${folder}/gallery.ipynb`);
  await page.notebook.activate('gallery.ipynb');
  await page.notebook.run();
}

test('servers, and what one does with them', async ({ sidebar, gallery, page }) => {
  await sidebar.open();
  await sidebar.region.getByRole('button', { name: 'Add a server' }).click();
  await gallery.look('server-form');
  await gallery.narrow('server-form');
  await sidebar.region.getByRole('textbox', { name: 'URI' }).press('Escape');
  const form = await addServer(sidebar, { name: 'beamline 7', uri: USERS_URI });
  await form.waitFor();
  await gallery.look('login-form');
  await gallery.narrow('login-form');
  await form.getByRole('combobox', { name: 'With' }).selectOption('institute (web browser)');
  await form.getByRole('button', { name: 'Get a code' }).click();
  await form.locator('code').waitFor();
  await gallery.look('login-code');
  await gallery.narrow('login-code');
  await logIn(form);
  await sidebar.row('memory').waitFor();
  await choose(sidebar, 'beamline 7', 'API keys…');
  const keys = sidebar.region.getByRole('region', { name: 'API keys at beamline 7' });
  await keys.getByRole('button', { name: 'New API key…' }).click();
  await gallery.look('keys-form');
  await gallery.narrow('keys-form');
  await keys.getByRole('textbox', { name: 'Note' }).fill('night shift');
  await keys.getByRole('button', { name: 'Make' }).click();
  await keys.getByRole('list', { name: 'API keys' }).getByRole('listitem').first().waitFor();
  await gallery.look('keys');
  await gallery.narrow('keys');
  await keys.getByRole('button', { name: /^Revoke / }).click();
  await gallery.narrow('keys-question');
  await keys.getByRole('button', { name: 'Cancel' }).click();
  await keys.press('Escape');
  await sidebar.row('beamline 7').getByRole('button', { name: 'Actions on beamline 7' }).click();
  await gallery.look('server-menu');
  await page.keyboard.press('Escape');
  await choose(sidebar, 'beamline 7', 'Remove server');
  await gallery.look('remove-server');
  await page.locator('.jp-Dialog').getByRole('button', { name: 'Remove server' }).click();
});

test('a login that ends', async ({ sidebar, gallery, page, request }) => {
  await sidebar.open();
  await logIn(await addServer(sidebar, { name: 'beamline 7', uri: USERS_URI }));
  const preview = await sidebar.preview('beamline 7', 'memory', 'arrays', 'counts');
  await preview.getByText('every pixel').waitFor();
  await endLogins(request);
  await expect(async () => {
    await preview.getByRole('button', { name: /^Next / }).click();
    await expect(preview.getByRole('alert')).toContainText(/login/, { timeout: 500 });
  }).toPass({ intervals: [1000] });
  await gallery.look('login-ended');
  await gallery.narrow('login-ended');
  await preview.getByRole('button', { name: 'Log in' }).click();
  await gallery.look('login-in-place');
  await choose(sidebar, 'beamline 7', 'Remove server');
  await page.locator('.jp-Dialog').getByRole('button', { name: 'Remove server' }).click();
});

test('a kernel that ends', async ({ sidebar, gallery, request }) => {
  await sidebar.open();
  await sidebar.expand('demo', 'examples');
  await sidebar.row('detector').waitFor();
  await endBrowserSessions(request);
  await sidebar.region.getByRole('button', { name: 'Reconnect' }).waitFor();
  await gallery.look('kernel-ended');
  await gallery.narrow('kernel-ended');
});

test.describe('a kernel without the package', () => {
  test.use({
    mockSettings: { ...galata.DEFAULT_SETTINGS, 'tiled-jl:plugin': { kernel: 'bare' } }
  });

  test('and what to do about it', async ({ sidebar, gallery }) => {
    await sidebar.show();
    await sidebar.region.getByRole('alert').waitFor();
    await gallery.look('kernel-without');
    await gallery.narrow('kernel-without');
  });
});

test('a tree with columns, facets and places', async ({ sidebar, gallery, page }) => {
  await sidebar.open();
  await gallery.look('first');
  await sidebar.expand('demo', 'scans');
  await sidebar.row('scan00001').click();
  await gallery.look('tree');
  await gallery.narrow('tree');
  const metadata = sidebar.region.getByRole('searchbox', { name: 'Search the metadata' });
  await metadata.evaluate(element => element.scrollIntoView({ block: 'start' }));
  await gallery.narrow('metadata');
  await metadata.fill('name');
  await gallery.narrow('metadata-found');
  await sidebar.row('scans').click();
  await sidebar.row('scans').click();
  await sidebar.region.getByRole('button', { name: 'Sort and columns' }).click();
  await pick(sidebar, 'Add a column', 'start');
  await pick(sidebar, 'Add a column', 'temperature.value');
  await pick(sidebar, 'Sort by a key', 'temperature.value');
  await gallery.look('arrange');
  await gallery.narrow('arrange');
  await page.keyboard.press('Escape');
  await sidebar.tree.getByRole('treeitem', { level: 3 }).first().waitFor();
  await gallery.look('columns');
  await gallery.narrow('columns');
  await sidebar.region.getByRole('button', { name: 'Narrow by values' }).click();
  await sidebar.region
    .getByRole('group', { name: 'sample.name' })
    .getByRole('checkbox', { name: /^Cu foil/ })
    .check();
  await sidebar.region.getByRole('status').filter({ hasText: 'found in' }).waitFor();
  await gallery.look('facets');
  await gallery.narrow('facets');
  await sidebar.region.getByRole('button', { name: 'Narrow by values' }).click();
  await sidebar.filter.fill('sample.');
  await sidebar.region.getByRole('option').first().waitFor();
  await gallery.look('suggestions');
  await gallery.narrow('suggestions');
  await sidebar.filter.fill('');
  await sidebar.region.getByRole('button', { name: /^Search without/ }).click();
  await sidebar.expand('examples');
  await sidebar.row('detector').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Add to favourites' }).click();
  await sidebar.region.getByRole('button', { name: 'Favourites and recent nodes' }).click();
  await sidebar.region.getByRole('list', { name: 'Favourites' }).waitFor();
  await gallery.look('places');
  await gallery.narrow('places');
});

test('nodes, their details and their menu', async ({ sidebar, gallery, page }) => {
  await sidebar.open();
  await sidebar.expand('demo', 'examples');
  for (const key of ['detector', 'spectrum', 'awkward', 'climate']) {
    await sidebar.row(key).click();
    await page.waitForTimeout(800);
    await gallery.look(`details-${key}`);
    await gallery.narrow(`details-${key}`);
  }
  await sidebar.row('detector').click();
  await sidebar.row('raster').click({ modifiers: ['Control'] });
  await gallery.look('several');
  await gallery.narrow('several');
  await sidebar.row('detector').click({ button: 'right' });
  await gallery.look('context-menu');
  await page.locator('.lm-Menu-item').filter({ hasText: 'Insert code as' }).hover();
  await page.getByRole('menuitem', { name: 'NumPy' }).waitFor();
  await gallery.look('context-menu-ways');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await sidebar.row('examples').press('ArrowLeft');
  await sidebar.expand('broken', 'unreadable');
  await page.waitForTimeout(800);
  await gallery.look('broken');
  await gallery.narrow('broken');
});

test('pictures of every kind of data', async ({ sidebar, gallery, page }) => {
  await sidebar.open();
  const preview = await sidebar.preview('demo', 'examples', 'detector');
  await preview.getByRole('img', { name: /^detector, .*512×512/ }).waitFor();
  await preview.getByRole('slider', { name: 'frame' }).fill('30');
  await gallery.look('image');
  await preview.getByRole('button', { name: 'Profiles' }).click();
  const pane = preview.getByRole('group', { name: /^Image/ });
  await pane.focus();
  await pane.press('Shift+ArrowDown');
  const box = (await pane.boundingBox())!;
  await page.keyboard.down('Shift');
  await page.mouse.move(box.x + box.width / 2 - 60, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 60, box.y + 160, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await preview.getByRole('region', { name: 'Rectangle' }).waitFor();
  await gallery.look('image-measured');
  await preview.getByRole('button', { name: 'More' }).click();
  await gallery.look('image-menu');
  await page.keyboard.press('Escape');
  await gallery.widen(760);
  await gallery.look('image-in-little-room');
  await gallery.widen(250);
  await preview.getByLabel('Show as').selectOption({ label: 'Line' });
  await preview.getByRole('button', { name: 'Keep' }).click();
  await preview.getByRole('button', { name: 'Next row' }).click();
  await gallery.look('line');
  await preview.getByLabel('Show as').selectOption({ label: 'Numbers' });
  await gallery.look('array-numbers');
  await sidebar.row('detector').press('Home');
  for (const key of ['rgb', 'raster', 'signal', 'sparse', 'ragged', 'structured', 'empty_array']) {
    await sidebar.preview(key);
    await gallery.look(key);
  }
  await sidebar.preview('all_nan');
  await gallery.look('all_nan');
  await sidebar.preview('climate', 'temperature');
  await gallery.look('temperature');
});

test('tables, events and documents', async ({ sidebar, gallery, page }) => {
  await sidebar.open();
  const preview = await sidebar.preview('demo', 'examples', 'events_table');
  await preview.getByRole('button', { name: 'Columns' }).click();
  const columns = preview.getByRole('region', { name: 'Columns' });
  await columns.waitFor();
  await gallery.look('table');
  await columns.getByRole('button', { name: 'Sort by energy' }).click();
  await preview.getByLabel('Filter the loaded rows').fill('east');
  await page.keyboard.press('Enter');
  await gallery.look('table-arranged');
  await sidebar.preview('spectrum');
  await preview.getByLabel('Show as').selectOption({ label: 'Plot' });
  await preview.getByRole('img', { name: /^Plot/ }).waitFor();
  await preview.getByRole('group', { name: /^Plot\./ }).press('ArrowRight');
  await gallery.look('plot');
  await preview.getByLabel('Add a column').selectOption({ label: 'mu' });
  await preview.getByRole('button', { name: 'points' }).click();
  await gallery.look('plot-points');
  await sidebar.preview('awkward');
  await gallery.look('events');
  await preview.getByLabel('Show as').selectOption({ label: 'Histogram' });
  await gallery.look('histogram');
  for (const key of ['climate', 'empty']) {
    await sidebar.row(key).click();
    await sidebar.region.getByRole('button', { name: 'Open preview' }).click();
    await gallery.look(`preview-${key}`);
  }
  await sidebar.row('empty').press('Home');
  await sidebar.row('examples').press('ArrowLeft');
  await sidebar.expand('files');
  await sidebar.region.getByRole('button', { name: 'Open preview' }).click();
  await gallery.look('contents');
  await preview.getByRole('button', { name: 'logbook' }).click();
  await gallery.look('file');
});

test('metadata that change', async ({ sidebar, gallery, page, request }) => {
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
  await gallery.look('editor-form');
  await editor.getByRole('tab', { name: 'JSON' }).click();
  const text = editor.getByRole('textbox', { name: 'Metadata as JSON' });
  const typed = await text.inputValue();
  await text.fill(typed.replace('"kind": "calibration",', '"kind": "calibration"'));
  await editor.getByRole('status').filter({ hasText: 'Line 3' }).waitFor();
  await gallery.look('editor-mistake');
  await text.fill(typed);
  await editor.getByRole('tab', { name: /^Changes/ }).click();
  await editor.getByText('JSON Patch', { exact: true }).click();
  await gallery.look('editor-changes');
  await mergeMetadata(request, 'flat_field', { detector: 'area detector 1b' });
  await editor.getByRole('button', { name: 'Save' }).click();
  await editor.getByRole('region', { name: 'Conflict' }).waitFor();
  await gallery.look('editor-conflict');
  await editor.getByRole('button', { name: 'Merge both' }).click();
  await editor.getByRole('button', { name: 'Save' }).click();
  await editor.getByRole('status').filter({ hasText: 'Saved' }).waitFor();
  await editor.getByRole('tab', { name: 'Revisions' }).click();
  await editor.getByRole('button', { name: 'Revision 1', exact: true }).click();
  await page.waitForTimeout(800);
  await gallery.look('editor-revisions');
  await mergeMetadata(request, 'flat_field', { detector: 'area detector', temperature: null });
});

test('dialogs and transfers', async ({ sidebar, gallery, page }) => {
  const dialog = page.getByRole('dialog');
  const cancel = dialog.getByRole('button', { name: 'Cancel' });
  await sidebar.open();
  await sidebar.expand('demo');
  await sidebar.row('scratch').click();
  await sidebar.region.getByRole('button', { name: 'New container…' }).click();
  await dialog.getByLabel('Name').fill('flat_field');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await dialog.getByRole('alert').waitFor();
  await gallery.look('dialog-container');
  await cancel.click();
  await sidebar.row('flat_field').click();
  await gallery.narrow('details-flat_field');
  await sidebar.region.getByRole('button', { name: 'Delete…' }).click();
  await dialog.getByRole('button', { name: 'Delete' }).waitFor();
  await page.waitForTimeout(500);
  await gallery.look('dialog-delete');
  await cancel.click();
  await sidebar.row('analysis').click();
  await sidebar.region.getByRole('button', { name: 'Delete…' }).click();
  await dialog.getByText(/nodes? go/).waitFor();
  await gallery.look('dialog-delete-container');
  await cancel.click();
  const dropped = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['a,b\n1,2\n'], 'flat_field.csv'));
    data.items.add(new File([new Uint8Array(2_500_000)], 'broken.h5'));
    return data;
  });
  await sidebar.row('scratch').dispatchEvent('dragover', { dataTransfer: dropped });
  await gallery.look('drop');
  await sidebar.row('scratch').dispatchEvent('drop', { dataTransfer: dropped });
  await dialog.getByRole('button', { name: 'Upload' }).click();
  await dialog.getByRole('alert').waitFor();
  await gallery.look('dialog-upload');
  await dialog.getByRole('textbox', { name: 'Name of the node of flat_field.csv' }).fill('dropped');
  await dialog.getByRole('button', { name: 'Upload' }).click();
  const transfers = sidebar.region.getByRole('region', { name: 'Transfers' });
  await transfers.getByRole('alert').waitFor();
  await sidebar.expand('examples');
  await sidebar.row('spectrum').click();
  await sidebar.region.getByRole('button', { name: 'Export…' }).click();
  await dialog.getByLabel('Format').selectOption('text/csv');
  await gallery.look('dialog-export');
  await dialog.getByRole('button', { name: 'Export' }).click();
  await sidebar.row('spectrum').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Copy to…' }).click();
  await dialog.getByRole('button', { name: 'scratch' }).click();
  await dialog.getByRole('button', { name: 'analysis' }).waitFor();
  await gallery.look('dialog-copy');
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  await transfers.getByRole('listitem').filter({ hasText: '1 copied' }).waitFor();
  await gallery.look('transfers');
  await gallery.narrow('transfers');
});

test('widgets in a notebook', async ({ gallery, page, tmpPath }) => {
  const cells = [
    `from tiled_jl import from_uri\nfrom tiled_jl.widgets import Browser, MetadataEditor, TreeWidget\n\nclient = from_uri("${TILED_URI}")`,
    'Browser(client)',
    'client["examples/detector"]',
    'TreeWidget(client)',
    'MetadataEditor(client["scratch/flat_field"])',
    'client["examples/events_table"]'
  ];
  await run(page, tmpPath, cells);
  const browser = page.locator('.tjl-mod-browser');
  await browser.getByRole('treeitem', { name: /^examples/ }).click();
  await browser.getByRole('treeitem', { name: /^detector/ }).click();
  await browser.getByRole('img', { name: /^detector, / }).waitFor();
  for (let cell = 1; cell < cells.length; cell++) {
    await page
      .locator('.jp-Notebook .jp-Cell')
      .nth(cell)
      .evaluate(element => element.scrollIntoView({ block: 'start' }));
    await page.waitForTimeout(1500);
    await gallery.look(`widget-${cell}`);
  }
  await browser.evaluate(element => element.scrollIntoView({ block: 'start' }));
  await browser.locator('.tjl-Preview').getByRole('button', { name: 'Export…' }).click();
  await gallery.look('widget-export');
  await browser.getByRole('button', { name: 'Cancel' }).click();
  await page.setViewportSize({ width: 820, height: 800 });
  await browser.evaluate(element => element.scrollIntoView({ block: 'start' }));
  await page.waitForTimeout(1500);
  await gallery.look('widget-narrow');
});

test('a login in a notebook', async ({ gallery, page, tmpPath }) => {
  await run(page, tmpPath, [
    `from tiled_jl import Context\nfrom tiled_jl.widgets import LoginWidget\n\nLoginWidget(Context("${USERS_URI}"))`
  ]);
  const cell = page.locator('.jp-OutputArea');
  await cell.getByRole('button', { name: 'Log in' }).click();
  const form = cell.getByRole('form');
  await form.getByRole('combobox', { name: 'With' }).waitFor();
  await gallery.look('widget-login');
  await logIn(form);
  await cell.getByRole('button', { name: 'Log out' }).waitFor();
  await gallery.look('widget-logged-in');
  await cell.getByRole('button', { name: 'Log out' }).click();
});

test('the settings, and high contrast', async ({ sidebar, gallery, page }) => {
  await sidebar.open();
  await sidebar.preview('demo', 'examples', 'detector');
  await page.evaluate(() => window.jupyterapp.commands.execute('tiled-jl:pin-preview'));
  await page.waitForTimeout(1000);
  await page.evaluate(() =>
    window.jupyterapp.commands.execute('apputils:change-theme', {
      theme: 'JupyterLab Dark High Contrast'
    })
  );
  await page.waitForTimeout(1000);
  await page.screenshot({ path: 'test-results/gallery/high-contrast.png' });
  await page.evaluate(() =>
    window.jupyterapp.commands.execute('settingeditor:open', { query: 'Tiled' })
  );
  await page.waitForTimeout(2500);
  await gallery.look('settings');
  await page.evaluate(() => window.jupyterapp.commands.execute('tiled-jl:follow-selection'));
  await sidebar.row('raster').click();
  await page.getByRole('tab', { name: 'raster' }).waitFor();
  await gallery.look('following');
});

test('what is there only for a while', async ({ sidebar, gallery, page, request }) => {
  await sidebar.show();
  await sidebar.region.getByRole('status').first().waitFor();
  await page.screenshot({ path: 'test-results/gallery/starting.png' });
  await sidebar.row('demo').waitFor();
  await sidebar.region.getByRole('button', { name: 'Add a server' }).click();
  await sidebar.region.getByRole('textbox', { name: 'URI' }).fill('http://127.0.0.1:9/api/v1');
  await sidebar.region.getByRole('button', { name: 'Connect' }).click();
  await sidebar.region.getByRole('alert').waitFor();
  await gallery.look('server-down');
  await gallery.narrow('server-down');
  await sidebar.region.getByRole('textbox', { name: 'URI' }).press('Escape');

  await sidebar.expand('demo', 'scratch');
  await sidebar.row('flat_field').waitFor();
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  for (let number = 0; number < 12; number++) {
    await createContainer(request, `new${number}`);
  }
  await sidebar.region.getByRole('button', { name: '12 new' }).waitFor();
  await gallery.look('news');
  await gallery.narrow('news');
  for (let number = 0; number < 12; number++) {
    await remove(request, `new${number}`);
  }
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await sidebar.region.getByRole('button', { name: '12 new' }).waitFor({ state: 'detached' });
  await sidebar.region.getByRole('button', { name: 'Edit path' }).click();
  await gallery.narrow('path');
  await page.keyboard.press('Escape');
  await sidebar.filter.fill('nothing of that name');
  await gallery.narrow('no-match');
  await sidebar.filter.press('Enter');
  await sidebar.region.getByRole('status').filter({ hasText: 'found in' }).waitFor();
  await gallery.narrow('nothing-found');
  await sidebar.filter.fill('sample.name >');
  await sidebar.filter.press('Enter');
  await gallery.narrow('search-mistake');
  await sidebar.filter.fill('');
  await sidebar.region.getByRole('button', { name: /^Search without/ }).click();
  await sidebar.expand('broken', 'broken_links');
  await page.waitForTimeout(800);
  await gallery.narrow('broken-links');
  await sidebar.preview('unreadable');
  await gallery.look('preview-broken');
  await sidebar.row('healthy').focus();
  await page.keyboard.press('Alt+Enter');
  await gallery.look('ways-to-insert');
  await page.keyboard.press('Escape');
});

test('little room', async ({ sidebar, gallery, page }) => {
  await sidebar.open();
  const preview = await sidebar.preview('demo', 'examples', 'raster');
  await preview.getByRole('img', { name: /^raster, / }).waitFor();
  await page.setViewportSize({ width: 640, height: 400 });
  await page.waitForTimeout(800);
  await gallery.look('zoomed');
  await page.setViewportSize({ width: 900, height: 700 });
  await page.waitForTimeout(800);
  await gallery.look('image-at-900');
  await preview.getByRole('button', { name: 'More' }).click();
  await gallery.look('image-menu-at-900');
  await page.keyboard.press('Escape');
  await sidebar.preview('events_table');
  await gallery.look('table-at-900');
  await sidebar.preview('spectrum');
  await preview.getByLabel('Show as').selectOption({ label: 'Plot' });
  await gallery.look('plot-at-900');
});

test('no server at all', async ({ sidebar, gallery }) => {
  const list = join(HOME, 'servers.json');
  const servers = readFileSync(list);
  writeFileSync(list, '[]');
  try {
    await sidebar.show();
    await sidebar.region.getByRole('textbox', { name: 'URI' }).waitFor();
    await gallery.look('welcome');
    await gallery.narrow('welcome');
  } finally {
    writeFileSync(list, servers);
  }
});
