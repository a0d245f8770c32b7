import { describe, expect, it, onTestFinished } from 'vitest';
import { container, node, page, server } from '../../testing/data';
import { Kernel, settle } from '../../testing/kernel';
import { BrowserModel } from '../browser';

const CHILDREN = {
  '': [container(['raw']), node(['x']), node(['y']), node(['z'])],
  raw: [node(['raw', 'one']), node(['raw', 'two'])]
};

/** A tree of a server, `raw` with `one` and `two`, then `x`, `y` and `z`. */
async function open() {
  const kernel = new Kernel({
    'servers.list': () => ({ servers: [server('a')], problems: [] }),
    'nodes.list': params =>
      page(CHILDREN[(params.path ?? []).join('/') as keyof typeof CHILDREN], params)
  });
  const model = new BrowserModel({ transport: kernel.connect() });
  onTestFinished(() => model.dispose());
  const { tree } = model;
  tree.show(0, 30);
  await settle();
  const raw = tree.at(1);
  if (raw) {
    tree.expand(raw);
  }
  await settle();
  const place = (key: string) =>
    Array.from({ length: tree.count }, (_, i) => tree.at(i)).findIndex(
      row => row?.node?.key === key
    );
  const chosen = () => model.chosen.map(({ node: each }) => each.key);
  return { model, tree, place, chosen };
}

describe('nodes that are chosen together', () => {
  it('are none but the active one at first', async () => {
    const { tree, place, chosen } = await open();
    tree.activate(place('x'));
    expect(chosen()).toEqual(['x']);
    expect(tree.marks.count).toBe(0);
  });

  it('are added and taken away one by one, and stand in the order of the tree', async () => {
    const { tree, place, chosen } = await open();
    tree.activate(place('y'));
    tree.marks.toggle(place('one'));
    tree.marks.toggle(place('z'));
    expect(chosen()).toEqual(['one', 'y', 'z']);
    tree.marks.toggle(place('y'));
    expect(chosen()).toEqual(['one', 'z']);
  });

  it('reach from the first to where the choice was extended, and no server is among them', async () => {
    const { tree, place, chosen } = await open();
    tree.activate(place('two'));
    tree.marks.extend(place('y'));
    expect(chosen()).toEqual(['two', 'x', 'y']);
    tree.marks.extend(0);
    expect(chosen()).toEqual(['raw', 'one', 'two']);
  });

  it('are all of a container, and one again after another row was chosen', async () => {
    const { tree, place, chosen } = await open();
    tree.activate(place('one'));
    tree.marks.all();
    expect(chosen()).toEqual(['one', 'two']);
    tree.activate(place('z'));
    expect(chosen()).toEqual(['z']);
  });

  it('do not include what has gone out of sight', async () => {
    const { tree, place, chosen } = await open();
    tree.activate(place('x'));
    tree.marks.toggle(place('two'));
    const raw = tree.at(place('raw'));
    if (raw) {
      tree.collapse(raw);
    }
    expect(tree.marks.count).toBeLessThan(2);
    expect(chosen()).not.toContain('two');
  });
});
