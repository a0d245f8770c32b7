import { USERS_URI } from '../environment';
import { tightTargets, violations } from './axe';
import { expect, type Page, test } from './fixtures';
import { tabTo, typeTo } from './keyboard';
import { expectFits } from './layout';
import { expectTold } from './told';

const SIDEBAR = '#tiled-jl-sidebar';
const DIALOG = '.jp-Dialog';
const PREVIEW = '.tjl-PreviewPanel:not(.lm-mod-hidden *)';
const PANELS = {
  'Sort and columns': 'sort-and-columns',
  'Narrow by values': 'facets',
  'Favourites and recent nodes': 'favourites'
};

const clipboard = (page: Page) => () => page.evaluate(() => navigator.clipboard.readText());

/** Run a command on the node that is chosen in the sidebar. */
async function run(page: Page, command: string): Promise<void> {
  await page.evaluate(
    id => void window.jupyterapp.commands.execute(id, { place: 'sidebar' }),
    `tiled-jl:${command}`
  );
}

test('a screen reader is told of nodes and of all that is asked and listed in the sidebar', async ({
  page,
  sidebar
}) => {
  // One part of the page after the other, in three themes each.
  test.slow();
  const { region } = sidebar;
  const dialog = page.getByRole('dialog');
  const cancel = async () => {
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  };
  await sidebar.open();
  await sidebar.expand('demo', 'examples', 'detector');
  await region.getByRole('tree', { name: 'Metadata' }).waitFor();
  await expectTold(page, `${SIDEBAR} .tjl-Tree`, 'tree');
  await expectTold(page, `${SIDEBAR} .tjl-Details`, 'details');
  expect.soft(await violations(page, SIDEBAR)).toEqual([]);

  await region.getByRole('button', { name: 'Add to favourites' }).click();
  await sidebar.row('examples').click();
  for (const [name, told] of Object.entries(PANELS)) {
    await region.getByRole('button', { name, exact: true }).click();
    await expectTold(page, `${SIDEBAR} .tjl-Panel`, told);
    await page.keyboard.press('Escape');
  }

  await sidebar.expand('scratch', 'flat_field');
  for (const command of ['export', 'copy-to', 'delete']) {
    await run(page, command);
    await expectTold(page, DIALOG, command);
    await cancel();
  }
  await sidebar.row('scratch').click();
  // It is there once the server has told what one may do.
  await region.getByRole('button', { name: 'New container…' }).click();
  await expectTold(page, DIALOG, 'new-container');
  await cancel();
  const dataTransfer = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['a,b\n1,2\n'], 'counts.csv'));
    return data;
  });
  await sidebar.row('scratch').dispatchEvent('drop', { dataTransfer });
  await expectTold(page, DIALOG, 'upload');
  await cancel();

  await run(page, 'edit-metadata');
  await page.getByRole('tab', { name: 'Form' }).waitFor();
  await expectTold(page, '.tjl-EditorPanel', 'metadata-editor');
});

test('a screen reader is told of servers, logins and API keys', async ({ page, sidebar }) => {
  const { region } = sidebar;
  await sidebar.open();
  await region.getByRole('button', { name: 'Add a server' }).click();
  await expectTold(page, `${SIDEBAR} .tjl-Form`, 'add-server');
  await region.getByRole('textbox', { name: 'URI' }).fill(USERS_URI);
  await region.getByRole('textbox', { name: 'Name' }).fill('users');
  await region.getByRole('button', { name: 'Connect' }).click();

  const login = region.getByRole('form', { name: 'Log in to users' });
  const way = login.getByRole('combobox', { name: 'With' });
  await way.selectOption('institute (web browser)');
  await login.getByRole('button', { name: 'Get a code' }).click();
  await expect(login.getByRole('timer')).toContainText('left');
  await expectTold(page, '.tjl-Login', 'login-by-browser');
  await way.selectOption('API key');
  await expectTold(page, '.tjl-Login', 'login-by-key');
  await way.selectOption('lab (password)');
  await expectTold(page, '.tjl-Login', 'login-by-password');
  await login.getByRole('textbox', { name: 'User' }).fill('alice');
  await login.getByRole('textbox', { name: 'Password' }).fill('wonderland-7');
  await login.getByRole('button', { name: 'Log in' }).click();

  await expect(sidebar.row('users')).toHaveAccessibleName(/connected, alice/);
  await sidebar.row('users').click();
  await sidebar.row('users').getByRole('button', { name: 'Actions on users' }).click();
  await page.getByRole('menuitem', { name: 'API keys…' }).click();
  const keys = region.getByRole('region', { name: 'API keys at users' });
  await keys.getByRole('button', { name: 'New API key…' }).click();
  await expectTold(page, '.tjl-Access', 'api-keys');

  await run(page, 'remove-server');
  await page.locator(DIALOG).getByRole('button', { name: 'Remove server' }).click();
  await expect(sidebar.row('users')).toHaveCount(0);
});

