// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { IAccessResult } from '../../core/protocol';
import { AccessModel } from '../../models/servers/access';
import { NotingHost } from '../../testing/host';
import { type Handlers, Kernel, Refusal, settle } from '../../testing/kernel';
import { Access } from './access';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const KEY = {
  firstEight: 'abcd1234',
  scopes: ['inherit'],
  note: '<script>night</script>',
  accessTags: null,
  expires: null,
  lastUsed: '2026-11-25T20:00:00+00:00',
  inUse: true,
  file: null
};
const LISTED: IAccessResult = {
  keys: [KEY],
  sessions: [{ id: '0123456789', expires: '2026-12-01T00:00:00+00:00', inUse: true }],
  scopes: ['create:apikeys', 'read:data', 'read:metadata'],
  mayMake: true,
  mayRevoke: true
};

async function show(handlers: Handlers = {}) {
  const kernel = new Kernel({ 'access.list': () => LISTED, ...handlers });
  const host = new NotingHost();
  const model = new AccessModel(kernel.connect(), 'a');
  const page = document.body.appendChild(document.createElement('div'));
  const root = createRoot(page);
  const onClose = vi.fn();
  await act(async () => {
    root.render(
      <Access model={model} host={host} name="a" uri="http://a.test" onClose={onClose} />
    );
    await settle();
  });
  onTestFinished(() => {
    act(() => root.unmount());
    model.dispose();
    page.remove();
  });
  const press = (name: string) =>
    act(async () => {
      const named = (button: HTMLButtonElement) =>
        (button.getAttribute('aria-label') ?? button.textContent) === name;
      [...page.querySelectorAll('button')].find(named)?.click();
      await settle();
    });
  return { kernel, host, page, press, onClose };
}

describe('Access', () => {
  it('shows what is known of a key, with UTC on hover, as text', async () => {
    const { page } = await show();
    const key = page.querySelector('li');
    expect(key?.textContent).toContain('abcd1234… <script>night</script>');
    expect(key?.textContent).toContain('all that you may do');
    expect(key?.querySelector('time')?.title).toBe('2026-11-25 20:00:00 UTC');
    expect(page.querySelector('section')).toBe(document.activeElement);
  });

  it('makes a key that may read, for a week, unless something else is chosen', async () => {
    const { kernel, host, page, press } = await show({
      'access.make': () => ({ firstEight: 'ef', file: '/home/me/ef.key', access: LISTED })
    });
    await press('New API key…');
    await act(async () => {
      page.querySelector('form')?.requestSubmit();
      await settle();
    });
    expect(kernel.paramsOf('access.make')).toEqual([
      {
        server: 'a',
        note: '',
        seconds: 604_800,
        scopes: ['read:data', 'read:metadata'],
        accessTags: null,
        place: 'file'
      }
    ]);
    expect(page.querySelector('form')).toBeNull();
    await press('Copy the path');
    await press('Copy code');
    expect(host.copied).toEqual([
      '/home/me/ef.key',
      'from pathlib import Path\n\nfrom_uri("http://a.test", api_key=Path("/home/me/ef.key"))'
    ]);
  });

  it('asks before it ends a key, and keeps it where the answer is no', async () => {
    const { kernel, page, press } = await show({
      'access.revoke': () => ({ ...LISTED, keys: [] })
    });
    await press('Revoke abcd1234');
    expect(page.textContent).toContain('This sidebar uses it');
    await press('Cancel');
    expect(kernel.paramsOf('access.revoke')).toEqual([]);
    expect((document.activeElement as HTMLElement).getAttribute('aria-label')).toBe(
      'Revoke abcd1234'
    );
    await press('Revoke abcd1234');
    await press('Revoke');
    expect(kernel.paramsOf('access.revoke')).toEqual([{ server: 'a', firstEight: 'abcd1234' }]);
    expect(page.textContent).toContain('You have no API keys here.');
  });

  it('offers no form where the credential may make no keys, and says what it lacks', async () => {
    const { page } = await show({
      'access.list': () => ({ ...LISTED, mayMake: false, mayRevoke: false })
    });
    expect(page.textContent).toContain('needs the scope create:apikeys');
    expect(page.querySelectorAll('button')).toHaveLength(1);
  });

  it('says why nothing can be listed, and tries again', async () => {
    let down = true;
    const { page, press } = await show({
      'access.list': () => {
        if (down) {
          throw new Refusal('unreachable', 'Nobody answers.');
        }
        return LISTED;
      }
    });
    expect(page.querySelector('[role=alert]')?.textContent).toContain('Nobody answers.');
    down = false;
    await press('Retry');
    expect(page.querySelector('[role=alert]')).toBeNull();
    expect(page.querySelectorAll('li')).toHaveLength(2);
  });

  it('does not ask twice while the server thinks', async () => {
    const { kernel, page, press } = await show();
    await press('New API key…');
    kernel.holding = true;
    for (let time = 0; time < 2; time++) {
      await act(async () => {
        page.querySelector('form')?.requestSubmit();
        await settle();
      });
    }
    expect(kernel.paramsOf('access.make')).toHaveLength(1);
  });
});
