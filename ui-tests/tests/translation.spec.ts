import { galata } from '@jupyterlab/galata';

import { Heard, LANGUAGE, translate, untranslated } from './catalogue';
import { expect, test } from './fixtures';

test.use({
  autoGoto: false,
  mockSettings: {
    ...galata.DEFAULT_SETTINGS,
    '@jupyterlab/translation-extension:plugin': { locale: LANGUAGE }
  }
});

/** What is the same in every language, or is translated with JupyterLab. */
const NO_WORDS = [
  /^(⟦.*⟧ )?((Ctrl|Alt|Shift)\+)+\w+$/,
  /^(side panel content|main area content|Cancel|Shift\+Right Click for Browser Menu)$/,
  /^(viridis|magma|inferno|plasma|true|false)$/,
  /^\.\w+ \(\w+\/[\w.+-]+\)$/
];

test('all that a person sees, but data, comes from the translations', async ({ page }) => {
  test.slow();
  const heard = new Heard(page);
  await translate(page);
  await page.goto();
  const sidebar = page.locator('#tiled-jl-sidebar');
  const dialog = page.locator('.jp-Dialog');
  const preview = page.locator('.tjl-PreviewPanel:visible');
  const row = (key: string) => sidebar.getByRole('treeitem', { name: new RegExp(`^${key}, `) });
  const run = (action: string) =>
    page.evaluate(id => void window.jupyterapp.commands.execute(id), `tiled-jl:${action}`);
  const check = async (parts: string, about: string) => {
    const found = await untranslated(page, parts, heard);
    const words = found.filter(text => !NO_WORDS.some(pattern => pattern.test(text)));
    expect.soft(words, about).toEqual([]);
  };

  await page.getByRole('tab', { name: '⟦Tiled⟧' }).click();
  await row('demo').click();
  await row('scratch').click();
  await row('flat_field').click();
  await expect(sidebar.getByText('⟦Data type⟧')).toBeVisible();
  await expect(sidebar.getByText(/^⟦\d+ of .+⟧$/)).toBeVisible();
  await check('#tiled-jl-sidebar', 'sidebar');
  await row('flat_field').click({ button: 'right' });
  await check('.lm-Menu', 'menu');
  await page.keyboard.press('Escape');
  for (const panel of ['Sort and columns', 'Narrow by values', 'Favourites and recent nodes']) {
    await sidebar.getByRole('button', { name: `⟦${panel}⟧` }).click();
    await expect(sidebar.locator('.tjl-Panel')).toBeVisible();
    await check('#tiled-jl-sidebar', panel);
    await page.keyboard.press('Escape');
  }
  for (const action of ['export', 'copy-to', 'delete']) {
    await row('flat_field').click();
    await run(action);
    await expect(dialog.getByRole('button').last()).toBeVisible();
    await check('.jp-Dialog', action);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog).toHaveCount(0);
  }
  await run('edit-metadata');
  for (const tab of [/^⟦JSON/, /^⟦Changes/, /^⟦Revisions/, /^⟦Form/]) {
    await page.locator('.tjl-EditorPanel').getByRole('tab', { name: tab }).click();
    await check('.tjl-EditorPanel', String(tab));
  }
  await row('scratch').click();
  await expect(sidebar.getByRole('button', { name: '⟦New container…⟧' })).toBeVisible();
  await run('new-container');
  await expect(dialog.getByRole('button').last()).toBeVisible();
  await check('.jp-Dialog', 'new container');
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await row('scratch').press('ArrowLeft');
  await row('examples').click();
  for (const key of ['detector', 'signal', 'spectrum', 'sparse', 'awkward']) {
    await row(key).dblclick();
    const shown = preview.getByRole('img').or(preview.getByRole('table'));
    await expect(shown.or(preview.getByRole('tree')).first()).toBeVisible();
    await check('.tjl-PreviewPanel', key);
  }
  await run('add-server');
  await expect(sidebar.getByRole('textbox', { name: '⟦URI⟧' })).toBeVisible();
  await check('#tiled-jl-sidebar', 'form');
  await sidebar.getByRole('textbox', { name: '⟦URI⟧' }).fill('ftp://nowhere');
  await page.keyboard.press('Enter');
  await expect(sidebar.getByRole('alert')).toContainText('⟦This is no address of a server.⟧');
  await expect(sidebar.getByRole('alert').locator('[lang=en]')).toContainText('nowhere');
  await check('#tiled-jl-sidebar', 'error');
});
