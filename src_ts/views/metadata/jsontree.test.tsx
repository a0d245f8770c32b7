// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, it, onTestFinished } from 'vitest';
import { NotingHost } from '../../testing/host';
import { JsonTree } from './jsontree';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const DOCUMENT = {
  sample: { name: 'Cu foil', layers: [{ 'a.b': 1 }, 2] },
  empty: {},
  units: { energy: 'keV' },
  energy: 7.1
};

function show(collapsed: number | false = 2) {
  const host = new NotingHost();
  const page = document.body.appendChild(document.createElement('div'));
  const root = createRoot(page);
  act(() =>
    root.render(<JsonTree value={DOCUMENT} label="Metadata" collapsed={collapsed} host={host} />)
  );
  onTestFinished(() => {
    act(() => root.unmount());
    page.remove();
  });
  const rows = () => [...page.querySelectorAll<HTMLElement>('[role=treeitem]')];
  const words = (row: Element | null) =>
    document.getElementById(row?.getAttribute('aria-labelledby') ?? '')?.textContent;
  const press = (key: string, more: KeyboardEventInit = {}) =>
    act(() => {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, ...more });
      document.activeElement?.dispatchEvent(event);
    });
  act(() => rows()[0].focus());
  return { host, page, press, rows, here: () => words(document.activeElement), words };
}

it('says of each entry where it stands, and of a folded one how much is in it', () => {
  const { rows, words } = show();
  expect(rows().map(words)).toEqual([
    'sample: 2 entries',
    'name: Cu foil',
    'layers: list of 2 values',
    'empty: {}',
    'units: 1 entry',
    'energy: keV',
    'energy: 7.1 keV'
  ]);
  const [level, position, size] = ['level', 'posinset', 'setsize'];
  expect([level, position, size].map(name => rows()[2].getAttribute(`aria-${name}`))).toEqual([
    '2',
    '2',
    '2'
  ]);
  expect(rows().map(row => row.getAttribute('aria-expanded'))).toEqual(
    ['true', null, 'false', null, 'true', null, null] // Nothing unfolds what holds nothing.
  );
});

it('is gone through, folded and unfolded by keys, the focus staying in it', () => {
  const { here, press, rows } = show();
  press('End');
  expect(here()).toBe('energy: 7.1 keV');
  press('Home');
  press('ArrowDown');
  press('ArrowDown');
  press('ArrowRight');
  press('ArrowRight');
  expect(here()).toBe('0: 1 entry');
  press('Enter');
  press('ArrowRight');
  expect(here()).toBe('a.b: 1');
  press('ArrowLeft');
  press('ArrowLeft');
  press('ArrowLeft');
  expect(here()).toBe('layers: list of 2 values');
  press('ArrowLeft');
  press('ArrowLeft');
  expect(here()).toBe('sample: 2 entries');
  press('ArrowLeft');
  expect(rows()).toHaveLength(5);
  press('ArrowDown');
  press('ArrowLeft');
  expect(here()).toBe('empty: {}');
  expect(rows().filter(row => row.tabIndex === 0)).toEqual([document.activeElement]);
});

it('gives the path and the value of an entry to the clipboard, by keys and by its buttons', () => {
  const { host, page, press } = show();
  press('ArrowDown');
  press('c', { altKey: true });
  press('c', { ctrlKey: true });
  press('ArrowDown');
  for (const button of page.querySelectorAll<HTMLButtonElement>('[tabindex="0"] button')) {
    expect(button.tabIndex).toBe(0);
    act(() => button.click());
  }
  expect(host.copied).toEqual([
    'sample.name',
    'Cu foil',
    'sample.layers',
    JSON.stringify(DOCUMENT.sample.layers, null, 2)
  ]);
});

it('shows everything where it is told to fold nothing', () => {
  expect(show(false).rows()).toHaveLength(10);
});
