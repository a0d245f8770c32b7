import { expect, type Page, test } from './fixtures';

/** Run code in a new cell below and return what it printed. */
async function printed(page: Page, code: string): Promise<string> {
  const index = await page.notebook.getCellCount();
  await page.notebook.addCell('code', code);
  await page.notebook.runCell(index);
  return ((await page.notebook.getCellTextOutput(index)) ?? []).join('');
}

test('from an empty workspace to the frame of a detector in a notebook', async ({
  page,
  sidebar
}) => {
  await sidebar.open();
  const preview = await sidebar.preview('demo', 'examples', 'detector');
  const image = preview.getByRole('img', { name: /^detector, / });
  await expect(image).toHaveAccessibleName(/frame 0 of 60/);

  const frame = preview.getByRole('slider', { name: 'frame' });
  await frame.fill('30');
  await expect(image).toHaveAccessibleName(/frame 30 of 60: image 512×512/);
  await frame.press('ArrowRight');
  await expect(image).toHaveAccessibleName(/frame 31 of 60: image 512×512/);

  await preview.getByRole('button', { name: 'Insert and run' }).click();
  await expect.poll(() => page.notebook.isAnyActive()).toBe(true);
  await page.notebook.waitForRun();
  await expect(page.locator('.jp-Notebook')).toContainText(
    'detector = client["examples/detector"]'
  );
  await expect(page.locator('.jp-Notebook')).toContainText('detector[31]');
  expect(await printed(page, 'print(detector[31].shape)')).toContain('(512, 512)');
});

test('a busy notebook does not hold the sidebar up', async ({ page, sidebar }) => {
  await sidebar.open();
  await page.notebook.createNew();
  await page.notebook.addCell('code', 'import time; time.sleep(600)');
  await page.notebook.runCell(1, { wait: false, inplace: true });
  const prompt = page.locator('.jp-Notebook .jp-InputPrompt').nth(1);
  await expect(prompt).toHaveText('[*]:');

  await sidebar.open();
  const asked = Date.now();
  await sidebar.expand('examples');
  await sidebar.row('detector').waitFor();
  const browsed = Date.now();
  const preview = await sidebar.preview('detector');
  await expect(preview.getByRole('img', { name: /512×512/ })).toBeVisible();
  console.log(
    `While a cell sleeps: children in ${browsed - asked} ms, picture in ${Date.now() - browsed} ms.`
  );
  await expect(prompt).toHaveText('[*]:');
});
