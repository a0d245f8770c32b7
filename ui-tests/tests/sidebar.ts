import type { Locator, Page } from '@playwright/test';

/** The sidebar as a person finds it: by the roles and names that it shows. */
export class Sidebar {
  constructor(readonly page: Pick<Page, 'content' | 'getByRole' | 'locator'>) {}

  get tab(): Locator {
    return this.page.getByRole('tab', { name: 'Tiled', exact: true });
  }

  get region(): Locator {
    return this.page.getByRole('region', { name: 'Tiled', exact: true });
  }

  get tree(): Locator {
    return this.region.getByRole('tree', { name: 'Tiled nodes' });
  }

  get filter(): Locator {
    return this.region.getByRole('combobox', { name: 'Filter or search' });
  }

  /** Show the sidebar, which starts its kernel, and wait for the demo's server in it. */
  async open(): Promise<void> {
    await this.show();
    await this.row('demo').waitFor();
  }

  /** Show the sidebar, whatever there will be in it. */
  async show(): Promise<void> {
    if ((await this.tab.getAttribute('aria-selected')) !== 'true') {
      await this.tab.click();
    }
  }

  /** The row of a node, by its key. */
  row(key: string): Locator {
    const exactly = new RegExp(`^${key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(,| |$)`);
    return this.tree.getByRole('treeitem', { name: exactly });
  }

  /** Open one container after the other, from the server's name downwards. */
  async expand(...keys: string[]): Promise<void> {
    for (const key of keys) {
      const row = this.row(key);
      await row.click();
    }
  }

  /** Open containers, then the preview of the last node. */
  async preview(...keys: string[]): Promise<Locator> {
    await this.expand(...keys.slice(0, -1));
    await this.row(keys[keys.length - 1]).dblclick();
    return this.page.locator('.tjl-PreviewPanel:visible');
  }
}
