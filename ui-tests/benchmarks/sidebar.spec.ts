import { endBrowserSessions } from '../tests/kernels';
import { median, record, TRIES } from './figures';
import { type Lab, test } from './lab';
import { timed } from './probe';
import { serverTime } from './server';

/** How long it takes from a click on the sidebar's tab until the first nodes are there. */
async function firstRows(lab: Lab): Promise<number> {
  await lab.load();
  return timed(
    lab.page,
    'click',
    () => lab.sidebar.tab.click(),
    () => document.querySelector('.tjl-Tree [data-kind="node"]') !== null,
    null
  );
}

test('first rows with a cold kernel', async ({ lab, request }) => {
  const tries = [];
  for (let each = 0; each < TRIES; each++) {
    await endBrowserSessions(request);
    tries.push((await firstRows(lab)) / 1000);
  }
  record({ name: 'first rows, cold kernel', unit: 's', asked: 3, tries });
});

test('first rows with a warm kernel', async ({ lab }) => {
  await firstRows(lab);
  const tries = [];
  for (let each = 0; each < TRIES; each++) {
    tries.push((await firstRows(lab)) / 1000);
  }
  record({ name: 'first rows, warm kernel', unit: 's', asked: 0.4, tries });
});

test('expanding a container', async ({ lab }) => {
  await lab.open();
  await lab.sidebar.expand('folders');
  await lab.sidebar.row('folder00').waitFor();
  const tries = [];
  const server = [];
  const fields = ['structure_family', 'specs', 'structure', 'count'];
  const query = fields.map(field => `fields=${field}`).join('&');
  for (let each = 0; each < TRIES; each++) {
    const key = `folder${String(each).padStart(2, '0')}`;
    const row = lab.sidebar.row(key);
    const took = await timed(
      lab.page,
      'click',
      () => row.click(),
      () => document.querySelector('.tjl-Row[aria-level="4"][data-kind="node"]') !== null,
      null
    );
    server.push(await serverTime(`search/folders/${key}?page%5Blimit%5D=200&${query}`));
    tries.push(took);
    await row.press('ArrowLeft');
    await lab.sidebar.tree
      .getByRole('treeitem', { name: /^child/ })
      .first()
      .waitFor({ state: 'detached' });
  }
  const own = median(server);
  record({
    name: 'expanding a container of 200, over the server’s time',
    unit: 'ms',
    asked: 150,
    tries: tries.map(took => took - own)
  });
});
