// @vitest-environment happy-dom
import { expect, onTestFinished, test } from 'vitest';
import type { IDescription, IExtent } from '../../core/protocol';
import { Drafts } from '../../models/editing/drafts';
import { MetadataEditorModel } from '../../models/editing/metadataeditor';
import { NotingHost } from '../../testing/host';
import { Kernel, Refusal } from '../../testing/kernel';
import { draw } from '../../testing/page';
import { DeleteForm } from '../transfers/deleteform';
import { MetadataEditor } from './metadataeditor';

const host = new NotingHost();

async function show(view: JSX.Element) {
  const { page, wait } = await draw(view);
  const find = (name: string) => {
    const found = [...page.querySelectorAll<HTMLElement>('button, input, textarea, select')].find(
      field => (field.getAttribute('aria-label') ?? field.textContent) === name
    );
    expect(found, name).toBeDefined();
    return found as HTMLInputElement;
  };
  const type = (name: string, text: string, leave = true) =>
    wait(() => {
      const field = find(name);
      const set = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field) as object, 'value');
      set?.set?.call(field, text);
      field.dispatchEvent(
        new Event(field.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true })
      );
      if (leave) {
        field.dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
      }
    });
  const press = (name: string) => wait(() => find(name).click());
  return { page, find, type, press, wait };
}

async function editor(metadata: string, changes: Partial<IDescription> = {}) {
  const description = {
    metadata,
    specs: [{ name: 'scan', version: '1' }],
    accessTags: null,
    fingerprint: '1',
    rights: ['edit' as const],
    knownSpecs: ['image'],
    ...changes
  };
  const kernel = new Kernel({ 'description.open': () => description });
  const model = new MetadataEditorModel(
    kernel.connect(),
    { server: 'a', path: ['x'] },
    new Drafts()
  );
  onTestFinished(() => model.dispose());
  const drawn = await show(<MetadataEditor model={model} host={host} />);
  await drawn.wait(() => undefined);
  return { ...drawn, model, kernel };
}

test('keys are added, renamed, given another type and removed in the form', async () => {
  const { type, press, find, model, page } = await editor('{"a": {"b": 1}, "c": [true, null]}');
  await press('Add to a');
  await type('Key of a › new key', 'b');
  expect(page.textContent).toContain('There is a key “b” already');
  await type('Key of a › new key', 'd/e');
  await type('Type of a › d/e', 'number');
  await type('Value of a › d/e', '12x');
  expect(page.textContent).toContain('Not a number yet; 0 is kept');
  await type('Value of a › d/e', '123456789012345678901');
  await press('Remove c › 0');
  await type('Type of c › 0', 'string');
  await type('Value of c › 0', '<img src=x onerror=alert(1)>');
  expect(model.text.replace(/\s+/g, ' ')).toBe(
    '{ "a": { "b": 1, "d/e": 123456789012345678901 }, "c": [ "<img src=x onerror=alert(1)>" ] }'
  );
  expect(page.querySelector('img')).toBeNull();
  await press('Undo');
  expect(find('Value of c › 0').value).toBe('');
});

test('thousands of entries are drawn page by page', async () => {
  const long = JSON.stringify(
    Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, i]))
  );
  const { page, press } = await editor(long);
  expect(page.querySelectorAll('li').length).toBeLessThan(200);
  await press('Show more of 10,000');
  expect(page.querySelectorAll('.tjl-JsonForm-line')).toHaveLength(200);
}, 20_000);

test('specs are chips; a version stands behind a space', async () => {
  const { type, press, model } = await editor('{}', { accessTags: ['public'] });
  await press('Remove scan 1');
  await type('Add to Specs', 'image 2.0');
  expect(model.edit?.specs).toEqual([{ name: 'image', version: '2.0' }]);
  await type('Add to Access tags', 'beamline');
  expect(model.edit?.accessTags).toEqual(['public', 'beamline']);
});

test('what keeps it from being saved is said, and saving again is offered', async () => {
  const { type, press, kernel, page, model } = await editor('{"a": "b"}');
  kernel.handlers['description.save'] = () => {
    throw new Refusal('forbidden', 'Not yours.');
  };
  await type('Value of a', 'c');
  await press('Save');
  expect(page.querySelector('[role=alert]')?.textContent).toContain('Not yours.');
  kernel.handlers['description.save'] = () => ({
    saved: true,
    now: { ...model.base!, metadata: '{"a": "c"}', fingerprint: '2' }
  });
  await press('Save again');
  expect(page.querySelector('[role=alert]')).toBeNull();
  expect(page.querySelector('.tjl-MetadataEditor-state')?.textContent).toBe('Saved');
});

test('a person types the name of what goes when that is more than a handful', async () => {
  const extent: IExtent = { nodes: 6, exact: true, bytes: 2e6, kept: true, external: false };
  const sure: boolean[] = [];
  const { page, type } = await show(
    <DeleteForm
      name="raw"
      extent={extent}
      trans={host.trans}
      onChange={value => sure.push(value)}
    />
  );
  expect(page.textContent).toContain('6 nodes go');
  expect(page.textContent).toContain('2 MB');
  expect(page.textContent).toContain('cannot be undone');
  page.querySelector('input')?.setAttribute('aria-label', 'Name');
  await type('Name', 'ra');
  await type('Name', 'raw');
  expect(sure).toEqual([false, true]);
});
