import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, type Page, test } from '@playwright/test';

import { HOME, TILED_URI } from '../environment';
import { notebook } from './notebookfile';

const SETUP = `from tiled_jl import from_uri
from tiled_jl.widgets import Browser, PreviewWidget
client = from_uri("${TILED_URI}")`;

/** Choose an image in a browser, and step to its next frame. */
async function step(page: Page): Promise<void> {
  const tree = page.getByRole('tree', { name: 'Tiled nodes' });
  await tree.getByRole('treeitem', { name: /^examples/ }).click();
  await tree.getByRole('treeitem', { name: /^detector/ }).click();
  const image = page.getByRole('img', { name: /^detector, / });
  await expect(image).toHaveAccessibleName(/frame 0 of 60/);
  const frame = page.getByRole('slider', { name: 'frame' });
  await frame.focus();
  await frame.press('ArrowRight');
  await expect(frame).toHaveValue('1');
  await expect(image).toHaveAccessibleName(/frame 1 of 60/);
}

test('Notebook 7 shows the widgets, and starts with the extension', async ({ page, request }, {
  retry
}) => {
  // One that failed left its kernel behind.
  const name = `notebook7-${retry}.ipynb`;
  const cells = [SETUP, 'browser = Browser(client)\nbrowser', 'print("at", browser.frame)'];
  const content = notebook(cells);
  await request.put(`/api/contents/${name}`, { data: { type: 'notebook', content } });
  const complaints: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error' && message.text().includes('tiled-jl')) {
      complaints.push(message.text());
    }
  });

  await page.goto(`/notebooks/${name}`);
  await expect(page.locator('.jp-Notebook-ExecutionIndicator')).toHaveAttribute(
    'data-status',
    'idle'
  );
  await page.getByText('client = from_uri').click();
  for (let cell = 0; cell < cells.length; cell++) {
    await page.keyboard.press('Shift+Enter');
  }
  await step(page);
  const count = await page.locator('.jp-Cell').count();
  await page.getByRole('treeitem', { name: /^detector/ }).press('a');
  await page.keyboard.type('ab');
  await expect(page.locator('.jp-Cell')).toHaveCount(count);
  await page.getByText('print("at", browser.frame)').click();
  await page.keyboard.press('Shift+Enter');
  await expect(page.getByText('at 1', { exact: true })).toBeVisible();
  expect(complaints).toEqual([]);
  await request.delete(`/api/contents/${name}`);
});

test.describe('marimo', () => {
  let marimo: ChildProcess | undefined;

  test.afterEach(() => {
    marimo?.kill('SIGTERM');
  });

  test('marimo shows the widgets, and its cells follow their traits', async ({ page }) => {
    const app = join(mkdtempSync(join(tmpdir(), 'tiled-jl-marimo-')), 'app.py');
    writeFileSync(app, MARIMO);
    const port = await freePort();
    const address = ['--host', '127.0.0.1', '--port', String(port)];
    marimo = spawn('marimo', ['run', app, '--headless', '--no-token', ...address], {
      env: { ...process.env, TILED_JL_HOME: HOME },
      stdio: 'ignore'
    });
    const url = `http://127.0.0.1:${port}/`;
    await expect
      .poll(
        () =>
          page.goto(url).then(
            answer => answer?.ok(),
            () => false
          ),
        { timeout: 60_000 }
      )
      .toBe(true);
    await step(page);
    await expect(page.getByText('The frame is 1.', { exact: true })).toBeVisible();
  });
});

const MARIMO = `import marimo

app = marimo.App()


@app.cell
def _():
    import marimo as mo
    ${SETUP.replaceAll('\n', '\n    ')}
    browser = mo.ui.anywidget(Browser(client))
    browser
    return browser, mo


@app.cell
def _(browser, mo):
    mo.md(f"The frame is {browser.value['frame']}.")


if __name__ == "__main__":
    app.run()
`;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}
