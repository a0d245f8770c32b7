import { expect, onTestFinished, test } from 'vitest';
import type { ISendPiece, ITransfer } from '../../core/protocol';
import type { Transport } from '../../core/transport';
import { container, detail, node, page, server, transfer } from '../../testing/data';
import { type Handlers, Kernel, Refusal, settle } from '../../testing/kernel';
import { BrowserModel } from '../browser';

async function open(handlers: Handlers = {}) {
  const children = [container(['raw'], 1)];
  const kernel: Kernel = new Kernel({
    'servers.list': () => ({ servers: [server('a')], problems: [] }),
    'transfers.list': () => ({ transfers: [] }),
    'transfers.change': () => ({ transfers: [] }),
    'nodes.list': params => page(children, params),
    'nodes.get': ({ server: id, path }) => detail(id, path ?? [], ['edit', 'create']),
    'uploads.begin': ({ name, path, key, size }) =>
      upload({ file: name, path: [...path, key], total: size }),
    'uploads.send': ({ offset }: ISendPiece) => ({
      received: offset + (kernel.buffers[kernel.buffers.length - 1]?.byteLength ?? 0)
    }),
    ...handlers
  });
  const model = new BrowserModel({ transport: kernel.connect() });
  onTestFinished(() => model.dispose());
  await settle();
  await settle();
  return { kernel, model, children };
}

const upload = (changes: Partial<ITransfer>) =>
  transfer('1', { kind: 'upload', state: 'running', ...changes });

test('a file is sent in pieces, each after the one before', async () => {
  const { kernel, model } = await open();
  const file = new File([new Uint8Array(2_500_000)], 'x.npy');
  await model.transfers.upload({ server: 'a', path: ['raw'], key: 'x' }, file);
  await new Promise(resolve => setTimeout(resolve, 50));
  expect(kernel.paramsOf('uploads.send').map(({ offset }) => offset)).toEqual([
    0, 1_000_000, 2_000_000
  ]);
  expect(kernel.buffers.map(({ byteLength }) => byteLength)).toEqual([
    1_000_000, 1_000_000, 500_000
  ]);
});

test('a file for which there is no room fails in words, and is sent again when there is some', async () => {
  let isFull = true;
  const { kernel, model } = await open({
    'uploads.send': ({ offset }) => {
      if (isFull) {
        throw new Refusal('bad_request', 'There is no room');
      }
      return { received: offset + 1 };
    },
    'transfers.change': () => ({ transfers: [upload({ total: 2 })] })
  });
  await model.transfers.upload({ server: 'a', path: [], key: 'x' }, new File(['xy'], 'x.csv'));
  await new Promise(resolve => setTimeout(resolve, 50));
  const [failed] = model.transfers.items;
  expect(failed).toMatchObject({ state: 'failed', error: { message: 'There is no room' } });
  expect(model.transfers.canRetry(failed)).toBe(true);
  isFull = false;
  await model.transfers.change(failed.id, 'retry');
  await new Promise(resolve => setTimeout(resolve, 50));
  expect(kernel.paramsOf('uploads.send').map(({ offset }) => offset)).toEqual([0, 0, 1]);
});

test('a file that was chosen in another page cannot be sent again from here', async () => {
  const { kernel, model } = await open();
  kernel.say({
    topic: 'transfers.changed',
    payload: { transfers: [upload({ state: 'failed', done: 1, total: 2 })] }
  });
  const [failed] = model.transfers.items;
  expect(model.transfers.canRetry(failed)).toBe(false);
  expect(model.transfers.canRetry({ ...failed, done: 2 })).toBe(true);
});

test('a kernel that dies during an upload is not forgotten when another one is there', async () => {
  const { kernel, model } = await open();
  kernel.say({ topic: 'transfers.changed', payload: { transfers: [upload({ total: 9 })] } });
  const transport = model.transport as Transport;
  transport.detach('dead');
  transport.attach(new Kernel(kernel.handlers));
  await settle();
  expect(model.transfers.items).toMatchObject([
    { id: '1', state: 'failed', error: { code: 'unreachable' } }
  ]);
  expect(model.transfers.canRetry(model.transfers.items[0])).toBe(false);
  await model.transfers.change('1', 'remove');
  expect(model.transfers.items).toEqual([]);
});

