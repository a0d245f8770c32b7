import type { Locator } from '@playwright/test';

import { violations } from './axe';
import { expect, type Page, test } from './fixtures';

const THEMES = {
  light: 'JupyterLab Light',
  dark: 'JupyterLab Dark',
  'dark high contrast': 'JupyterLab Dark High Contrast'
};

const PANELS = ['Sort and columns', 'Narrow by values', 'Favourites and recent nodes'];

for (const [name, theme] of Object.entries(THEMES)) {
  test(`axe finds nothing wrong in the ${name} theme`, async ({ page, sidebar }) => {
    test.slow();
    await page.theme.setTheme(theme);
    await sidebar.open();
    for (const key of ['detector', 'signal', 'spectrum', 'sparse']) {
      await sidebar.preview('demo', 'examples', key);
      await expect(sidebar.region.getByText(key, { exact: true }).first()).toBeVisible();
      await page.waitForTimeout(1500);
      expect
        .soft(await violations(page, '.tjl-PreviewPanel:not(.lm-mod-hidden *)'), key)
        .toEqual([]);
    }
    expect.soft(await violations(page, '#tiled-jl-sidebar'), 'sidebar').toEqual([]);

    await sidebar.region.getByRole('button', { name: 'Add a server' }).click();
    expect.soft(await violations(page, '#tiled-jl-sidebar'), 'form').toEqual([]);
    await page.keyboard.press('Escape');

    await sidebar.row('examples').press('ArrowLeft');
    await sidebar.expand('scratch', 'flat_field');
    for (const name of PANELS) {
      await sidebar.region.getByRole('button', { name, exact: true }).click();
      await expect(sidebar.region.locator('.tjl-Panel')).toBeVisible();
      expect.soft(await violations(page, '#tiled-jl-sidebar'), name).toEqual([]);
      await page.keyboard.press('Escape');
    }
    for (const action of ['export', 'copy-to', 'delete']) {
      await sidebar.row('flat_field').click();
      await page.evaluate(
        id => void window.jupyterapp.commands.execute(id, { place: 'sidebar' }),
        `tiled-jl:${action}`
      );
      await page.getByRole('dialog').waitFor();
      expect.soft(await violations(page, '.jp-Dialog'), action).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
    await sidebar.region.getByRole('button', { name: 'Edit metadata…' }).click();
    const editor = page.locator('.tjl-EditorPanel:visible');
    for (const tab of ['JSON', 'Revisions', 'Form']) {
      await editor.getByRole('tab', { name: tab }).click();
      expect.soft(await violations(page, '.tjl-EditorPanel'), tab).toEqual([]);
    }
  });
}

test('everything is done by keyboard alone', async ({ page, sidebar }) => {
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  const selected = sidebar.tree.getByRole('treeitem', { selected: true });
  await page.keyboard.press('Alt+Shift+T');
  await sidebar.row('demo').waitFor();
  await page.keyboard.press('Alt+Shift+T');
  await expect(sidebar.row('demo')).toBeFocused();
  await sidebar.row('examples').waitFor();
  await page.keyboard.type('exa');
  await expect(sidebar.row('examples')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await sidebar.row('detector').waitFor();
  await page.keyboard.type('det');
  await expect(sidebar.row('detector')).toBeFocused();

  await page.keyboard.press('Alt+c');
  await expect.poll(clipboard).toBe('examples/detector');
  await expect(selected).toHaveAccessibleName(/^detector/);
  await page.keyboard.press('Alt+Shift+C');
  await expect.poll(clipboard).toMatch(/^http:.*examples\/detector$/);
  await page.keyboard.press('Control+c');
  await expect.poll(clipboard).toContain('detector = client["examples/detector"]');

  await page.keyboard.press('Enter');
  const preview = page.locator('.tjl-PreviewPanel:visible');
  const image = preview.getByRole('img', { name: /^detector/ });
  await expect(image).toHaveAccessibleName(/frame 0 of 60/);
  const frame = preview.getByRole('slider', { name: 'frame' });
  for (let step = 0; step < 60 && !(await isFocused(frame)); step++) {
    await page.keyboard.press('Tab');
  }
  await expect(frame).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(image).toHaveAccessibleName(/frame 1 of 60/);

  await page.keyboard.press('Control+Enter');
  await expect(page.locator('.jp-Notebook')).toContainText('detector[1]');
  await page.keyboard.press('Alt+Shift+T');
  await expect(sidebar.row('detector')).toBeFocused();
  await page.keyboard.press('Shift+Enter');
  await expect(page.locator('.jp-Notebook .jp-OutputArea-output')).toBeVisible();
});

test('what asks gives the focus back, and nodes are chosen, made, edited and deleted by keyboard', async ({
  page,
  sidebar
}) => {
  test.slow();
  const { keyboard } = page;
  const dialog = page.getByRole('dialog');
  const go = async (to: Locator, key = 'Tab') => {
    for (let step = 0; step < 60 && !(await isFocused(to)); step++) {
      await keyboard.press(key);
    }
    await expect(to).toBeFocused();
  };
  await sidebar.open();
  await sidebar.row('demo').focus();
  await sidebar.row('scratch').waitFor();
  await keyboard.type('scr');
  const scratch = sidebar.row('scratch');
  await expect(scratch).toBeFocused();
  await keyboard.press('ArrowRight');
  await sidebar.row('flat_field').waitFor();

  // Each panel opens by its button, and gives it the focus back.
  for (const name of PANELS) {
    const button = sidebar.region.getByRole('button', { name, exact: true });
    await go(button, 'Shift+Tab');
    await keyboard.press('Enter');
    await expect(sidebar.region.locator('.tjl-Panel')).toBeFocused();
    await keyboard.press('Escape');
    await expect(button).toBeFocused();
  }
  await go(scratch);

  await go(sidebar.region.getByRole('button', { name: 'New container…' }));
  await keyboard.press('Enter');
  await expect(dialog.getByLabel('Name')).toBeFocused();
  await keyboard.type('by keys');
  await keyboard.press('Enter');
  const made = sidebar.row('by keys');
  await made.waitFor();
  await go(scratch, 'Shift+Tab');
  await keyboard.type('by k');
  await expect(made).toBeFocused();

  await keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: 'Copy path' })).toBeVisible();
  await keyboard.press('Escape');
  await expect(made).toBeFocused();
  for (const key of ['Alt+Shift+E', 'Alt+Shift+D', 'Delete']) {
    await keyboard.press(key);
    await dialog.waitFor();
    await keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(made, key).toBeFocused();
  }

  await go(sidebar.region.getByRole('button', { name: 'Edit metadata…' }));
  await keyboard.press('Enter');
  const editor = page.locator('.tjl-EditorPanel:visible');
  await go(editor.getByRole('button', { name: 'Add to the metadata' }));
  await keyboard.press('Enter');
  await keyboard.type('note');
  await keyboard.press('Enter');
  await go(editor.getByRole('textbox', { name: 'Value of note' }));
  await keyboard.type('typed');
  await keyboard.press('Control+s');
  await expect(editor.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();

  await keyboard.press('Alt+Shift+T');
  await expect(made).toBeFocused();
  await keyboard.press('Shift+ArrowDown');
  await expect(sidebar.tree.getByRole('treeitem', { selected: true })).toHaveCount(2);
  await keyboard.press('Escape');
  await keyboard.type('by k');
  await keyboard.press('Delete');
  await dialog.waitFor();
  await go(dialog.getByRole('button', { name: 'Delete' }));
  await keyboard.press('Enter');
  await expect(made).toHaveCount(0);
  await expect(sidebar.tree.locator(':focus')).toHaveCount(1);
});

async function isFocused(locator: ReturnType<Page['locator']>): Promise<boolean> {
  return locator.evaluate(element => element === document.activeElement);
}