test('everything is done by keyboard alone', async ({ page, sidebar }) => {
  const selected = sidebar.tree.getByRole('treeitem', { selected: true });
  await page.keyboard.press('Alt+Shift+T');
  await sidebar.row('demo').waitFor();
  await page.keyboard.press('Alt+Shift+T');
  await expect(sidebar.row('demo')).toBeFocused();
  await typeTo(page, sidebar.row('examples'), 'exa');
  await page.keyboard.press('ArrowRight');
  await typeTo(page, sidebar.row('detector'), 'det');

  await page.keyboard.press('Alt+c');
  await expect.poll(clipboard(page)).toBe('examples/detector');
  await expect(selected).toHaveAccessibleName(/^detector/);
  await page.keyboard.press('Alt+Shift+C');
  await expect.poll(clipboard(page)).toMatch(/^http:.*examples\/detector$/);
  await page.keyboard.press('Control+c');
  await expect.poll(clipboard(page)).toContain('detector = client["examples/detector"]');

  // An entry of the metadata: its path by a shortcut, its value by a button.
  const metadata = sidebar.region.getByRole('tree', { name: 'Metadata' });
  await tabTo(page, metadata.getByRole('treeitem').first());
  await page.keyboard.press('End');
  await page.keyboard.press('Alt+c');
  const entry = metadata.getByRole('treeitem').last();
  const [key] = ((await entry.textContent()) ?? '').split(':');
  await expect.poll(clipboard(page)).toMatch(new RegExp(`(^|\\.)${key}$`));
  await tabTo(page, entry.getByRole('button', { name: 'Copy the value' }));
  await page.keyboard.press('Enter');
  await expect.poll(clipboard(page)).not.toContain(key);
  await tabTo(page, sidebar.row('detector'), 'Shift+Tab');

  await page.keyboard.press('Enter');
  const preview = page.locator('.tjl-PreviewPanel:visible');
  const image = preview.getByRole('img', { name: /^detector/ });
  await expect(image).toHaveAccessibleName(/frame 0 of 60/);

  // A rectangle from one pixel to another.
  await tabTo(page, preview.getByRole('group', { name: /^Image\./ }));
  for (const keys of ['Shift+ArrowDown', ' ', 'Shift+PageDown', 'Shift+ArrowRight', ' ']) {
    await page.keyboard.press(keys);
  }
  const rectangle = preview.getByRole('region', { name: 'Rectangle' });
  await expect(rectangle).toContainText('rows 257 to 308, columns 256 to 257');
  await expect(rectangle).toContainText('count 104');
  await expectTold(page, `${PREVIEW} .tjl-Preview`, 'image');
  await tabTo(page, rectangle.getByRole('button', { name: 'Remove the rectangle' }));
  await page.keyboard.press('Enter');
  await expect(rectangle).toHaveCount(0);

  const frame = preview.getByRole('slider', { name: 'frame' });
  await tabTo(page, frame);
  await page.keyboard.press('ArrowRight');
  await expect(image).toHaveAccessibleName(/frame 1 of 60/);

  await page.keyboard.press('Control+Enter');
  await expect(page.locator('.jp-Notebook')).toContainText('detector[1]');
  await page.keyboard.press('Alt+Shift+T');
  await expect(sidebar.row('detector')).toBeFocused();
  await page.keyboard.press('Shift+Enter');
  await expect(page.locator('.jp-Notebook .jp-OutputArea-output')).toBeVisible();
});

/** Have the page find no idle moment, as on a slow machine, before it is told to. */
async function busyUntilTold(page: Page): Promise<() => Promise<void>> {
  const calls = await page.evaluateHandle(() => {
    const waiting: IdleRequestCallback[] = [];
    const { requestIdleCallback } = window;
    window.requestIdleCallback = callback => waiting.push(callback);
    return { waiting, requestIdleCallback };
  });
  return () =>
    calls.evaluate(({ waiting, requestIdleCallback }) => {
      window.requestIdleCallback = requestIdleCallback;
      const deadline = { didTimeout: false, timeRemaining: () => 50 };
      waiting.forEach(callback => callback(deadline));
      // What follows from it is done in promises.
      return new Promise<void>(done => setTimeout(done, 0));
    });
}

