import type { Locator } from '@playwright/test';

import { expect, type Page } from '../tests/fixtures';
import type { Sidebar } from '../tests/sidebar';

const FOLDER = 'test-results/gallery';
const NARROW = 220;

/** What is still on its way in the preview on show. */
const UNDER_WAY =
  '.tjl-PreviewPanel:visible :is(.tjl-Preview-blank, .tjl-Bar:not([data-on="false"]), [data-stale="true"])';
const A_WHILE = 100;

/** Takes pictures of what is on the page in both themes, to be looked at. */
export class Gallery {
  constructor(
    private readonly _page: Page,
    private readonly _sidebar: Sidebar
  ) {}

  /** The whole page, light and dark, once the data are there. */
  async look(name: string): Promise<void> {
    await this.settle();
    await this._inBoth(theme => this._page.screenshot({ path: `${FOLDER}/${name}-${theme}.png` }));
  }

  /** The sidebar as narrow as it has to work, which is less than JupyterLab's own styles allow. */
  async narrow(name: string): Promise<void> {
    const style = await this._page.addStyleTag({
      content: `#tiled-jl-sidebar {
        width: ${NARROW}px !important;
        min-width: 0 !important;
      }`
    });
    await this._inBoth(theme =>
      this._sidebar.region.screenshot({ path: `${FOLDER}/${name}-${NARROW}-${theme}.png` })
    );
    await style.evaluate(element => (element as Element).remove());
  }

  /** Wait until nothing has been on its way for longer than it takes to say so. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 5; quiet++) {
      await this._page.waitForTimeout(A_WHILE);
      if (await this._page.locator(UNDER_WAY).count()) {
        quiet = -1;
      }
    }
  }

  /** Give the sidebar a width by dragging its edge. */
  async widen(width: number): Promise<void> {
    const box = await this._sidebar.region.boundingBox();
    if (!box) {
      throw new Error('The sidebar is not on show.');
    }
    const edge = box.x + box.width + 1;
    const y = box.y + box.height / 2;
    await this._page.mouse.move(edge, y);
    await this._page.mouse.down();
    await this._page.mouse.move(edge + width - box.width, y, { steps: 3 });
    await this._page.mouse.up();
    await this._page.mouse.move(0, 0);
  }

  private async _inBoth(take: (theme: string) => Promise<unknown>): Promise<void> {
    for (const theme of ['Dark', 'Light']) {
      await this._page.evaluate(
        name => window.jupyterapp.commands.execute('apputils:change-theme', { theme: name }),
        `JupyterLab ${theme}`
      );
      const body = this._page.locator('body');
      await expect(body).toHaveAttribute('data-jp-theme-light', String(theme === 'Light'));
      await this._page.waitForTimeout(400);
      await take(theme.toLowerCase());
    }
  }
}

/** Add a server by the form of the sidebar. */
export async function addServer(
  sidebar: Sidebar,
  { name, uri, key = '' }: { name: string; uri: string; key?: string }
): Promise<Locator> {
  await sidebar.region.getByRole('button', { name: 'Add a server' }).click();
  await sidebar.region.getByRole('textbox', { name: 'URI' }).fill(uri);
  await sidebar.region.getByRole('textbox', { name: 'API key' }).fill(key);
  await sidebar.region.getByRole('textbox', { name: 'Name' }).fill(name);
  await sidebar.region.getByRole('button', { name: 'Connect' }).click();
  return sidebar.region.getByRole('form', { name: `Log in to ${name}` });
}

/** Log in as one of the users of the server that has some. */
export async function logIn(form: Locator): Promise<void> {
  await form.getByRole('combobox', { name: 'With' }).selectOption('lab (password)');
  await form.getByRole('textbox', { name: 'User' }).fill('alice');
  await form.getByRole('textbox', { name: 'Password' }).fill('wonderland-7');
  await form.getByRole('button', { name: 'Log in' }).click();
}

/** Choose something for a key in one of the fields that suggest keys. */
export async function pick(sidebar: Sidebar, label: string, key: string): Promise<void> {
  const field = sidebar.region.getByRole('combobox', { name: label });
  await field.fill(key);
  await field.press('Enter');
}

/** Choose from the menu that a server has on its row. */
export async function choose(sidebar: Sidebar, server: string, action: string): Promise<void> {
  await sidebar
    .row(server)
    .getByRole('button', { name: `Actions on ${server}` })
    .click();
  await sidebar.page.getByRole('menuitem', { name: action }).click();
}
