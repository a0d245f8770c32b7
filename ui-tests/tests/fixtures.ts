import { type IJupyterLabPageFixture, test as galata } from '@jupyterlab/galata';

import { begin } from './beginning';
import { endBrowserSessions } from './kernels';
import { Sidebar } from './sidebar';

/** Galata's test, with the Tiled sidebar of the page. */
export const test = galata.extend<{ sidebar: Sidebar; freshKernel: void }>({
  sidebar: async ({ page }, use) => {
    await use(new Sidebar(page));
  },
  // A test begins from the same, and its kernel is its own, also where the page was told to keep
  // its sessions.
  freshKernel: [
    async ({ request }, use) => {
      await endBrowserSessions(request);
      await begin(request);
      await use();
      await endBrowserSessions(request);
    },
    { auto: true }
  ]
});

/** What a test uses in which the page is loaded again and has to find the kernel that it had. */
export const REAL_KERNELS: Parameters<typeof test.use>[0] = {
  sessions: null,
  kernels: null,
  // Galata waits for the launcher, which is not in front when a preview was restored.
  waitForApplication: async ({}, use) => {
    await use(async page => {
      await page.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
      await page.getByRole('menuitem', { name: 'File' }).waitFor();
    });
  }
};

export { expect } from '@jupyterlab/galata';
export type Page = IJupyterLabPageFixture;
