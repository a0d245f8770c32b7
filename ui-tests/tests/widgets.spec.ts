import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { HOME, TILED_URI } from '../environment';
import { violations } from './axe';
import { expect, type Page, test } from './fixtures';
import { notebook as notebookOf } from './notebookfile';

const CELLS = [
  `from tiled_jl import from_uri\nfrom tiled_jl.widgets import PreviewWidget, TreeWidget\nclient = from_uri("${TILED_URI}")`,
  'tree = TreeWidget(client)\ntree',
  'preview = PreviewWidget(client["examples/detector"])\npreview',
  'client["examples/signal"]'
];

function notebook(cells: string[]): string {
  return JSON.stringify(notebookOf(cells));
}

/** Put a notebook on the server, open it and run it. */
async function run(page: Page, tmpPath: string, content: string): Promise<void> {
  await page.contents.uploadContent(content, 'text', `${tmpPath}/widgets.ipynb`);
  await page.notebook.openByPath(`${tmpPath}/widgets.ipynb`);
  await page.notebook.activate('widgets.ipynb');
  await page.notebook.run();
}

/** Runs code in a new cell, and gives what it printed. */
function asking(page: Page): (code: string) => Promise<string> {
  return async code => {
    const index = await page.notebook.getCellCount();
    await page.notebook.addCell('code', code);
    await page.notebook.runCell(index, { inplace: true });
    return ((await page.notebook.getCellTextOutput(index)) ?? []).join('');
  };
}

test('a notebook with three widgets stays small, and the page evaluates the viewer once', async ({
  page,
  tmpPath
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'tiled-jl-widgets-'));
  writeFileSync(join(folder, 'widgets.ipynb'), notebook(CELLS));
  execFileSync(
    'jupyter',
    ['nbconvert', '--execute', '--to', 'notebook', '--inplace', join(folder, 'widgets.ipynb')],
    { env: { ...process.env, TILED_JL_HOME: HOME }, stdio: 'pipe' }
  );
  const executed = readFileSync(join(folder, 'widgets.ipynb'));
  console.log(`A notebook with three widgets: ${(executed.length / 1000).toFixed(1)} kB.`);
  expect(executed.length).toBeLessThan(30_000);

  await run(page, tmpPath, executed.toString());
  await expect(page.getByRole('tree', { name: 'Tiled nodes' })).toBeVisible();
  await expect(page.getByRole('img', { name: /^detector, .*512×512/ })).toBeVisible();
  await expect(page.getByRole('img', { name: /^signal/ })).toBeVisible();
  const evaluated = await page.evaluate(
    () => performance.getEntriesByName('tiled_jl.viewer').length
  );
  expect(evaluated).toBe(1);
});

test('the slice and the selection are traits to set and to read', async ({ page, tmpPath }) => {
  await run(page, tmpPath, notebook(CELLS));
  const image = page.getByRole('img', { name: /^detector, / });
  await expect(image).toHaveAccessibleName(/frame 0 of 60/);
  const ask = asking(page);
  await ask('preview.slice = [7]');
  await expect(image).toHaveAccessibleName(/frame 7 of 60/);
  const frame = page.getByRole('slider', { name: 'frame' });
  await frame.focus();
  await frame.press('ArrowRight');
  await expect(image).toHaveAccessibleName(/frame 8 of 60/);
  await expect.poll(() => ask('print(list(preview.slice))')).toContain('[8]');

  const tree = page.getByRole('tree', { name: 'Tiled nodes' });
  await tree.getByRole('treeitem', { name: /^examples/ }).click();
  await expect.poll(() => ask('print(tree.selection)')).toContain("('examples',)");
  await ask('tree.selection = ["examples", "spectrum"]');
  await expect(tree.getByRole('treeitem', { name: /^spectrum/ })).toHaveAttribute(
    'aria-selected',
    'true'
  );

  // One preview follows the other in the page, and a slider of ipywidgets moves both.
  await ask(
    'from ipywidgets import interact, jslink; other = PreviewWidget(client["examples/detector"]); ' +
      'link = jslink((preview, "slice"), (other, "slice")); ' +
      'interact(lambda at: setattr(preview, "slice", [at]), at=(0, 59)); display(other)'
  );
  await expect(image.last()).toHaveAccessibleName(/frame 29 of 60/);
  await page.locator('.widget-slider').getByRole('slider').press('End');
  await expect(image.last()).toHaveAccessibleName(/frame 59 of 60/);
});

