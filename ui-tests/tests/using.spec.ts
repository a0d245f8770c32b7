import { galata } from '@jupyterlab/galata';
import type { Locator } from '@playwright/test';

import { violations } from './axe';
import { expect, type Page, REAL_KERNELS, test } from './fixtures';
import { reload } from './reload';

const notebook = (page: Page): Locator => page.locator('.jp-Notebook');
const clipboard = (page: Page) => () => page.evaluate(() => navigator.clipboard.readText());

test('the code for a node is written in the way that one chooses', async ({ page, sidebar }) => {
  await sidebar.open();
  await sidebar.expand('demo', 'examples');
  await sidebar.row('spectrum').click();
  await sidebar.region.getByRole('button', { name: 'Insert code as…' }).click();
  const menu = page.locator('.lm-Menu');
  await expect(menu.getByRole('menuitem')).toHaveText([
    'pandas',
    'Polars',
    'Arrow',
    'Dask',
    'Client'
  ]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(notebook(page)).toContainText(
    'spectrum = client["examples/spectrum"].read(format="polars")'
  );

  await sidebar.row('detector').click({ button: 'right' });
  await page.locator('.lm-Menu-item', { hasText: 'Insert code as' }).hover();
  await page.getByRole('menuitem', { name: 'Dask', exact: true }).click();
  await expect(notebook(page)).toContainText('structure_clients="dask"');
  await expect(notebook(page)).toContainText('detector = client_dask["examples/detector"].read()');
});

test('several nodes are chosen by keys and pointer, and used together', async ({
  page,
  sidebar
}) => {
  await sidebar.open();
  await sidebar.expand('demo', 'examples');
  await sidebar.row('detector').click();
  await sidebar.row('spectrum').click({ modifiers: ['Control'] });
  await expect(sidebar.tree.getByRole('treeitem', { selected: true })).toHaveCount(2);
  await expect(sidebar.region.getByText('2 nodes chosen')).toBeVisible();
  expect.soft(await violations(page, '#tiled-jl-sidebar')).toEqual([]);
  await page.screenshot({ path: 'test-results/several.png' });

  await sidebar.row('spectrum').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Copy path' }).click();
  await expect.poll(clipboard(page)).toBe('examples/detector\nexamples/spectrum');
  await sidebar.region.getByRole('button', { name: 'Insert code', exact: true }).click();
  await expect(notebook(page)).toContainText('detector = client["examples/detector"]');
  await expect(notebook(page)).toContainText('spectrum = client["examples/spectrum"]');

  await sidebar.row('detector').focus();
  await page.keyboard.press('Escape');
  await expect(sidebar.tree.getByRole('treeitem', { selected: true })).toHaveCount(1);
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(sidebar.tree.getByRole('treeitem', { selected: true })).toHaveCount(3);
  await page.keyboard.press('ControlOrMeta+a');
  const chosen = sidebar.tree.getByRole('treeitem', { selected: true });
  await expect.poll(() => chosen.count()).toBeGreaterThan(3);
});

test('a search, and a part that was zoomed into, become code', async ({ page, sidebar }) => {
  await sidebar.open();
  await sidebar.expand('demo', 'scans');
  await sidebar.filter.fill('sample.formula = Cu');
  await sidebar.filter.press('Enter');
  await sidebar.region.getByRole('button', { name: 'Copy the code of the search' }).click();
  await expect
    .poll(clipboard(page))
    .toContain('found = client["scans"].search_deep(Key("sample.formula") == "Cu")');
  await expect.poll(clipboard(page)).toContain('from tiled_jl.queries import Key');

  await sidebar.region.getByRole('button', { name: /^Search without/ }).click();
  const preview = await sidebar.preview('examples', 'detector');
  await preview.getByRole('slider', { name: 'frame' }).fill('31');
  await preview.getByRole('group', { name: /^Image\./ }).press('+');
  await preview.getByRole('button', { name: 'Copy code' }).click();
  await expect.poll(clipboard(page)).toMatch(/detector\[31, \d+:\d+, \d+:\d+\]/);
});

test('a notebook of another language gets no Python', async ({ page, sidebar }) => {
  await page.notebook.createNew();
  await page.evaluate(async () => {
    interface IPanel {
      sessionContext: { ready: Promise<void>; shutdown(): Promise<void> };
      context: { model: { sharedModel: { metadata: object } } };
    }
    const { shell } = (window as unknown as { jupyterapp: { shell: { currentWidget: IPanel } } })
      .jupyterapp;
    const { sessionContext, context } = shell.currentWidget;
    await sessionContext.ready;
    await sessionContext.shutdown();
    context.model.sharedModel.metadata = {
      kernelspec: { name: 'ir', display_name: 'R', language: 'R' },
      language_info: { name: 'R' }
    };
  });
  await sidebar.open();
  await sidebar.expand('demo', 'examples');
  await sidebar.row('detector').click();
  await sidebar.region.getByRole('button', { name: 'Insert code', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'The notebook does not run Python' });
  await expect(dialog).toContainText('runs R');
  expect.soft(await violations(page, '.jp-Dialog')).toEqual([]);
  await dialog.getByRole('button', { name: 'Copy code' }).click();
  await expect.poll(clipboard(page)).toContain('detector = client["examples/detector"]');
});

test('chosen nodes are written to files, and copied to another container', async ({
  page,
  sidebar,
  tmpPath
}) => {
  await sidebar.open();
  await sidebar.expand('demo', 'examples');
  await sidebar.row('detector').click();
  await sidebar.row('rgb').click({ modifiers: ['Shift'] });
  await sidebar.row('detector').click({ modifiers: ['Control'] });
  await sidebar.region.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Export 2 nodes');
  await dialog.getByLabel('Format').selectOption('application/json');
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await sidebar.row('spectrum').click();
  await sidebar.region.getByRole('button', { name: 'Export…' }).click();
  await dialog.getByLabel('Format').selectOption('text/csv');
  await dialog.getByLabel('Download it in the browser too').check();
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Export' }).click();
  expect((await download).suggestedFilename()).toBe('spectrum.csv');
  expect(await page.contents.fileExists(`${tmpPath}/spectrum.csv`)).toBe(true);

  await sidebar.row('spectrum').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Copy to…' }).click();
  await expect(dialog).toContainText('Copy spectrum to…');
  await expect(dialog.getByRole('button', { name: 'scratch' })).toBeVisible();
  await dialog.getByRole('searchbox').fill('scratch');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('list', { name: 'Into' })).toContainText('scratch');
  expect.soft(await violations(page, '.jp-Dialog')).toEqual([]);
  await page.screenshot({ path: 'test-results/copy-dialog.png' });
  await dialog.getByLabel('Where there is a node of that name').selectOption('skip');
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  const transfers = sidebar.region.getByRole('region', { name: 'Transfers' });
  const copy = transfers.getByRole('listitem').filter({ hasText: 'spectrum → demo ▸ scratch' });
  await expect(copy).toContainText('1 copied');
  await page.screenshot({ path: 'test-results/copy-transfers.png' });
});

