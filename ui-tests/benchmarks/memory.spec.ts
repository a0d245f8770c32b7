import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import type { APIRequestContext, CDPSession, Page } from '@playwright/test';

import { browserSessions } from '../tests/kernels';
import { record } from './figures';
import { test } from './lab';

const PREVIEWS = 50;
const WARM_UP = 4;

/** What JupyterLab puts on the page where it is told to. */
interface IApp {
  commands: { execute(id: string, args?: object): Promise<unknown> };
  serviceManager: {
    kernels: {
      connectTo(options: { model: { id: string; name: string } }): {
        requestExecute(content: { code: string; silent: boolean }): { done: Promise<unknown> };
        dispose(): void;
      };
    };
  };
}

test('opening and closing previews', async ({ lab, request }) => {
  const { page } = lab;
  await lab.open();
  const browser = await page.context().newCDPSession(page);
  // What is loaded for the first preview of each kind stays.
  await look(page, WARM_UP);
  const before = await used(page, browser, request);
  await look(page, PREVIEWS);
  const after = await used(page, browser, request);
  const [heap, resident] = [after.heap / before.heap, after.resident / before.resident];
  console.log(before, after);
  record({
    name: `JavaScript heap after ${PREVIEWS} previews, of that before`,
    unit: '%',
    asked: 110,
    tries: [100 * heap]
  });
  record({
    name: `memory of the kernel after ${PREVIEWS} previews, of that before`,
    unit: '%',
    asked: 110,
    tries: [100 * resident]
  });
});

/** Open the preview of one node after the other, wait for what it shows, and close it. */
async function look(page: Page, count: number): Promise<void> {
  for (let each = 0; each < count; each++) {
    const path = ['previews', `node${String(each).padStart(2, '0')}`];
    await execute(page, 'tiled-jl:open-preview', { server: 'bench', path });
    const preview = page.locator('.tjl-PreviewPanel:visible');
    await preview.locator('.tjl-Footer-resolution').getByText(/\d/).waitFor();
    await execute(page, 'application:close');
    await preview.waitFor({ state: 'detached' });
  }
}

async function execute(page: Page, id: string, args: object = {}): Promise<void> {
  await page.evaluate(
    async ({ id, args }) => {
      await (window as unknown as { jupyterapp: IApp }).jupyterapp.commands.execute(id, args);
    },
    { id, args }
  );
}

/** The bytes that the page and the kernel hold once their garbage has been collected. */
async function used(
  page: Page,
  browser: CDPSession,
  request: APIRequestContext
): Promise<{ heap: number; resident: number }> {
  const [session] = await browserSessions(request);
  await page.evaluate(async id => {
    const { kernels } = (window as unknown as { jupyterapp: IApp }).jupyterapp.serviceManager;
    const kernel = kernels.connectTo({ model: { id, name: 'python3' } });
    await kernel.requestExecute({ code: 'import gc; gc.collect()', silent: true }).done;
    kernel.dispose();
  }, session.kernel.id);
  await browser.send('HeapProfiler.collectGarbage');
  const { usedSize } = await browser.send('Runtime.getHeapUsage');
  return { heap: usedSize, resident: residentBytes(session.kernel.id) };
}

function residentBytes(kernel: string): number {
  const listing = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' });
  const line = listing.split('\n').find(each => each.includes(`kernel-${kernel}.json`)) ?? '';
  const status = readFileSync(`/proc/${Number.parseInt(line, 10)}/status`, 'utf8');
  return 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
}