test('what was being sent when the connection was lost is sent on', async () => {
  let isLost = true;
  const there = upload({ file: 'x.csv', done: 1, total: 2 });
  const { kernel, model } = await open({
    'transfers.list': () => ({ transfers: isLost ? [] : [there] }),
    'uploads.send': ({ offset }) =>
      isLost ? (new Promise(() => {}) as never) : { received: offset + 1 }
  });
  await model.transfers.upload({ server: 'a', path: [], key: 'x' }, new File(['xy'], 'x.csv'));
  await settle();
  isLost = false;
  const transport = model.transport as Transport;
  transport.detach('reconnecting');
  const same = new Kernel(kernel.handlers);
  transport.attach(same);
  await new Promise(resolve => setTimeout(resolve, 50));
  expect(same.paramsOf('uploads.send').map(({ offset }) => offset)).toEqual([1]);
  expect(model.transfers.items).toMatchObject([{ id: '1', state: 'running' }]);
});

test('a file that a kernel took to its grave is sent to the next one', async () => {
  const { kernel, model } = await open({ 'uploads.send': () => new Promise(() => {}) as never });
  await model.transfers.upload({ server: 'a', path: [], key: 'x' }, new File(['xy'], 'x.csv'));
  const transport = model.transport as Transport;
  transport.detach('dead');
  const begin = () => upload({ id: '2', file: 'x.csv', total: 2 });
  const next = new Kernel({ ...kernel.handlers, 'uploads.begin': begin });
  transport.attach(next);
  await settle();
  await model.transfers.change('1', 'retry');
  expect(next.paramsOf('uploads.begin')).toMatchObject([{ key: 'x', name: 'x.csv', size: 2 }]);
  expect(model.transfers.items.map(({ id }) => id)).toEqual(['2']);
});

test('where a file has become a node, that node is listed and nothing else moves', async () => {
  const { kernel, model, children } = await open();
  model.tree.show(0, 10);
  await settle();
  expect(model.tree.count).toBe(2);
  const say = (item: ITransfer) =>
    kernel.say({ topic: 'transfers.changed', payload: { transfers: [item] } });
  say(upload({ path: ['x'] }));
  children.push(node(['x']));
  say(upload({ path: ['x'], state: 'done' }));
  await settle();
  expect([...Array(model.tree.count).keys()].map(i => model.tree.at(i)?.node?.key)).toContain('x');
});

test('a container that is closed counts the nodes that were copied into it', async () => {
  const { kernel, model, children } = await open();
  model.tree.show(0, 10);
  await settle();
  const count = () => {
    const row = model.tree.at(1);
    return row && model.tree.childrenOf(row);
  };
  expect(count()).toBe(1);
  const say = (state: ITransfer['state']) => {
    const to = { server: 'a', path: ['raw'] };
    const copy = transfer('1', { kind: 'copy', path: ['x'], to, state });
    kernel.say({ topic: 'transfers.changed', payload: { transfers: [copy] } });
  };
  say('waiting');
  children[0] = container(['raw'], 2);
  say('done');
  await settle();
  expect(count()).toBe(2);
});

test('what may be done to a node is known from what is above it, until somebody else is there', async () => {
  const { model } = await open();
  model.tree.activate(1);
  await new Promise(resolve => setTimeout(resolve, 200));
  expect(model.rights.allows('edit', 'a', ['raw', 'deep', 'down'])).toBe(true);
  expect(model.rights.allows('delete', 'a', ['raw'])).toBe(false);
  expect(model.rights.allows('edit', 'b', ['raw'])).toBe(false);
  model.rights.forget('a');
  expect(model.rights.allows('edit', 'a', ['raw'])).toBe(false);
});

test('a node that was deleted leaves the tree, and the next one is chosen', async () => {
  const { model, children } = await open();
  model.tree.show(0, 10);
  children.push(node(['y']));
  model.tree.renew('a', []);
  await settle();
  model.tree.activate(1);
  children.shift();
  model.tree.drop('a', ['raw']);
  await settle();
  expect(model.tree.active?.node?.key).toBe('y');
});
