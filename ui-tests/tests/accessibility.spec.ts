import { violations } from './axe';
import { expect, type Page, test } from './fixtures';

const THEMES = {
  light: 'JupyterLab Light',
  dark: 'JupyterLab Dark',
  'dark high contrast': 'JupyterLab Dark High Contrast'
};

for (const [name, theme] of Object.entries(THEMES)) {
  test(`axe finds nothing wrong in the ${name} theme`, async ({ page, sidebar }) => {
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

async function isFocused(locator: ReturnType<Page['locator']>): Promise<boolean> {
  return locator.evaluate(element => element === document.activeElement);
}
