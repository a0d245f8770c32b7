// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { picture } from '../../testing/answers';
import { plan } from '../../testing/data';
import { show } from '../../testing/preview';

it('opens a menu by keyboard, goes through it, and gives the focus back', async () => {
  const { page, wait } = await show(plan(['x'], [2, 2]), {
    'preview.image': request => ({
      result: picture(request),
      buffers: [new Uint8Array(4).buffer]
    })
  });
  const button = page.querySelector<HTMLButtonElement>('[aria-haspopup=menu]')!;
  const press = (key: string) =>
    wait(() =>
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    );
  button.focus();
  await press('ArrowDown');
  expect(document.activeElement?.textContent).toBe('Flip left and right');
  await press('ArrowDown');
  expect(document.activeElement?.textContent).toBe('Flip top and bottom');
  await press('End');
  expect(document.activeElement?.textContent).toContain('CSV');
  await press('Escape');
  expect([page.querySelector('[role=menu]'), document.activeElement]).toEqual([null, button]);
});
