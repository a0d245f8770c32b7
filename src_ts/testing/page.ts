import { act, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import { onTestFinished } from 'vitest';
import { settle } from './kernel';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

/** Draw a view on a page of its own, until the end of the test. */
export async function draw(view: ReactElement) {
  const page = document.body.appendChild(document.createElement('div'));
  const root = createRoot(page);
  /** Do something, and wait for what follows from it. */
  const wait = (action: () => void) =>
    act(async () => {
      action();
      await settle();
    });
  onTestFinished(() => {
    act(() => root.unmount());
    page.remove();
  });
  await wait(() => root.render(view));
  return { page, wait };
}
