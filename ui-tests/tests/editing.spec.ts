import type { Locator } from '@playwright/test';

import { createContainer, mergeMetadata } from '../nodes';
import { violations } from './axe';
import { expect, type Page, REAL_KERNELS, test } from './fixtures';
import { reload } from './reload';
import { expectTold } from './told';

test.use(REAL_KERNELS);

/** Move what is dragged by the mouse over something, and a little on it. */
async function carry(page: Page, to: Locator, right = 0): Promise<void> {
  await to.scrollIntoViewIfNeeded();
  const box = await to.boundingBox();
  if (!box) {
    throw new Error('What is dragged goes over something on the page.');
  }
  const [x, y] = [box.x + box.width / 2 + right, box.y + box.height / 2];
  await page.mouse.move(x - 2, y, { steps: 6 });
  await page.mouse.move(x, y, { steps: 2 });
}

test('metadata are changed in a form and as text, and what others changed is merged', async ({
  page,
  request,
  sidebar
}) => {
  test.slow();
  await createContainer(request, 'edited', { kind: 'calibration', detector: 'area detector' });
  await sidebar.open();
  await sidebar.expand('demo', 'scratch');
  await sidebar.row('edited').click();
  await sidebar.region.getByRole('button', { name: 'Edit metadata…' }).click();
  const editor = page.locator('.tjl-EditorPanel:visible');

  const detector = editor.getByRole('textbox', { name: 'Value of detector' });
  await detector.fill('area detector 2');
  await editor.getByRole('button', { name: 'Add to the metadata' }).click();
  await expect(editor.getByRole('textbox', { name: 'Key of new key' })).toBeFocused();
  await page.keyboard.type('id/~');
  await page.keyboard.press('Enter');
  await editor.getByRole('combobox', { name: 'Type of id/~' }).selectOption('number');
  await editor.getByRole('textbox', { name: 'Value of id/~' }).fill('9007199254740993');
  expect.soft(await violations(page, '.tjl-EditorPanel'), 'form').toEqual([]);
  await page.screenshot({ path: 'test-results/editing-form.png' });

  await editor.getByRole('tab', { name: 'JSON' }).click();
  const text = editor.getByRole('textbox', { name: 'Metadata as JSON' });
  const typed = await text.inputValue();
  expect(typed).toContain('"id/~": 9007199254740993');
  await text.fill(typed.replace('"kind": "calibration",', '"kind": "calibration"'));
  await expect(editor.getByRole('status').filter({ hasText: 'Line 3' })).toContainText('comma');
  await expect(editor.getByRole('button', { name: 'Save' })).toBeDisabled();
  await page.screenshot({ path: 'test-results/editing-text.png' });
  await text.fill(typed);

  await editor.getByRole('tab', { name: /^Changes \(2\)/ }).click();
  const changes = editor.getByRole('list', { name: 'What saving changes' });
  await expect(changes.getByRole('listitem')).toHaveCount(2);
  await expect(changes).toContainText('9007199254740993');
  await editor.getByText('JSON Patch', { exact: true }).click();
  await expect(editor.getByLabel('JSON Patch')).toContainText('"path": "/id~1~0"');
  expect.soft(await violations(page, '.tjl-EditorPanel'), 'changes').toEqual([]);
  await page.screenshot({ path: 'test-results/editing-changes.png' });

  // What is typed and not saved is there again after the page was left.
  await reload(page);
  await expect(editor.getByRole('status').filter({ hasText: 'Not saved' })).toBeVisible({
    timeout: 30_000
  });
  // Somebody else is quicker, after the node was read again.
  await expect(editor.locator('.tjl-MetadataEditor')).toHaveAttribute('aria-busy', 'false');
  await mergeMetadata(request, 'edited', { detector: 'theirs', kind: 'theirs' });
  await editor.getByRole('button', { name: 'Save' }).click();
  const conflict = editor.getByRole('region', { name: 'Conflict' });
  await conflict.getByRole('radio', { name: /^theirs/ }).check();
  await expectTold(page, '.tjl-EditorPanel', 'conflict');
  await page.screenshot({ path: 'test-results/editing-conflict.png' });
  await conflict.getByRole('button', { name: 'Merge both' }).click();
  await editor.getByRole('button', { name: 'Save' }).click();
  await expect(editor.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();

  await editor.getByRole('tab', { name: 'Revisions' }).click();
  const revisions = editor.getByRole('list', { name: /^Revisions/ });
  await revisions.getByRole('button', { name: 'Revision 1', exact: true }).click();
  await expect(revisions.getByRole('list', { name: 'What was changed since' })).toContainText(
    'id/~'
  );
  await expectTold(page, '.tjl-EditorPanel', 'revisions');
  await page.screenshot({ path: 'test-results/editing-revisions.png' });
  await revisions.getByRole('button', { name: 'Restore revision 1…' }).click();
  await expect(editor.getByRole('list', { name: 'What saving changes' })).toContainText('theirs');
  await expect(editor.getByRole('tabpanel')).toBeFocused();
  await page.keyboard.press('Control+s');
  await expect(editor.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
  await editor.getByRole('tab', { name: 'Revisions' }).click();
  await revisions.getByRole('button', { name: 'Delete revision 2' }).click();
  await revisions.getByRole('button', { name: 'Delete for good' }).click();
  await expect(revisions.getByRole('button', { name: 'Delete revision 2' })).toHaveCount(0);
});

test('a container is made and deleted where the server lets one, and the place is kept', async ({
  page,
  sidebar
}) => {
  await sidebar.open();
  await sidebar.expand('demo');
  await sidebar.row('examples').click();
  await expect(sidebar.region.getByRole('button', { name: 'Open preview' })).toBeVisible();
  await expect(sidebar.region.getByRole('button', { name: 'New container…' })).toHaveCount(0);
  await sidebar.row('examples').press('ArrowLeft');
  await sidebar.row('scratch').click();
  await sidebar.region.getByRole('button', { name: 'New container…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('flat_field');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(dialog.getByRole('alert')).toContainText('There is a node');
  await dialog.getByLabel('Name').fill('tried é?#');
  await dialog.getByLabel('Metadata as JSON').fill('{"why": "a test"}');
  expect.soft(await violations(page, '.jp-Dialog'), 'new container').toEqual([]);
  await page.screenshot({ path: 'test-results/new-container.png' });
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(sidebar.row('tried é?#')).toBeVisible();
  await expect(sidebar.row('scratch')).toHaveAttribute('aria-selected', 'true');

  await sidebar.row('tried é?#').click();
  await expect(sidebar.region.getByRole('button', { name: 'Delete…' })).toBeVisible();
  await sidebar.row('tried é?#').press('Delete');
  await expect(dialog).toContainText('One node goes.');
  expect.soft(await violations(page, '.jp-Dialog'), 'delete').toEqual([]);
  await page.screenshot({ path: 'test-results/delete.png' });
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(sidebar.row('tried é?#')).toHaveCount(0);
});

test('files that are dropped on a container or chosen for it become nodes of the names one gives', async ({
  page,
  sidebar,
  tmpPath
}) => {
  await page.contents.uploadContent('a,b\n1,2\n', 'text', `${tmpPath}/hauled.csv`);
  await sidebar.open();
  await sidebar.expand('demo', 'scratch');
  const upload = sidebar.region.getByRole('button', { name: 'Upload files…' });
  await upload.waitFor();

  // Dropped from the person's own computer.
  const dropped = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['a,b\n1,2\n'], 'flat_field.csv'));
    data.items.add(new File([new Uint8Array(2_500_000)], 'broken.h5'));
    return data;
  });
  const row = sidebar.row('scratch');
  await row.dispatchEvent('dragover', { dataTransfer: dropped });
  await row.dispatchEvent('drop', { dataTransfer: dropped });
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Upload' }).click();
  await expect(dialog.getByRole('alert')).toContainText('There is a node');
  await dialog.getByRole('textbox', { name: 'Name of the node of flat_field.csv' }).fill('dropped');
  expect.soft(await violations(page, '.jp-Dialog'), 'upload').toEqual([]);
  await page.screenshot({ path: 'test-results/upload-dialog.png' });
  await dialog.getByRole('button', { name: 'Upload' }).click();
  const transfers = sidebar.region.getByRole('region', { name: 'Transfers' });
  await expect(transfers.getByRole('listitem').filter({ hasText: 'flat_field.csv' })).toContainText(
    'done'
  );
  await expect(transfers.getByRole('alert')).toContainText('cannot become a node');
  await expectTold(page, '.tjl-Transfers', 'transfers');
  await page.screenshot({ path: 'test-results/upload-transfers.png' });

  // Chosen by the keyboard.
  const chooser = page.waitForEvent('filechooser');
  await upload.press('Enter');
  await (
    await chooser
  ).setFiles({
    name: 'chosen.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('a\n1\n')
  });
  await dialog.getByRole('button', { name: 'Upload' }).click();
  await expect(sidebar.row('dropped')).toBeVisible();
  await expect(sidebar.row('chosen')).toBeVisible();

  // Dragged from JupyterLab's file browser, which is in the sidebar's place: its tab opens below it.
  await transfers.getByRole('button', { name: 'Transfers' }).click();
  await row.press('Home');
  const server = sidebar.row('demo');
  await expect(server).toBeFocused();
  await page.getByRole('tab', { name: /^File Browser/ }).click();
  await page.filebrowser.refresh();
  const file = page.getByRole('listitem', { name: /hauled\.csv/ });
  await file.hover();
  await page.mouse.down();
  await carry(page, file, 40);
  await carry(page, sidebar.tab);
  await sidebar.region.waitFor();
  // It is known once the kernel has said so.
  await expect(async () => {
    await carry(page, server);
    const refusal = 'You may not add to this';
    await expect(server).toHaveAttribute('data-refusal', refusal, { timeout: 500 });
  }).toPass();
  // A container that it rests on opens.
  await carry(page, sidebar.row('files'));
  await sidebar.row('logbook').waitFor();
  await carry(page, sidebar.row('logbook'));
  await expect(sidebar.row('logbook')).toHaveAttribute('data-refusal', 'Not a container');
  await expect(server).not.toHaveAttribute('data-drop');
  await page.screenshot({ path: 'test-results/drag-refused.png' });
  await carry(page, row);
  await expect(row).toHaveAttribute('data-drop', 'taken');
  await page.mouse.up();
  await expect(row).not.toHaveAttribute('data-drop');
  await dialog.getByRole('button', { name: 'Upload' }).click();
  await expect(sidebar.row('hauled')).toBeVisible();
  expect(await page.contents.fileExists(`${tmpPath}/hauled.csv`)).toBe(true);
});
