import { expect, onTestFinished, test } from 'vitest';
import type { ISendPiece, ITransfer } from '../core/protocol';
import type { Transport } from '../core/transport';
import { container, node, page, server, transfer } from '../testing/data';
import { type Handlers, Kernel, Refusal, settle } from '../testing/kernel';
import { BrowserModel } from './browser';

async function open(handlers: Handlers = {}) {
  const children = [container(['raw'], 1)];
  const kernel: Kernel = new Kernel({
    'servers.list': () => ({ servers: [server('a')], problems: [] }),
    'transfers.list': () => ({ transfers: [] }),
    'transfers.change': () => ({ transfers: [] }),
    'nodes.list': params => page(children, params),
    'nodes.get': ({ server: id, path }) => ({
      summary: container(path ?? []),
      server: id,
      uri: '',
      facts: [],
      metadata: {},
      timeCreated: null,
      rights: ['edit', 'create']
    }),
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

test('a file that the kernel does not take any more is said to have failed', async () => {
  const { model } = await open({
    'uploads.send': () => {
      throw new Refusal('bad_request', 'There is no room');
    }
  });
  await model.transfers.upload({ server: 'a', path: [], key: 'x' }, new File(['x'], 'x.csv'));
  await new Promise(resolve => setTimeout(resolve, 50));
  expect(model.transfers.items).toMatchObject([
    { state: 'failed', error: { message: 'There is no room' } }
  ]);
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
  await model.transfers.change('1', 'remove').catch(() => undefined);
  expect(model.transfers.items).toEqual([]);
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
