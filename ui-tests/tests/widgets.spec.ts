import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { HOME, TILED_URI } from '../environment';
import { expect, type Page, test } from './fixtures';

const CELLS = [
  `from tiled_jl import from_uri\nfrom tiled_jl.widgets import PreviewWidget, TreeWidget\nclient = from_uri("${TILED_URI}")`,
  'tree = TreeWidget(client)\ntree',
  'preview = PreviewWidget(client["examples/detector"])\npreview',
  'client["examples/signal"]'
];

function notebook(cells: string[]): string {
  return JSON.stringify({
    cells: cells.map((source, index) => ({
      id: `cell-${index}`,
      cell_type: 'code',
      source,
      metadata: {},
      outputs: [],
      execution_count: null
    })),
    metadata: { kernelspec: { name: 'python3', display_name: 'Python 3', language: 'python' } },
    nbformat: 4,
    nbformat_minor: 5
  });
}

/** Put a notebook on the server, open it and run it. */
async function run(page: Page, tmpPath: string, content: string): Promise<void> {
  await page.contents.uploadContent(content, 'text', `${tmpPath}/widgets.ipynb`);
  await page.notebook.openByPath(`${tmpPath}/widgets.ipynb`);
  await page.notebook.activate('widgets.ipynb');
  await page.notebook.run();
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
  expect(executed.length).toBeLessThan(40_000);

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
  const ask = async (code: string): Promise<string> => {
    const index = await page.notebook.getCellCount();
    await page.notebook.addCell('code', code);
    await page.notebook.runCell(index, { inplace: true });
    return ((await page.notebook.getCellTextOutput(index)) ?? []).join('');
  };
  await ask('preview.slice = [7]');
  await expect(image).toHaveAccessibleName(/frame 7 of 60/);
  const frame = page.getByRole('slider', { name: 'frame' });
  await frame.focus();
  await frame.press('ArrowRight');
  await expect(image).toHaveAccessibleName(/frame 8 of 60/);
  expect(await ask('print(list(preview.slice))')).toContain('[8]');

  const tree = page.getByRole('tree', { name: 'Tiled nodes' });
  await tree.getByRole('treeitem', { name: /^examples/ }).click();
  expect(await ask('print(tree.selection)')).toContain("['examples']");
  await ask('tree.selection = ["examples", "spectrum"]');
  await expect(tree.getByRole('treeitem', { name: /^spectrum/ })).toHaveAttribute(
    'aria-selected',
    'true'
  );
});

test('letters typed in a widget add no cells to its notebook', async ({ page, tmpPath }) => {
  await run(page, tmpPath, notebook(CELLS.slice(0, 2)));
  const row = page.getByRole('treeitem', { name: /^examples/ });
  await row.click();
  const cells = await page.notebook.getCellCount();
  await page.keyboard.type('aab');
  expect(await page.notebook.getCellCount()).toBe(cells);
});
