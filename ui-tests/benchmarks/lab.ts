import { type Page, test as base } from '@playwright/test';

import { endBrowserSessions } from '../tests/kernels';
import { Sidebar } from '../tests/sidebar';
import { install } from './probe';

/** The JupyterLab that is measured, as it comes: nothing in it is mocked. */
export class Lab {
  readonly sidebar: Sidebar;

  constructor(readonly page: Page) {
    this.sidebar = new Sidebar(page);
  }

  /** Load the page anew, with nothing open in it, and wait until it has nothing to do. */
  async load(): Promise<void> {
    await this.page.goto('/lab?reset');
    await this.page.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
    await this.page.locator('.jp-Launcher').waitFor();
    await this.page.evaluate(
      () => new Promise<void>(resolve => requestIdleCallback(() => resolve()))
    );
  }

  /** Load the page, and show the nodes of the server in the sidebar. */
  async open(): Promise<void> {
    await this.load();
    await this.sidebar.show();
    await this.sidebar.row('large').waitFor();
  }

  /** Open the preview of a node that the sidebar shows. */
  async preview(key: string): Promise<ReturnType<Page['locator']>> {
    const preview = await this.sidebar.preview(key);
    await preview.locator('.tjl-Footer-resolution').getByText(/\d/).waitFor();
    return preview;
  }
}

export const test = base.extend<{ lab: Lab }>({
  lab: async ({ page, request }, use) => {
    await install(page);
    await endBrowserSessions(request);
    await use(new Lab(page));
    await endBrowserSessions(request);
  }
});

export { expect } from '@playwright/test';
