import { expect, it, vi } from 'vitest';
import { node, page, plan, server } from '../testing/data';
import { Kernel, settle } from '../testing/kernel';
import { BrowserModel } from './browser';
import { FollowingModel } from './following';

async function open() {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
  const nodes = [node(['x']), node(['y']), node(['broken'], { broken: 'No structure.' })];
  const kernel = new Kernel({
    'servers.list': () => ({ servers: [server('a')], problems: [] }),
    'nodes.list': params => page(params.path?.length ? [] : nodes, params),
    'nodes.get': ({ path = [] }) => plan(path, []).node,
    'transfers.list': () => ({ transfers: [] }),
    'preview.open': ({ path = [] }) => plan(path, [12, 4, 4])
  });
  const browser = new BrowserModel({ transport: kernel.connect() });
  const following = new FollowingModel(browser);
  await settle();
  const rest = async () => {
    await vi.advanceTimersByTimeAsync(200);
    await following.preview?.open();
  };
  return { kernel, browser, following, rest };
}

it('shows the node where a walk through the tree stops', async () => {
  const { kernel, browser, following, rest } = await open();
  await browser.select('a', ['x']);
  await browser.select('a', ['y']);
  expect(following.preview).toBeNull();
  await rest();
  expect(following.preview?.path).toEqual(['y']);
  expect(kernel.paramsOf('preview.open').map(({ path }) => path)).toEqual([['y']]);
  await browser.select('a', ['broken']);
  await rest();
  expect(following.preview).toBeNull();
});

it('keeps a slice that is meant for a node that is awaited', async () => {
  const { browser, following, rest } = await open();
  await browser.select('a', ['x']);
  await rest();
  const told: unknown[] = [];
  following.sliceChanged.connect((_, slice) => told.push(slice));
  following.slice = [3];
  await browser.select('a', ['y']);
  following.slice = [5];
  expect(following.preview?.slice).toEqual([3]);
  await rest();
  expect(following.preview?.path).toEqual(['y']);
  expect(following.slice).toEqual([5]);
  expect(told).toContainEqual([5]);
});

it('lets go of the preview when it is closed', async () => {
  const { browser, following, rest } = await open();
  await browser.select('a', ['x']);
  await rest();
  const { preview } = following;
  following.dispose();
  expect(preview?.isDisposed).toBe(true);
});
