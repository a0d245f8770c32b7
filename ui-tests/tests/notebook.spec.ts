import { expect, test } from './fixtures';

test('letters typed on a row add no cells to the notebook', async ({ page, sidebar }) => {
  await page.notebook.createNew();
  const cells = await page.notebook.getCellCount();
  await sidebar.open();
  await sidebar.expand('demo', 'examples');
  await sidebar.row('detector').focus();
  await page.keyboard.type('aab');
  expect(await page.notebook.getCellCount()).toBe(cells);
});

test('code goes into a new notebook, and its set-up only once', async ({ page, sidebar }) => {
  await sidebar.open();
  await sidebar.expand('demo', 'examples');
  await sidebar.row('detector').click();
  await sidebar.region.getByRole('button', { name: 'Insert code', exact: true }).click();
  await expect(page.locator('.jp-Notebook')).toContainText(
    'detector = client["examples/detector"]'
  );

  await sidebar.row('spectrum').click();
  await sidebar.region.getByRole('button', { name: 'Insert code', exact: true }).click();
  await expect(page.locator('.jp-Notebook')).toContainText(
    'spectrum = client["examples/spectrum"]'
  );
  const text = await page.locator('.jp-Notebook').innerText();
  expect(text.match(/from tiled_jl import from_uri/g)).toHaveLength(1);
  expect(text.match(/from_uri\("http/g)).toHaveLength(1);
});

test('a node, and several that were chosen, are dragged into a notebook as a cell', async ({
  page,
  sidebar
}) => {
  await page.notebook.createNew();
  await sidebar.open();
  await sidebar.expand('demo', 'examples');
  const drag = async () => {
    const from = await sidebar.row('detector').boundingBox();
    const to = await page.locator('.jp-Notebook .jp-Cell').first().boundingBox();
    if (!from || !to) {
      throw new Error('The row and the cell should be in the page.');
    }
    await page.mouse.move(from.x + 60, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(from.x + 80, from.y + from.height / 2, { steps: 4 });
    await expect(page.locator('.tjl-DragImage')).toBeVisible();
    await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 10 });
    await page.mouse.up();
  };
  const cells = await page.notebook.getCellCount();
  await drag();
  await expect.poll(() => page.notebook.getCellCount()).toBe(cells + 1);
  await expect(page.locator('.jp-Notebook')).toContainText(
    'detector = client["examples/detector"]'
  );
  await expect(page.locator('.tjl-DragImage')).toHaveCount(0);

  await sidebar.row('detector').click();
  await sidebar.row('spectrum').click({ modifiers: ['Control'] });
  await drag();
  await expect.poll(() => page.notebook.getCellCount()).toBe(cells + 2);
  const both = page.locator('.jp-Notebook .jp-Cell').filter({ hasText: 'spectrum = client[' });
  await expect(both).toHaveCount(1);
  await expect(both).toContainText('detector = client["examples/detector"]');
  expect(await sidebar.tree.getByRole('treeitem', { selected: true }).count()).toBe(2);
});

test('the context menu offers the actions in their order and copies', async ({ page, sidebar }) => {
  await sidebar.open();
  await sidebar.expand('demo', 'examples');
  await sidebar.row('detector').click({ button: 'right' });
  const labels = page.locator('.lm-Menu .lm-Menu-itemLabel');
  await labels.first().waitFor();
  const offered = await labels.allInnerTexts();
  const ours = offered.filter(label => label !== '').slice(0, 9);
  expect(ours).toEqual([
    'Open preview',
    'Insert code',
    'Insert code as',
    'Insert and run',
    'Copy code',
    'Copy path',
    'Copy URI',
    'Export…',
    'Copy to…'
  ]);
  await page.getByRole('menuitem', { name: 'Copy path' }).click();
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(clipboard).toBe('examples/detector');

  await sidebar.row('detector').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Copy code' }).click();
  await expect.poll(clipboard).toContain('detector = client["examples/detector"]');
  await sidebar.row('detector').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Copy URI' }).click();
  await expect.poll(clipboard).toMatch(/^http:.*examples\/detector$/);
});