test.describe("with settings of one's own", () => {
  const template = '{name} = {client}[{path}]\nplot({name}{slice})';
  test.use({
    mockSettings: {
      ...galata.DEFAULT_SETTINGS,
      'tiled-jl:plugin': {
        defaultPreview: ['line'],
        snippets: [
          { label: 'Plot', condition: { family: 'array', ndim: 3 }, template },
          { label: 'Broken', template: '{nome}' }
        ]
      }
    }
  });

  test('they are what is used first, and one that is broken is named', async ({
    page,
    sidebar
  }) => {
    await sidebar.open();
    await expect(page.getByText('Snippet 2, “Broken”').first()).toContainText('{nome}');
    const preview = await sidebar.preview('demo', 'examples', 'detector');
    await expect(preview.getByLabel('Show as')).toHaveValue('line');
    await preview.getByRole('button', { name: 'Copy code' }).click();
    await expect.poll(clipboard(page)).toMatch(/plot\(detector\[0, 0\]\)$/);
    await preview.getByRole('button', { name: 'Insert code as…' }).click();
    const ways = page.locator('.lm-Menu').getByRole('menuitem');
    await expect(ways.filter({ visible: true })).toHaveText(['Plot', 'NumPy', 'Dask', 'Client']);
    await page.keyboard.press('Escape');

    await page.menu.clickMenuItem('View>Tiled>Add a server');
    await expect(sidebar.region.getByRole('textbox', { name: 'URI' })).toBeVisible();
  });
});

test.describe('after a reload', () => {
  test.use(REAL_KERNELS);

  test('the node that was chosen is chosen again', async ({ page, sidebar }) => {
    await sidebar.open();
    await sidebar.expand('demo', 'examples');
    await sidebar.row('spectrum').click();
    await reload(page);
    await sidebar.show();
    await expect(sidebar.row('spectrum')).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('button', { name: /^Tiled: \d server/ })).toBeVisible();
  });
});

test('every command says what it does and what it takes, every plugin what it is for', async ({
  page
}) => {
  const poor = await page.evaluate(async () => {
    interface IApp {
      commands: {
        listCommands(): string[];
        label(id: string): string;
        caption(id: string): string;
        describedBy(id: string): Promise<{ args: { properties?: object } | null }>;
      };
      listPlugins(): string[];
      getPluginDescription(id: string): string;
    }
    const app = (window as unknown as { jupyterapp: IApp }).jupyterapp;
    const ours = (id: string) => id.startsWith('tiled-jl:');
    const commands = app.commands.listCommands().filter(ours);
    const told = await Promise.all(
      commands.map(async id => (await app.commands.describedBy(id)).args)
    );
    const plugins = app.listPlugins().filter(ours);
    const enough = commands.length > 15 && plugins.length > 10;
    return [
      ...(enough ? [] : ['There should be more of them.']),
      ...commands.filter(
        (id, i) => !app.commands.label(id) || !app.commands.caption(id) || !told[i]?.properties
      ),
      ...plugins.filter(id => !app.getPluginDescription(id))
    ];
  });
  expect(poor).toEqual([]);
});
