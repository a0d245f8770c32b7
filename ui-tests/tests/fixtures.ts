import { type IJupyterLabPageFixture, test as galata } from '@jupyterlab/galata';

import { endBrowserSessions } from './kernels';
import { Sidebar } from './sidebar';

/** Galata's test, with the Tiled sidebar of the page. */
export const test = galata.extend<{ sidebar: Sidebar; freshKernel: void }>({
  sidebar: async ({ page }, use) => {
    await use(new Sidebar(page));
  },
  // A test's kernel is its own, also where the page was told to keep its sessions.
  freshKernel: [
    async ({ request }, use) => {
      await endBrowserSessions(request);
      await use();
      await endBrowserSessions(request);
    },
    { auto: true }
  ]
});

export { expect } from '@jupyterlab/galata';
export type Page = IJupyterLabPageFixture;
