// @vitest-environment happy-dom
import { expect, it, onTestFinished, vi } from 'vitest';
import type { IServer } from '../core/protocol';
import { BrowserModel } from '../models/browser';
import { container, node, server } from '../testing/data';
import { Kernel, settle } from '../testing/kernel';
import type { INodeTarget } from '../views/parts/host';
import { WidgetHost } from './host';

const box: INodeTarget = { server: 'a', path: ['box'], node: container(['box']) };
const image: INodeTarget = { server: 'a', path: ['box', 'x'], node: node(['box', 'x']) };

async function hosted(changes: Partial<IServer> = {}) {
  const kernel = new Kernel({
    'servers.list': () => ({ servers: [server('a', changes)], problems: [] })
  });
  const transport = kernel.connect();
  const browser = new BrowserModel({ transport });
  onTestFinished(() => browser.dispose());
  await settle();
  const doing = {
    export: vi.fn(),
    'copy-to': vi.fn(),
    'edit-metadata': vi.fn(),
    'new-container': vi.fn(),
    upload: vi.fn(),
    delete: vi.fn(),
    'log-in': vi.fn(),
    'log-out': vi.fn(),
    'api-keys': vi.fn()
  };
  const host = new WidgetHost(transport, doing, browser);
  const offered = (target: INodeTarget) => host.actions(target).map(({ label }) => label);
  return { rights: browser.rights, doing, host, offered };
}

it('offers in a cell what the sidebar does, in its words and order', async () => {
  const { rights, offered } = await hosted();
  rights.learn('a', ['box'], ['edit', 'create', 'delete']);
  expect(offered(box)).toEqual([
    'Copy code',
    'Copy path',
    'Copy URI',
    'Export…',
    'Copy to…',
    'Edit metadata…',
    'New container…',
    'Upload files…',
    'Delete…'
  ]);
  expect(offered(image)).not.toContain('New container…');
  const several = offered({ ...box, others: [image] });
  expect(several).toEqual(['Copy code', 'Copy path', 'Copy URI', 'Copy to…']);
});

it('offers on a server in a cell what it is for, as it stands', async () => {
  const root: INodeTarget = { server: 'a', path: [] };
  expect((await hosted()).offered(root).slice(2)).toEqual(['Log in']);
  const { offered } = await hosted({ credential: 'login', accounts: true });
  expect(offered(root).slice(2)).toEqual(['Switch user', 'Log out', 'API keys…']);
  expect((await hosted({ writable: false })).offered(box)).not.toContain('Copy to…');
});

it('changes nothing in a cell that the server does not allow, whatever key is pressed', async () => {
  const { rights, doing, host, offered } = await hosted();
  expect(offered(box)).toEqual(['Copy code', 'Copy path', 'Copy URI', 'Export…', 'Copy to…']);
  host.run('delete', box);
  expect(doing.delete).not.toHaveBeenCalled();
  rights.learn('a', ['box'], ['delete']);
  host.run('delete', box);
  expect(doing.delete).toHaveBeenCalledWith(box);
});

it('hands files that are dropped on a container to what uploads them', async () => {
  const { doing, host } = await hosted();
  const files = [new File(['1'], 'a.csv')];
  host.upload?.(box, files);
  expect(doing.upload).toHaveBeenCalledWith(box, files);
  expect(new WidgetHost(new Kernel().connect(), {}).upload).toBeUndefined();
});
