import { expect, test } from '../tests/fixtures';
import { TILED_URI } from '../environment';

const IMAGES = '../docs/images';

test('the sidebar, a picture and the code that reads it', async ({ page, sidebar }) => {
  await sidebar.open();
  const preview = await sidebar.preview('demo', 'examples', 'detector');
  const image = preview.getByRole('img', { name: /^detector, / });
  await expect(image).toHaveAccessibleName(/512×512/);
  await preview.getByRole('slider', { name: 'frame' }).fill('30');
  await expect(image).toHaveAccessibleName(/frame 30 of 60: image 512×512/);
  await page.screenshot({ path: `${IMAGES}/image.png` });
  await sidebar.region.screenshot({ path: `${IMAGES}/sidebar.png` });

  await preview.getByRole('button', { name: 'Insert and run' }).click();
  await expect.poll(() => page.notebook.isAnyActive()).toBe(true);
  await page.notebook.waitForRun();
  await page.screenshot({ path: `${IMAGES}/hero.png` });
});

test('a table', async ({ page, sidebar }) => {
  await sidebar.open();
  const preview = await sidebar.preview('demo', 'examples', 'events_table');
  await expect(preview.getByText('200,000').first()).toBeVisible();
  await page.screenshot({ path: `${IMAGES}/table.png` });
});

test('a widget in a notebook', async ({ page, sidebar }) => {
  await sidebar.open();
  await page.notebook.createNew();
  await page.notebook.setCell(
    0,
    'code',
    `from tiled_jl import from_uri\n\nclient = from_uri("${TILED_URI}")\nclient["examples/detector"]`
  );
  await page.notebook.runCell(0);
  await expect(page.getByRole('img', { name: /^detector, .*512×512/ })).toBeVisible();
  await page.screenshot({ path: `${IMAGES}/widget.png` });
});
