import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

import { apiKey, TILED_URI } from '../environment';
import { expect, test } from './fixtures';
import type { Sidebar } from './sidebar';
import { expectTold } from './told';

const KEY = 'KeyOfTheSmallServer';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

async function startServer(port: number): Promise<ChildProcess> {
  const child = spawn('python', ['small_server.py', '--port', String(port), '--api-key', KEY], {
    stdio: 'ignore'
  });
  await expect
    .poll(
      () =>
        fetch(`http://127.0.0.1:${port}/healthz`).then(
          ({ ok }) => ok,
          () => false
        ),
      {
        timeout: 60_000
      }
    )
    .toBe(true);
  return child;
}

async function stopServer(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function addServer(sidebar: Sidebar, uri: string, key: string, name: string): Promise<void> {
  await sidebar.region.getByRole('button', { name: 'Add a server' }).click();
  await sidebar.region.getByRole('textbox', { name: 'URI' }).fill(uri);
  await sidebar.region.getByRole('textbox', { name: 'API key' }).fill(key);
  await sidebar.region.getByRole('textbox', { name: 'Name' }).fill(name);
  await sidebar.region.getByRole('button', { name: 'Connect' }).click();
}

async function removeServer(sidebar: Sidebar, name: string): Promise<void> {
  await sidebar.row(name).click({ button: 'right' });
  await sidebar.page.getByRole('menuitem', { name: 'Remove server' }).click();
  await sidebar.page.locator('.jp-Dialog').getByRole('button', { name: 'Remove server' }).click();
  await expect(sidebar.row(name)).toHaveCount(0);
}

test('a server is added by any address below it and its key, and browsed', async ({ sidebar }) => {
  const port = await freePort();
  const server = await startServer(port);
  try {
    await sidebar.open();
    await addServer(sidebar, `http://127.0.0.1:${port}/api/v1/metadata/ramp`, KEY, 'small');
    await sidebar.expand('small');
    const preview = await sidebar.preview('ramp');
    await expect(preview.getByRole('img', { name: /64×64/ })).toBeVisible();
    await expect(sidebar.row('demo')).toBeVisible();
    expect(await sidebar.page.content()).not.toContain(KEY);
    await removeServer(sidebar, 'small');
  } finally {
    await stopServer(server);
  }
});

test('a server that goes away is reported where its nodes were, and may come back', async ({
  page,
  sidebar
}) => {
  const port = await freePort();
  let server = await startServer(port);
  try {
    await sidebar.open();
    await addServer(sidebar, `http://127.0.0.1:${port}`, KEY, 'fragile');
    await sidebar.expand('fragile');
    await sidebar.row('ramp').click();
    await sidebar.region.getByRole('button', { name: 'Export…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Format').selectOption('text/csv');

    // What is asked of it is under way for as long as it says nothing.
    server.kill('SIGSTOP');
    await dialog.getByRole('button', { name: 'Export' }).click();
    const transfers = sidebar.region.getByRole('region', { name: 'Transfers' });
    await transfers.getByRole('progressbar').waitFor();
    await expectTold(page, '.tjl-Transfers', 'transfer-running');
    await transfers.getByRole('button', { name: 'Cancel ramp.csv' }).click();
    await stopServer(server);
    await expect(transfers.getByRole('listitem')).toContainText('cancelled');
    const preview = await sidebar.preview('ramp');
    const alert = preview.getByRole('alert');
    await expect(alert).toContainText(String(port));
    await sidebar.expand('demo', 'scratch');
    await expect(sidebar.row('flat_field')).toBeVisible();

    server = await startServer(port);
    await alert.getByRole('button', { name: 'Retry' }).click();
    await expect(preview.getByRole('img', { name: /64×64/ })).toBeVisible();
    await removeServer(sidebar, 'fragile');
  } finally {
    await stopServer(server);
  }
});

test('nobody answers at a wrong address, and the form says so', async ({ sidebar }) => {
  await sidebar.open();
  await addServer(sidebar, `http://127.0.0.1:${await freePort()}`, '', 'nowhere');
  const alert = sidebar.region.getByRole('alert');
  await expect(alert).toContainText('127.0.0.1');
  await expect(sidebar.region.getByRole('textbox', { name: 'URI' })).toBeVisible();
});

test('a wrong key is refused in words, and the right one opens the server', async ({ sidebar }) => {
  await sidebar.open();
  await sidebar.expand('demo', 'examples');
  await sidebar.row('detector').waitFor();
  const port = await freePort();
  const server = await startServer(port);
  try {
    await addServer(sidebar, `http://127.0.0.1:${port}`, 'wrong', 'locked');
    const alert = sidebar.region.getByRole('alert').first();
    await expect(alert).toContainText(/key/i);
    await expect(sidebar.row('detector')).toBeVisible();
    expect(await sidebar.page.content()).not.toContain('wrong"');
  } finally {
    await stopServer(server);
  }
});

test('a node deleted while it is open is missed in words', async ({ request, sidebar }) => {
  const api = `${TILED_URI}/api/v1`;
  const headers = { Authorization: `Apikey ${apiKey()}` };
  const body = {
    id: 'short_lived',
    structure_family: 'array',
    metadata: {},
    specs: [],
    data_sources: [
      {
        structure_family: 'array',
        management: 'writable',
        structure: {
          data_type: { endianness: 'little', kind: 'f', itemsize: 8 },
          shape: [4, 4],
          chunks: [[4], [4]],
          dims: null,
          resizable: false
        }
      }
    ]
  };
  const made = await request.post(`${api}/metadata/scratch`, { headers, data: body });
  expect(made.ok(), await made.text()).toBe(true);
  const filled = await request.put(`${api}/array/full/scratch/short_lived`, {
    headers: { ...headers, 'Content-Type': 'application/octet-stream' },
    data: Buffer.from(new Float64Array(16).map((_, index) => index).buffer)
  });
  expect(filled.ok(), await filled.text()).toBe(true);

  await sidebar.open();
  const preview = await sidebar.preview('demo', 'scratch', 'short_lived');
  await expect(preview.getByRole('img', { name: /4×4/ })).toBeVisible();
  const gone = await request.delete(`${api}/metadata/scratch/short_lived?external_only=false`, {
    headers
  });
  expect(gone.ok(), await gone.text()).toBe(true);

  await sidebar.page
    .locator('.lm-TabBar-tab.lm-mod-current .lm-TabBar-tabCloseIcon')
    .first()
    .click();
  const again = await sidebar.preview('short_lived');
  await expect(again.getByRole('alert')).toContainText('short_lived');
  await sidebar.expand('flat_field');
  await expect(sidebar.row('flat_field')).toBeVisible();
});
