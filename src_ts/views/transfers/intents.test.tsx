// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, it, onTestFinished } from 'vitest';
import type { IExtent } from '../../core/protocol';
import { type IIntended, IntentModel } from '../../models/editing/intent';
import { openCatalogue } from '../../testing/catalogue';
import { container, detail, transfer } from '../../testing/data';
import { NotingHost } from '../../testing/host';
import { type Handlers, Refusal, settle } from '../../testing/kernel';
import { Intents } from './intents';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

async function show(what: IIntended['what'], handlers: Handlers, files: File[] = []) {
  const { kernel, model: browser } = await openCatalogue(3, handlers);
  const model = new IntentModel();
  const page = document.body.appendChild(document.createElement('div'));
  const button = document.body.appendChild(document.createElement('button'));
  button.focus();
  model.intended = { what, server: 'a', path: ['raw'], files };
  const root = createRoot(page);
  const wait = (action: () => void) =>
    act(async () => {
      action();
      await settle();
    });
  await wait(() =>
    root.render(<Intents model={model} browser={browser} host={new NotingHost()} />)
  );
  onTestFinished(() => {
    act(() => root.unmount());
    page.remove();
    button.remove();
  });
  const press = (name: string) =>
    wait(() =>
      [...page.querySelectorAll('button')].find(({ textContent }) => textContent === name)?.click()
    );
  const type = (field: HTMLInputElement | null, text: string) =>
    wait(() => {
      const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value') ?? {};
      set?.call(field, text);
      field?.dispatchEvent(new Event('input', { bubbles: true }));
    });
  return { kernel, browser, model, page, button, press, type };
}

const extent: IExtent = { nodes: 9, exact: true, bytes: 1000, kept: true, external: false };

it('makes a container, keeps what was typed where that fails, and gives the focus back', async () => {
  let taken = true;
  const { kernel, model, page, button, press, type } = await show('new-container', {
    'nodes.create': () => {
      if (taken) {
        throw new Refusal('bad_request', 'There is a node of that name.');
      }
      return container(['raw', 'new']);
    }
  });
  const name = page.querySelector<HTMLInputElement>('input[type=text]');
  expect(document.activeElement).toBe(name);
  await type(name, 'new');
  await press('Create');
  expect(page.querySelector('[role=alert]')?.textContent).toContain('There is a node of that name');
  expect(name?.value).toBe('new');
  taken = false;
  await press('Create');
  expect(kernel.paramsOf('nodes.create').at(-1)).toMatchObject({ path: ['raw'], key: 'new' });
  expect([model.intended, document.activeElement]).toEqual([null, button]);
});

it('says how much goes before it deletes, and has the name typed of many', async () => {
  const { kernel, model, page, press, type } = await show('delete', {
    'nodes.measure': () => extent,
    'nodes.delete': ({ path }) => ({ path })
  });
  expect(page.textContent).toContain('9 nodes go');
  await press('Delete');
  expect(kernel.paramsOf('nodes.delete')).toEqual([]);
  await type(page.querySelector('input[type=text]'), 'raw');
  await press('Delete');
  expect(kernel.paramsOf('nodes.delete')).toMatchObject([{ path: ['raw'], nodes: 9 }]);
  expect(model.intended).toBeNull();
});

it('says why it cannot tell how much goes, and offers no button to delete it', async () => {
  let down = true;
  const { page, press } = await show('delete', {
    'nodes.measure': () => {
      if (down) {
        throw new Refusal('unreachable', 'The server does not answer.');
      }
      return extent;
    }
  });
  expect(page.textContent).toContain('The server does not answer.');
  expect(document.activeElement?.textContent).toBe('Cancel');
  expect(page.querySelector('button[type=submit]')).toBeNull();
  down = false;
  await press('Retry');
  expect(page.textContent).toContain('9 nodes go');
});

it('asks again about those files alone that could not be sent', async () => {
  const { kernel, model, page, press } = await show(
    'upload',
    {
      'uploads.begin': ({ key }) => {
        if (key === 'b') {
          throw new Refusal('bad_request', 'There is a node of that name.');
        }
        return transfer('1', { kind: 'upload', state: 'done' });
      },
      'uploads.send': () => ({ received: 0 })
    },
    [new File([], 'a.csv'), new File([], 'b.csv')]
  );
  await press('Upload');
  const names = () => [...page.querySelectorAll('input')].map(({ value }) => value);
  expect(names()).toEqual(['b']);
  expect(page.querySelector('[role=alert]')?.textContent).toContain('There is a node of that name');
  await press('Cancel');
  expect(model.intended).toBeNull();
  expect(kernel.paramsOf('uploads.begin').map(({ key }) => key)).toEqual(['a', 'b']);
});

it('edits metadata, and keeps what is not saved when it is closed', async () => {
  const { browser, model, page, press } = await show('edit-metadata', {
    'description.open': () => ({
      metadata: '{"a": "Cu"}',
      specs: [],
      accessTags: null,
      fingerprint: '',
      rights: ['edit'],
      knownSpecs: []
    })
  });
  expect(page.querySelector('section')?.getAttribute('aria-label')).toBe('Metadata of raw');
  await press('JSON');
  const text = page.querySelector('textarea');
  await act(async () => {
    const { set } = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value') ?? {};
    set?.call(text, '{"a": "Ni"}');
    text?.dispatchEvent(new Event('input', { bubbles: true }));
    await settle();
  });
  await act(async () => {
    page.querySelector<HTMLButtonElement>('button[aria-label=Close]')?.click();
    await settle();
  });
  expect(model.intended).toBeNull();
  expect(browser.drafts.get('a', ['raw'])?.text).toBe('{"a": "Ni"}');
});

it('copies each of the nodes that were chosen, and says when one cannot be', async () => {
  let full = true;
  const { kernel, model, page, press } = await show('copy-to', {
    'nodes.get': ({ server, path = [] }) => detail(server, path, ['create']),
    'transfers.copy': ({ path }) => {
      if (full) {
        throw new Refusal('server_error', 'The disk is full.');
      }
      return transfer('c', { kind: 'copy', path });
    }
  });
  await press('Copy');
  expect(page.querySelector('[role=alert]')?.textContent).toContain('The disk is full.');
  full = false;
  await press('Copy');
  expect(kernel.paramsOf('transfers.copy').at(-1)).toMatchObject({
    path: ['raw'],
    toServer: 'a',
    toPath: [],
    onConflict: 'error'
  });
  expect(model.intended).toBeNull();
});

it('asks before it removes a server', async () => {
  const { kernel, model, page, press } = await show('remove-server', {
    'servers.remove': () => ({ servers: [], problems: [] })
  });
  expect(page.textContent).toContain('Its data is not touched.');
  await press('Remove server');
  expect(kernel.paramsOf('servers.remove')).toEqual([{ server: 'a' }]);
  expect(model.intended).toBeNull();
});

it('keeps why something was not done until one has read it', async () => {
  const model = new IntentModel();
  onTestFinished(() => model.dispose());
  await model.run(() => Promise.reject(new Error('No answer.')));
  expect(model.error?.detail).toContain('No answer.');
  await model.run(() => Promise.resolve());
  expect(model.error).toBeNull();
});
