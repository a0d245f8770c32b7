import { describe, expect, it, onTestFinished } from 'vitest';
import { BrowserModel } from '../../models/browser';
import { openCatalogue } from '../../testing/catalogue';
import { container, node, page, server } from '../../testing/data';
import { Kernel, settle } from '../../testing/kernel';
import { TreeKeys } from './keys';

const PAGE = 10;
const PLAIN = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, timeStamp: 0 };

async function open() {
  const children = {
    '': [container(['alpha']), container(['beta']), node(['bravo']), node(['charlie'])],
    alpha: [node(['alpha', 'one']), node(['alpha', 'two'])],
    beta: Array.from({ length: 50 }, (_, i) => node(['beta', `n${i}`]))
  };
  const kernel = new Kernel({
    'servers.list': () => ({ servers: [server('a')], problems: [] }),
    'nodes.list': params =>
      page(children[(params.path ?? []).join('/') as keyof typeof children], params),
    'nodes.get': () => {
      throw new Error('The details are of no interest here.');
    }
  });
  const model = new BrowserModel({ transport: kernel.connect() });
  onTestFinished(() => model.dispose());
  const { tree } = model;
  tree.show(0, 30);
  await settle();
  const keys = new TreeKeys(tree, model.arrivals);
  const press = async (...pressed: string[]) => {
    let outcome = '';
    for (const key of pressed) {
      outcome = keys.press({ ...PLAIN, key }, PAGE);
      await settle();
    }
    return outcome;
  };
  const here = () => tree.active?.info?.name ?? tree.active?.node?.key;
  return { tree, keys, press, here };
}

describe('TreeKeys', () => {
  it('walks up and down, and stops at the ends', async () => {
    const { press, here } = await open();
    await press('ArrowDown', 'ArrowDown', 'ArrowDown');
    expect(here()).toBe('beta');
    await press('End');
    expect(here()).toBe('charlie');
    await press('ArrowDown');
    expect(here()).toBe('charlie');
    await press('Home', 'ArrowUp');
    expect(here()).toBe('a');
  });

  it('opens with the right arrow, and enters with another', async () => {
    const { press, here } = await open();
    await press('Home', 'ArrowDown', 'ArrowRight');
    expect(here()).toBe('alpha');
    await press('ArrowRight');
    expect(here()).toBe('one');
  });

  it('goes to the container with the left arrow, and closes it with another', async () => {
    const { press, here, tree } = await open();
    await press('Home', 'ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowLeft');
    expect(here()).toBe('alpha');
    const before = tree.count;
    await press('ArrowLeft');
    expect(tree.count).toBe(before - 2);
  });

  it('moves by pages', async () => {
    const { press, tree } = await open();
    await press('Home', 'ArrowDown', 'ArrowDown', 'ArrowRight');
    const from = tree.activeIndex;
    await press('PageDown');
    expect(tree.activeIndex).toBe(from + PAGE);
    await press('PageUp');
    expect(tree.activeIndex).toBe(from);
  });

  it('goes to names by their first letters', async () => {
    const { press, here } = await open();
    await press('Home', 'b', 'r');
    expect(here()).toBe('bravo');
  });

  it('takes a letter after a pause as the first one of another name', async () => {
    const { keys, press, here } = await open();
    await press('Home');
    keys.press({ ...PLAIN, key: 'b', timeStamp: 1000 }, PAGE);
    keys.press({ ...PLAIN, key: 'r', timeStamp: 1600 }, PAGE);
    expect(here()).toBe('bravo');
    keys.press({ ...PLAIN, key: 'a', timeStamp: 3000 }, PAGE);
    expect(here()).toBe('a');
  });

  it('goes through the names of one letter, round and round', async () => {
    const { press, here } = await open();
    await press('Home', 'b');
    expect(here()).toBe('beta');
    await press('b');
    expect(here()).toBe('bravo');
    await press('b');
    expect(here()).toBe('beta');
  });

  it('opens a preview of data with Enter, and containers themselves', async () => {
    const { press, tree } = await open();
    expect(await press('End', 'Enter')).toBe('open');
    expect(await press('Home', 'ArrowDown', 'Enter')).toBe('handled');
    expect(tree.active?.expanded).toBe(true);
  });

  it('deletes with Delete, once that was confirmed', async () => {
    const { press } = await open();
    expect(await press('Delete')).toBe('delete');
  });

  it.each(['F2', 'a', ' '])('keeps %j from the page around', async key => {
    const { press } = await open();
    expect(await press(key)).toBe('handled');
  });

  it('leaves Shift and Enter to the host', async () => {
    const { keys, press } = await open();
    await press('End');
    expect(keys.press({ ...PLAIN, key: 'Enter', shiftKey: true }, PAGE)).toBe('ignored');
  });

  it('leaves Tab, and keys with Ctrl, to the page around', async () => {
    const { keys, press } = await open();
    expect(await press('Tab')).toBe('ignored');
    expect(keys.press({ ...PLAIN, key: 'b', ctrlKey: true }, PAGE)).toBe('ignored');
  });

  it('extends what is chosen with Shift, adds with Ctrl and Space, and gives it up with Escape', async () => {
    const { tree, keys, press } = await open();
    await press('ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown');
    const chosen = () => tree.marks.rows.map(row => row.node?.key);
    keys.press({ ...PLAIN, key: 'ArrowDown', shiftKey: true }, PAGE);
    expect(chosen()).toEqual(['bravo', 'charlie']);
    keys.press({ ...PLAIN, key: ' ', ctrlKey: true }, PAGE);
    expect(chosen()).toEqual(['bravo']);
    expect(await press('Escape')).toBe('handled');
    expect(chosen()).toEqual([]);
    expect(await press('Escape')).toBe('ignored');
  });

  it('chooses all of a container with Ctrl and A', async () => {
    const { tree, keys, press } = await open();
    await press('ArrowDown', 'ArrowDown');
    keys.press({ ...PLAIN, key: 'a', ctrlKey: true }, PAGE);
    expect(tree.marks.rows.map(row => row.node?.key)).toEqual([
      'alpha',
      'beta',
      'bravo',
      'charlie'
    ]);
  });

  it('brings in what is new by Shift and R, a letter like any other without news', async () => {
    const { model, keys: names } = await openCatalogue(1000);
    const treeKeys = new TreeKeys(model.tree, model.arrivals);
    const shiftR = () => treeKeys.press({ ...PLAIN, key: 'R', shiftKey: true }, PAGE);
    shiftR();
    expect(model.tree.active?.node?.key).toBe('raw');
    names.push('1000');
    model.arrivals.look();
    await settle();
    expect(shiftR()).toBe('handled');
    expect(model.tree.count).toBe(1003);
  });
});