test('what asks gives the focus back, and nodes are chosen, made, edited and deleted by keyboard', async ({
  page,
  sidebar
}) => {
  const { keyboard } = page;
  const dialog = page.getByRole('dialog');
  const scratch = sidebar.row('scratch');
  const made = sidebar.row('by keys');
  /** A dialog hears no key before it has the focus. */
  const asked = () => expect(dialog.locator(':focus')).toHaveCount(1);
  await sidebar.open();
  await sidebar.row('demo').focus();
  await typeTo(page, scratch, 'scr');
  await keyboard.press('ArrowRight');
  await sidebar.row('flat_field').waitFor();

  // Each panel opens by its button, and gives it the focus back.
  for (const name of Object.keys(PANELS)) {
    const button = sidebar.region.getByRole('button', { name, exact: true });
    await tabTo(page, button, 'Shift+Tab');
    await keyboard.press('Enter');
    await expect(sidebar.region.locator('.tjl-Panel')).toBeFocused();
    await keyboard.press('Escape');
    await expect(button).toBeFocused();
  }
  await tabTo(page, scratch);

  await tabTo(page, sidebar.region.getByRole('button', { name: 'New container…' }));
  const idle = await busyUntilTold(page);
  await keyboard.press('Enter');
  await expect(dialog.getByLabel('Name')).toBeFocused();
  await keyboard.type('by key');
  await idle();
  await keyboard.type('s');
  await keyboard.press('Enter');
  await made.waitFor();
  await tabTo(page, scratch, 'Shift+Tab');
  await typeTo(page, made, 'by k');

  await keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: 'Copy path' })).toBeVisible();
  await keyboard.press('Escape');
  await expect(made).toBeFocused();
  for (const key of ['Alt+Shift+E', 'Alt+Shift+D', 'Delete']) {
    await keyboard.press(key);
    await asked();
    await keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(made, key).toBeFocused();
  }

  await tabTo(page, sidebar.region.getByRole('button', { name: 'Edit metadata…' }));
  await keyboard.press('Enter');
  const editor = page.locator('.tjl-EditorPanel:visible');
  await expect(page.locator('.tjl-EditorPanel:focus, .tjl-EditorPanel :focus')).toHaveCount(1);
  await tabTo(page, editor.getByRole('button', { name: 'Add to the metadata' }));
  await keyboard.press('Enter');
  await expect(editor.getByRole('textbox', { name: 'Key of new key' })).toBeFocused();
  await keyboard.type('note');
  await keyboard.press('Enter');
  await tabTo(page, editor.getByRole('textbox', { name: 'Value of note' }));
  await keyboard.type('typed');
  await keyboard.press('Control+s');
  await expect(editor.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();

  await keyboard.press('Alt+Shift+T');
  await expect(made).toBeFocused();
  await keyboard.press('Shift+ArrowDown');
  await expect(sidebar.tree.getByRole('treeitem', { selected: true })).toHaveCount(2);
  await keyboard.press('Escape');
  await typeTo(page, made, 'by k');
  await keyboard.press('Delete');
  await asked();
  await tabTo(page, dialog.getByRole('button', { name: 'Delete' }));
  await keyboard.press('Enter');
  await expect(made).toHaveCount(0);
  await expect(sidebar.tree.locator(':focus')).toHaveCount(1);
});

test.describe('at 200 % on a screen that is touched', () => {
  // 1280 × 800 pixels of the screen.
  test.use({ hasTouch: true, viewport: { width: 640, height: 400 } });

  test('everything fits, is within reach of a finger, and nothing moves by itself', async ({
    page,
    sidebar
  }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await sidebar.open();
    for (const key of ['demo', 'examples', 'detector']) {
      await sidebar.row(key).tap();
    }
    await expect(sidebar.region.getByRole('tree', { name: 'Metadata' })).toBeVisible();
    await expectFits(page, SIDEBAR);
    expect.soft(await tightTargets(page, SIDEBAR)).toEqual([]);
    await sidebar.region.getByRole('button', { name: 'Open preview' }).tap();
    const preview = page.locator('.tjl-PreviewPanel:visible');
    await expect(preview.getByText('every pixel')).toBeAttached();
    await expectFits(page, PREVIEW);
    expect.soft(await tightTargets(page, PREVIEW)).toEqual([]);

    // As narrow as it has to work, which is less than JupyterLab's own styles allow.
    await page.addStyleTag({ content: `${SIDEBAR} { width: 220px !important; }` });
    await expectFits(page, SIDEBAR);
    for (const name of Object.keys(PANELS)) {
      await sidebar.region.getByRole('button', { name, exact: true }).tap();
      await expectFits(page, SIDEBAR);
      expect.soft(await tightTargets(page, SIDEBAR), name).toEqual([]);
      await page.keyboard.press('Escape');
    }
    await run(page, 'export');
    await page.getByRole('dialog').waitFor();
    await expectFits(page, DIALOG);
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).tap();

    await sidebar.row('spectrum').tap();
    await sidebar.region.getByRole('button', { name: 'Open preview' }).tap();
    await expect(preview.getByRole('table')).toBeAttached();
    await preview.getByRole('button', { name: 'Columns' }).tap();
    await expectTold(page, `${PREVIEW} .tjl-Preview`, 'table');
    await expectFits(page, PREVIEW);
    expect.soft(await tightTargets(page, PREVIEW)).toEqual([]);

    // The bar of what is slow, which moves otherwise.
    const moving = () =>
      page.evaluate(() => {
        const bar = document.createElement('div');
        bar.className = 'tjl-Bar';
        document.querySelector('#tiled-jl-sidebar .tjl-Root')?.append(bar);
        const moved = document
          .getAnimations()
          .map(({ effect }) => (effect instanceof KeyframeEffect ? effect.target : null))
          .filter(target => target?.closest('.tjl-Root'));
        bar.remove();
        return moved.length;
      });
    expect(await moving()).toBe(0);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await expect.poll(moving).toBe(1);
  });
});
