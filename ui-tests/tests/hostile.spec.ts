import { apiKey, JUPYTER_PORT, TILED_URI } from '../environment';
import { expect, type Page, test } from './fixtures';

const IMAGE = '<img src=x onerror="window.__ran = 1">';
const SCRIPT = '<script>window.__ran = 2</script>';
const KEY = `<svg onload="window.__ran = 3"> a?c#d%20é`;
const LONG = `${'a name of some length, '.repeat(13)}!`;
const METADATA = {
  [IMAGE]: SCRIPT,
  title: IMAGE,
  units: SCRIPT,
  start_time: IMAGE,
  link: 'javascript:window.__ran=4',
  frame: '<iframe src="https://example.org/"></iframe>',
  nested: { [SCRIPT]: [IMAGE, { units: IMAGE }] }
};

/** Make a container, and an array within, of which everything is meant to be run by a page. */
async function plant(page: Page): Promise<void> {
  const headers = { Authorization: `Apikey ${apiKey()}` };
  const say = async (method: 'post' | 'put', route: string, options: object) => {
    const answer = await page.request[method](`${TILED_URI}/api/v1/${route}`, {
      headers,
      ...options
    });
    expect(answer.ok(), await answer.text()).toBe(true);
  };
  const node = { id: KEY, metadata: METADATA, specs: [{ name: SCRIPT, version: IMAGE }] };
  await say('post', 'metadata/scratch', {
    data: { ...node, structure_family: 'container', data_sources: [] }
  });
  await say('post', `metadata/scratch/${encodeURIComponent(KEY)}`, {
    data: { id: LONG, metadata: {}, specs: [], structure_family: 'container', data_sources: [] }
  });
  const structure = {
    data_type: { endianness: 'little', kind: 'f', itemsize: 8 },
    shape: [3, 4],
    chunks: [[3], [4]],
    dims: [IMAGE, SCRIPT],
    resizable: false
  };
  const source = { structure_family: 'array', structure, mimetype: 'application/x-zarr' };
  const parent = `scratch/${encodeURIComponent(KEY)}`;
  await say('post', `metadata/${parent}`, {
    data: { ...node, structure_family: 'array', data_sources: [source] }
  });
  await say('put', `array/block/${parent}/${encodeURIComponent(KEY)}?block=0,0`, {
    data: Buffer.alloc(12 * 8),
    headers: { ...headers, 'Content-Type': 'application/octet-stream' }
  });
}

/** What is wider than the sidebar, and neither cut nor scrolled where it stands. */
function tooWide(): string[] {
  const sidebar = document.querySelector('#tiled-jl-sidebar');
  const { right } = sidebar?.getBoundingClientRect() ?? { right: 0 };
  return [...(sidebar?.querySelectorAll('*') ?? [])]
    .filter(element => element.getBoundingClientRect().right > right + 1)
    .filter(element => {
      let clip: Element | null = element.parentElement;
      while (clip && clip !== sidebar && getComputedStyle(clip).overflowX === 'visible') {
        clip = clip.parentElement;
      }
      return clip === sidebar || clip === null;
    })
    .map(element => element.className.toString());
}

test('what a server says is shown as text, and takes the page nowhere', async ({
  page,
  sidebar
}) => {
  await plant(page);
  const asked: string[] = [];
  page.on('request', request => asked.push(request.url()));
  page.on('websocket', socket => asked.push(socket.url()));
  const dialogs: string[] = [];
  page.on('dialog', dialog => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });

  await sidebar.open();
  await sidebar.expand('demo', 'scratch', KEY);
  const rows = sidebar.row(KEY);
  await expect(rows).toHaveCount(2);
  await rows.nth(1).click();
  await expect(sidebar.region.getByText(IMAGE).first()).toBeVisible();
  await expect(sidebar.region.getByText(/<script>/).first()).toBeVisible();
  await rows.nth(1).hover();
  await rows.nth(1).dblclick();
  const preview = page.locator('.tjl-PreviewPanel:visible');
  await expect(preview.getByRole('img', { name: /3×4/ })).toBeVisible();
  await expect(preview.getByText(IMAGE).first()).toBeVisible();

  // However long a name is, it is cut where it stands, and whole in a tooltip.
  const long = sidebar.row('a name of some length');
  await long.click();
  await expect(long).toHaveAttribute('title', new RegExp(LONG));
  await page.screenshot({ path: 'test-results/long-name.png' });
  expect(await page.evaluate(tooWide)).toEqual([]);
  await rows.nth(1).click();

  await sidebar.filter.fill(`title = ${IMAGE}`);
  await sidebar.filter.press('Enter');
  await expect(sidebar.region.getByRole('list', { name: 'Search' })).toContainText(IMAGE);
  await rows.first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Insert and run' }).click();
  await expect(page.locator('.jp-Notebook .jp-OutputArea-output').first()).toBeVisible();

  const found = await page.evaluate(() => ({
    ran: (window as { __ran?: number }).__ran ?? 0,
    elements: document.querySelectorAll('img[src="x"], iframe[src*="example.org"]').length,
    links: document.querySelectorAll('a[href^="javascript:"]').length
  }));
  expect(found).toEqual({ ran: 0, elements: 0, links: 0 });
  expect(dialogs).toEqual([]);
  const elsewhere = asked.filter(
    url => !/^(data|blob):/.test(url) && new URL(url).port !== String(JUPYTER_PORT)
  );
  expect(elsewhere).toEqual([]);
});
