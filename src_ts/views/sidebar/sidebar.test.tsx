// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { describe, expect, it, onTestFinished } from 'vitest';
import { failure } from '../../core/failure';
import { Transport } from '../../core/transport';
import { BrowserModel } from '../../models/browser';
import { server } from '../../testing/data';
import { NotingHost } from '../../testing/host';
import { type Handlers, Kernel, Refusal, settle } from '../../testing/kernel';
import { Sidebar } from './sidebar';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

async function show(transport: Transport) {
  const host = new NotingHost();
  const model = new BrowserModel({ transport });
  const page = document.body.appendChild(document.createElement('div'));
  const root = createRoot(page);
  await act(async () => {
    root.render(<Sidebar model={model} host={host} />);
    await settle();
  });
  onTestFinished(() => {
    act(() => root.unmount());
    model.dispose();
    page.remove();
  });
  const find = <E extends Element>(selector: string) => page.querySelector<E>(selector) as E;
  const press = (name: string) =>
    act(async () => {
      const buttons = [...page.querySelectorAll('button')];
      buttons.find(button => button.textContent === name)?.click();
      await settle();
    });
  return { host, model, page, find, press };
}

async function showNoServers(handlers: Handlers = {}) {
  const kernel = new Kernel({ 'servers.list': () => ({ servers: [], problems: [] }), ...handlers });
  return { kernel, ...(await show(kernel.connect())) };
}

describe('Sidebar', () => {
  it('teaches what to do when there is no server', async () => {
    const { page, host, find } = await showNoServers();
    expect(page.textContent).toContain('tiled-jl demo');
    expect(find('input[name=uri]')).not.toBeNull();
    act(() => find<HTMLButtonElement>('.tjl-Command button').click());
    expect(host.copied).toEqual(['tiled-jl demo']);
  });

  it('adds a server, and keeps the key in the page no longer than it takes to send it', async () => {
    const { kernel, find, page } = await showNoServers({
      'servers.add': ({ uri }) => server('a', { uri }),
      'nodes.list': () => ({ items: [], offset: 0, total: 0, exact: true, deep: false }),
      'nodes.get': () => {
        throw new Refusal('not_found');
      }
    });
    find<HTMLInputElement>('input[name=uri]').value = ' http://a.test ';
    const key = find<HTMLInputElement>('input[name=key]');
    key.value = 'secret';
    expect(key.type).toBe('password');
    await act(async () => {
      find<HTMLFormElement>('form').requestSubmit();
      expect(key.value).toBe('');
      await settle();
    });
    expect(kernel.paramsOf('servers.add')).toEqual([
      { uri: 'http://a.test', name: null, apiKey: 'secret', remember: false }
    ]);
    expect(page.innerHTML).not.toContain('secret');
    expect(find('[role=tree]')).not.toBeNull();
  });

  it('says what is wrong with a server that cannot be added', async () => {
    const { find } = await showNoServers({
      'servers.add': () => {
        throw new Refusal('not_a_tiled_server', 'There is no Tiled server there.');
      }
    });
    find<HTMLInputElement>('input[name=uri]').value = 'http://a.test';
    await act(async () => {
      find<HTMLFormElement>('form').requestSubmit();
      await settle();
    });
    expect(find('[role=alert]').textContent).toContain('There is no Tiled server there.');
    expect(find<HTMLInputElement>('input[name=uri]').value).toBe('http://a.test');
  });

  it('says that the kernel starts', async () => {
    const { page } = await show(new Transport(() => undefined));
    expect(page.querySelector('[role=status]')?.textContent).toContain('Starting');
  });

  it('says how to install the package in a kernel that lacks it', async () => {
    const transport = new Transport(() => transport.detach('unavailable'));
    const { find, host, press } = await show(transport);
    expect(find('[role=alert]').textContent).toContain('Python 3');
    expect(find('code').textContent).toBe('pip install tiled-jl');
    await press('Retry');
    expect(host.ran).toEqual([{ id: 'reconnect', target: undefined }]);
  });

  it('offers to reconnect when the kernel has died, and keeps what was loaded', async () => {
    const kernel = new Kernel({
      'servers.list': () => ({ servers: [server('a'), server('b')], problems: [] })
    });
    const transport = kernel.connect();
    const { find, host, press } = await show(transport);
    act(() => transport.detach('dead', failure('unreachable', 'The kernel was killed.')));
    expect(find('[role=alert]').textContent).toContain('The kernel was killed.');
    expect(find('[role=tree]')).not.toBeNull();
    await press('Reconnect');
    expect(host.ran[0].id).toBe('reconnect');
  });

  it('says why the servers cannot be listed, and tries again', async () => {
    let broken = true;
    const { find, press } = await showNoServers({
      'servers.list': () => {
        if (broken) {
          throw new Refusal('internal', 'The list is damaged.');
        }
        return { servers: [server('a'), server('b')], problems: [] };
      }
    });
    expect(find('[role=alert]').textContent).toContain('The list is damaged.');
    broken = false;
    await press('Retry');
    expect(find('[role=alert]')).toBeNull();
    expect(find('[role=tree]')).not.toBeNull();
  });
});