test('letters typed in a widget add no cells to its notebook, and its rows have a menu', async ({
  page,
  tmpPath
}) => {
  await run(page, tmpPath, notebook(CELLS.slice(0, 2)));
  const row = page.getByRole('treeitem', { name: /^examples/ });
  await row.click();
  const cells = await page.notebook.getCellCount();
  await page.keyboard.type('aab');
  expect(await page.notebook.getCellCount()).toBe(cells);

  // The menu of a row is the tree's own, not that of the notebook.
  await row.click({ button: 'right' });
  const menu = page.getByRole('menu', { name: 'Actions on examples' });
  await expect(menu.getByRole('menuitem')).toHaveText([
    'Copy code',
    'Copy path',
    'Copy URI',
    'Export…',
    'Copy to…',
    'Sort and columns…',
    'Refresh',
    'Reconnect'
  ]);
  await expect(page.locator('.lm-Menu')).toHaveCount(0);
  expect.soft(await violations(page, '.tjl-Cell')).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(row).toBeFocused();
  await page.keyboard.press('Shift+F10');
  await expect(menu).toBeVisible();
  await page.keyboard.type('s');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  const form = page.getByRole('form', { name: 'Copy examples to…' });
  await form.getByRole('searchbox').fill('scratch');
  await form.getByRole('searchbox').press('Enter');
  await expect(form.getByRole('list', { name: 'Into' })).toContainText('scratch');
  await expect(form.getByRole('button', { name: 'Copy', exact: true })).toBeEnabled();
  expect.soft(await violations(page, '.tjl-Cell')).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(row).toBeFocused();
});

test('a browser in a cell searches, shows and exports, and code drives it', async ({
  page,
  tmpPath
}) => {
  // Each question is a cell of its own, typed and run.
  test.slow();
  await run(
    page,
    tmpPath,
    notebook([
      `${CELLS[0]}\nfrom ipywidgets import IntSlider, jslink\nfrom tiled_jl.queries import Eq\nfrom tiled_jl.widgets import Browser`,
      'browser = Browser(client)\nbrowser',
      'slider = IntSlider(max=99, description="frame")\nlink = jslink((browser, "frame"), (slider, "value"))\nslider'
    ])
  );
  const ask = asking(page);
  const tree = page.getByRole('tree', { name: 'Tiled nodes' });
  await tree.getByRole('treeitem', { name: /^examples/ }).click();
  await tree.getByRole('treeitem', { name: /^detector/ }).click();
  const image = page.getByRole('img', { name: /^detector, / });
  await expect(image).toHaveAccessibleName(/frame 0 of 60/);
  await expect(page.getByText('Structure', { exact: true })).toBeVisible();
  expect(await violations(page, '.tjl-Cell')).toEqual([]);

  // The slider of ipywidgets and that of the preview are one, without the kernel.
  const linked = page.locator('.widget-slider').getByRole('slider');
  await linked.press('End');
  await expect(image).toHaveAccessibleName(/frame 59 of 60/);
  await expect(linked).toHaveAttribute('aria-valuenow', /59/);
  await expect
    .poll(() => ask('print(browser.selection, browser.slice, browser.frame)'))
    .toContain("('examples', 'detector') (59,) 59");
  await ask('browser.slice = [7]');
  await expect(linked).toHaveAttribute('aria-valuenow', /7/);
  await ask('browser.selection = "examples/raster"; browser.slice = [3, 4]');
  await expect(page.getByRole('img', { name: /^raster, / })).toHaveAccessibleName(
    /3 of 24.*4 of 32/
  );

  await page.locator('.tjl-Preview').getByRole('button', { name: 'Export…' }).click();
  await page.getByRole('textbox', { name: 'File name' }).fill('my raster');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(page.getByText(/my raster.*\.bin/).first()).toBeVisible();
  await expect.poll(() => page.contents.fileExists(`${tmpPath}/my raster.bin`)).toBe(true);

  await ask('browser.query = [Eq("sample.formula", "Cu")]');
  const chip = page.getByRole('button', { name: /^Search without .*sample\.formula/ });
  await expect(chip).toBeVisible();
  await expect.poll(() => ask('print(len(browser.found) > 0)')).toContain('True');
  await chip.click();
  await expect(chip).toBeHidden();
  await expect.poll(() => ask('print(browser.query)')).toContain('()');

  await ask('browser.close()');
  await expect(page.locator('.tjl-mod-browser')).toHaveCount(0);
});

test('metadata are edited in a cell, by a person and by code', async ({ page, tmpPath }) => {
  await run(
    page,
    tmpPath,
    notebook([
      `${CELLS[0]}\nfrom tiled_jl.widgets import MetadataEditor\nsample = client["scratch"].create_container(metadata={"name": "Cu foil"})`,
      'editor = MetadataEditor(sample)\neditor'
    ])
  );
  const ask = asking(page);
  const cell = page.locator('.tjl-mod-metadata');
  await expect(cell.getByRole('tab', { name: 'Form' })).toBeVisible();
  expect(await violations(page, '.tjl-Cell')).toEqual([]);
  await ask('editor.value = {**editor.value, "annealed": True}');
  await expect(cell.getByRole('tab', { name: 'Changes (1)' })).toBeVisible();
  await expect.poll(() => ask('print(editor.dirty, repr(editor._draft))')).toContain("True ''");
  await cell.getByRole('button', { name: 'Save' }).click();
  await expect(cell.getByText('Saved', { exact: true })).toBeVisible();
  await expect
    .poll(() => ask('sample.refresh(); print(editor.dirty, editor.value == dict(sample.metadata))'))
    .toContain('False True');
});
