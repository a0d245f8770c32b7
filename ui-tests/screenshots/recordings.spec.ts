import { expect, test } from '../tests/fixtures';
import { Gallery } from './gallery';
import { Recorder } from './recorder';
import { mergeMetadata } from '../nodes';

test.use({ actionTimeout: 15_000, viewport: { width: 900, height: 600 } });

test('finding a scan of the night shift', async ({ page, sidebar }) => {
  await sidebar.open();
  await new Gallery(page, sidebar).widen(320);
  await sidebar.expand('demo');
  await sidebar.row('scans').waitFor();
  const { region, filter } = sidebar;
  const hand = await Recorder.start(page, 'finding');
  await hand.click(sidebar.row('scans'));
  await hand.type(filter, 'operator = ni');
  await region.getByRole('option', { name: /night shift/ }).waitFor();
  await filter.press('ArrowDown');
  await filter.press('Enter');
  await hand.glance();
  await filter.press('Enter');
  await region.getByRole('status').filter({ hasText: 'found in' }).waitFor();
  await hand.glance();
  await hand.click(region.getByRole('button', { name: 'Narrow by values' }));
  await hand.click(
    region.getByRole('group', { name: 'sample.name' }).getByRole('checkbox', { name: /^Cu foil/ })
  );
  await hand.click(region.getByRole('button', { name: 'Narrow by values' }));
  await hand.click(sidebar.tree.getByRole('treeitem', { level: 1 }).nth(3));
  await hand.doubleClick(sidebar.row('spectrum'));
  const preview = page.locator('.tjl-PreviewPanel:visible');
  await preview.getByLabel('Show as').selectOption({ label: 'Plot' });
  await preview.getByRole('img', { name: /^Plot of/ }).waitFor();
  await hand.stop();
});

test('looking through a stack of images, and taking the code', async ({ page, sidebar }) => {
  await sidebar.open();
  const preview = await sidebar.preview('demo', 'examples', 'detector');
  const image = preview.getByRole('img', { name: /^detector, / });
  await expect(image).toHaveAccessibleName(/512×512/);
  const hand = await Recorder.start(page, 'looking');
  const slider = await preview.getByRole('slider', { name: 'frame' }).boundingBox();
  const y = slider!.y + slider!.height / 2;
  const at = (part: number) => slider!.x + 8 + part * (slider!.width - 16);
  await hand.drag([at(0), y], [at(0.6), y]);
  await expect(image).toHaveAccessibleName(/frame 3\d of 60/);
  const pane = (await preview.getByRole('group', { name: /^Image/ }).boundingBox())!;
  const [left, top] = [pane.x + pane.width / 2, pane.y + pane.height / 2];
  await hand.drag([left - 60, top - 70], [left + 70, top + 60]);
  await hand.glance();
  await hand.click(preview.getByRole('button', { name: 'Insert and run' }));
  await expect.poll(() => page.notebook.isAnyActive()).toBe(true);
  await page.notebook.waitForRun();
  await hand.stop();
});

test('changing metadata, and seeing what changes', async ({ page, sidebar, request }) => {
  await sidebar.open();
  await sidebar.expand('demo', 'scratch');
  await sidebar.row('flat_field').waitFor();
  const hand = await Recorder.start(page, 'editing');
  await hand.click(sidebar.row('flat_field'));
  await hand.click(sidebar.region.getByRole('button', { name: 'Edit metadata…' }));
  const editor = page.locator('.tjl-EditorPanel:visible');
  await hand.type(editor.getByRole('textbox', { name: 'Value of detector' }), 'area detector 2');
  await hand.click(editor.getByRole('tab', { name: /^Changes/ }));
  await hand.click(editor.getByText('JSON Patch', { exact: true }));
  await hand.glance();
  await hand.click(editor.getByRole('button', { name: 'Save' }));
  await editor.getByRole('status').filter({ hasText: 'Saved' }).waitFor();
  await hand.stop();
  await mergeMetadata(request, 'flat_field', { detector: 'area detector' });
});

test('exporting a table', async ({ page, sidebar }) => {
  const dialog = page.getByRole('dialog');
  await sidebar.open();
  await sidebar.expand('demo', 'examples');
  await sidebar.row('events_table').waitFor();
  const hand = await Recorder.start(page, 'exporting');
  await hand.click(sidebar.row('events_table'));
  await hand.click(sidebar.region.getByRole('button', { name: 'Export…' }));
  await hand.point(dialog.getByLabel('Format'));
  await dialog.getByLabel('Format').selectOption('text/csv');
  await hand.glance();
  await hand.click(dialog.getByRole('button', { name: 'Export' }));
  const transfers = sidebar.region.getByRole('region', { name: 'Transfers' });
  await expect(transfers.getByRole('listitem')).toContainText('done');
  await hand.stop();
});
