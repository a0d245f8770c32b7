import { readFile } from 'node:fs/promises';

import { violations } from './axe';
import { expect, type Page, REAL_KERNELS, test } from './fixtures';
import { reload } from './reload';

const PREVIEW = '.tjl-PreviewPanel:not(.lm-mod-hidden *)';

/** Choose something from the menu of a preview, and give the file that comes of it. */
async function saved(
  page: Page,
  item: string
): Promise<{ name: string; text: string; path: string }> {
  const preview = page.locator('.tjl-PreviewPanel:visible');
  await preview.getByRole('button', { name: 'More' }).click();
  const coming = page.waitForEvent('download');
  await preview.getByRole('menuitem', { name: item }).click();
  const download = await coming;
  const path = await download.path();
  return { name: download.suggestedFilename(), text: await readFile(path, 'utf8'), path };
}

test('an image is measured, cut across, coloured, played and taken along', async ({
  page,
  sidebar
}) => {
  await sidebar.open();
  const preview = await sidebar.preview('demo', 'examples', 'detector');
  const image = preview.getByRole('img', { name: /^detector, / });
  await expect(image).toBeVisible();

  await preview.getByLabel('Scale of the colours').selectOption({ label: 'symmetric log' });
  await preview.getByLabel('Range of the colours').selectOption({ label: '0.1–99.9 %' });
  await preview.getByRole('button', { name: 'Profiles' }).click();
  await expect(preview.getByRole('img', { name: 'Values along the row' })).toBeVisible();
  const pane = preview.getByRole('group', { name: /^Image/ });
  await pane.focus();
  await pane.press('Shift+ArrowDown');
  await expect(
    preview.getByRole('img', { name: 'Values along the column' }).locator('path')
  ).toHaveAttribute('d', /^M/);

  const box = (await pane.boundingBox())!;
  await page.keyboard.down('Shift');
  await page.mouse.move(box.x + box.width / 2 - 60, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 60, box.y + 160, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  const rectangle = preview.getByRole('region', { name: 'Rectangle' });
  await expect(rectangle).toContainText(/n [\d,]+.*standard deviation.*sum.*every pixel/);
  await preview.getByRole('button', { name: 'More' }).click();
  await preview.getByRole('menuitem', { name: 'Measure what is in view' }).click();
  await expect(rectangle).toContainText('rows 0 to 511, columns 0 to 511');
  await expect(rectangle).toContainText('count 262,144');
  expect.soft(await violations(page, PREVIEW)).toEqual([]);

  const csv = await saved(page, 'Save what is shown as CSV');
  expect(csv.name).toBe('examples _ detector, frame 0.csv');
  expect(csv.text).toMatch(/^# examples \/ detector, frame 0\n# 512×512 of 512×512, every pixel\n/);
  expect(csv.text.split('\n')).toHaveLength(2 + 1 + 512 + 1);
  const svg = await saved(page, 'Save as SVG');
  expect(svg.text).toMatch(/^<svg .*<image href="data:image\/png.*counts/s);
  const png = await saved(page, 'Save as PNG');
  expect(png.text.slice(1, 4)).toBe('PNG');

  await preview.getByRole('button', { name: 'Play frame' }).click();
  await expect(image).toHaveAccessibleName(/frame ([3-9]|\d\d) of 60/);
  await preview.getByLabel('Speed').selectOption({ label: '20 per second' });
  await preview.getByRole('button', { name: 'Stop frame' }).click();
  await rectangle.getByRole('button', { name: 'Remove the rectangle' }).click();
  await expect(rectangle).toHaveCount(0);

  await sidebar.preview('rgb');
  const colour = preview.getByLabel('Red, green, blue');
  await expect(colour).toHaveValue('2');
  await colour.selectOption({ label: 'none' });
  await expect(preview.getByRole('slider', { name: /Lower end/ })).toBeVisible();
});

test('rows are laid over one another, and columns of a table plotted and sorted', async ({
  page,
  sidebar
}) => {
  await sidebar.open();
  const preview = await sidebar.preview('demo', 'examples', 'detector');
  await preview.getByLabel('Show as').selectOption({ label: 'Line' });
  await preview.getByRole('button', { name: 'Keep' }).click();
  await preview.getByRole('button', { name: 'Next row' }).click();
  const curves = preview.getByRole('list', { name: 'Curves' });
  await expect(curves.getByRole('listitem')).toHaveText(['frame 0, row 1', 'frame 0, row 0']);
  await curves.getByRole('button', { name: 'frame 0, row 0', exact: true }).click();
  await expect(curves.getByTitle('Show frame 0, row 0')).toHaveAttribute('aria-pressed', 'false');
  expect.soft(await violations(page, PREVIEW)).toEqual([]);
  expect((await saved(page, 'Save what is shown as CSV')).text).toContain(
    '512 of 512 values, every one'
  );

  await sidebar.preview('events_table');
  const table = preview.getByRole('table');
  await expect(table).toHaveAttribute('aria-rowcount', '200001');
  await preview.getByRole('group', { name: /^Cells\./ }).press('ArrowRight');
  await page.keyboard.press('Alt+ArrowRight');
  await expect(preview.getByRole('status').filter({ hasText: 'pixels wide' })).toBeVisible();
  await preview.getByRole('button', { name: 'Columns' }).click();
  const columns = preview.getByRole('region', { name: 'Columns' });
  await expect(columns).toContainText(/of 200 loaded are missing/);
  await columns
    .getByRole('button', { name: /^Sort by/ })
    .first()
    .click();
  await expect(preview.getByRole('status').filter({ hasText: 'sorted by' })).toContainText(
    'the 200 rows that are loaded of 200,000'
  );
  await preview.getByRole('button', { name: 'Load more' }).click();
  await expect(preview.getByRole('status').filter({ hasText: 'sorted by' })).toContainText(
    'the 2,200 rows that are loaded of 200,000'
  );
  expect.soft(await violations(page, PREVIEW)).toEqual([]);
  await preview.getByRole('button', { name: 'Show as stored' }).click();
  await columns.getByRole('checkbox').first().uncheck();
  await expect(preview).toContainText('7 of 8 columns');

  await sidebar.preview('spectrum');
  await preview.getByLabel('Show as').selectOption({ label: 'Plot' });
  const plot = preview.getByRole('img', { name: 'Plot of I0 over energy, 481 rows' });
  await expect(plot).toBeVisible();
  await preview.getByRole('combobox', { name: 'y', exact: true }).selectOption({ label: 'mu' });
  await preview.getByLabel('error').selectOption({ label: 'mu' });
  // Until the errors are there, the key reads a point without them.
  await expect(async () => {
    await preview.getByRole('group', { name: /^Plot\./ }).press('ArrowRight');
    await expect(preview.getByRole('status').filter({ hasText: '±' })).toContainText('energy', {
      timeout: 500
    });
  }).toPass();
  await page.keyboard.press('+');
  await expect(preview.getByRole('button', { name: 'Reset' })).toBeVisible();
  await page.keyboard.press('-');
  await expect(preview.getByRole('button', { name: 'Reset' })).toHaveCount(0);
  await preview.getByRole('button', { name: 'More' }).click();
  await preview.getByRole('menuitemcheckbox', { name: 'Logarithmic y' }).click();
  expect.soft(await violations(page, PREVIEW)).toEqual([]);
  expect((await saved(page, 'Save as SVG')).text).toContain('energy (eV)');
});

test.describe('over a reload', () => {
  test.use(REAL_KERNELS);

  test('one preview follows the selection until it is pinned, and all are there again', async ({
    page,
    sidebar
  }) => {
    await sidebar.open();
    await sidebar.region
      .getByRole('button', { name: /^(Follow|Stop following) the selection/ })
      .click();
    await sidebar.expand('demo', 'examples', 'detector');
    const preview = page.locator('.tjl-PreviewPanel:visible');
    await expect(preview.getByRole('img', { name: /^detector, / })).toBeVisible();
    await expect(sidebar.row('detector')).toBeFocused();
    await sidebar.row('signal').click();
    await expect(preview.getByRole('img', { name: /^signal/ })).toBeVisible();
    await expect(page.getByRole('tab', { name: 'detector' })).toHaveCount(0);

    await sidebar.row('detector').click();
    await expect(preview.getByRole('img', { name: /^detector, / })).toBeVisible();
    await preview.getByRole('button', { name: 'Pin', exact: true }).click();
    await preview.getByLabel('Colour map').selectOption({ label: 'magma' });
    await preview.getByRole('button', { name: 'Next frame' }).click();
    await sidebar.row('signal').click();
    await expect(page.getByRole('tab', { name: 'detector' })).toBeVisible();
    await expect(page.getByRole('tab', { name: 'signal' })).toBeVisible();
    await reload(page);
    await page.getByRole('tab', { name: 'detector' }).click();
    await expect(preview.getByLabel('Colour map')).toHaveValue('magma');
    await expect(preview.getByRole('img', { name: /frame 1 of 60/ })).toBeVisible();
    await sidebar.show();
    await sidebar.region
      .getByRole('button', { name: /^(Follow|Stop following) the selection/ })
      .click();
  });
});
