// @vitest-environment happy-dom
import { expect, it, onTestFinished, vi } from 'vitest';
import { openCatalogue } from '../../testing/catalogue';
import { detail } from '../../testing/data';
import { NotingHost } from '../../testing/host';
import { draw } from '../../testing/page';
// What is loaded later on a page is there at once in a test.
import './rowmenu';
import { RowMenus } from './rowmenus';
import { Tree } from '../tree/tree';

async function show() {
  const { kernel, model } = await openCatalogue(3, {
    'nodes.get': ({ server, path = [] }) => detail(server, path, [])
  });
  // Without a height there would be no row.
  const height = vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(400);
  const host = new NotingHost();
  const { page, wait } = await draw(
    <RowMenus model={model} host={host}>
      <Tree model={model} host={host} />
    </RowMenus>
  );
  onTestFinished(() => height.mockRestore());
  await wait(() => model.tree.activate(1));
  // The details are asked for where a walk through the rows stops.
  await vi.waitFor(() => expect(model.details.loading).toBe(false));
  const row = () => page.querySelector<HTMLElement>('[role=treeitem][aria-selected=true]')!;
  const press = (key: string, init: KeyboardEventInit = {}) =>
    wait(() =>
      document.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true, ...init })
      )
    );
  const menu = () => page.querySelector('[role=menu]');
  return { kernel, model, host, page, row, wait, press, menu };
}

it('opens the menu of a row by keyboard, and gives the focus back', async () => {
  const { row, press, menu } = await show();
  row().focus();
  await press('F10', { shiftKey: true });
  expect(menu()?.getAttribute('aria-label')).toBe('Actions on raw');
  expect(document.activeElement?.textContent).toBe('Open preview');
  await press('c');
  expect(document.activeElement?.textContent).toBe('Copy path');
  await press('ArrowDown');
  expect(document.activeElement?.textContent).toBe('Open preview');
  await press('Escape');
  expect([menu(), document.activeElement]).toEqual([null, row()]);
  await press('ContextMenu');
  expect(menu()).not.toBeNull();
});

it('does to the row under the pointer what is chosen, and keeps other menus away', async () => {
  const { page, host, row, wait, menu } = await show();
  const event = new MouseEvent('contextmenu', { bubbles: true, cancelable: true });
  let outside = 0;
  page.parentElement?.addEventListener('contextmenu', () => outside++, { once: true });
  await wait(() => row().dispatchEvent(event));
  expect([event.defaultPrevented, outside]).toEqual([true, 0]);
  await wait(() => menu()?.querySelectorAll('button')[2].click());
  expect(host.ran.at(-1)).toMatchObject({ id: 'copy-path', target: { path: ['raw'] } });
  expect([menu(), document.activeElement]).toEqual([null, row()]);
});

it('waits a moment for what one may do, since nothing moves under the pointer', async () => {
  const { kernel, model, row, wait, menu } = await show();
  kernel.holding = true;
  model.details.reload();
  await wait(() => row().dispatchEvent(new MouseEvent('contextmenu', { bubbles: true })));
  expect(menu()).toBeNull();
  await vi.waitFor(() => expect(kernel.paramsOf('nodes.get')).toHaveLength(2));
  expect(menu()).toBeNull();
  await wait(() => void kernel.release());
  expect(menu()).not.toBeNull();
});
