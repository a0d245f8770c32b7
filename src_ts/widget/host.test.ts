// @vitest-environment happy-dom
import { expect, it, vi } from 'vitest';
import { Rights } from '../models/tree/rights';
import { container, node } from '../testing/data';
import { Kernel } from '../testing/kernel';
import type { INodeTarget } from '../views/parts/host';
import { WidgetHost } from './host';

const box: INodeTarget = { server: 'a', path: ['box'], node: container(['box']) };
const image: INodeTarget = { server: 'a', path: ['box', 'x'], node: node(['box', 'x']) };

function hosted() {
  const transport = new Kernel().connect();
  const rights = new Rights(transport);
  const doing = {
    export: vi.fn(),
    'edit-metadata': vi.fn(),
    'new-container': vi.fn(),
    upload: vi.fn(),
    delete: vi.fn()
  };
  const host = new WidgetHost(transport, doing, rights);
  const offered = (target: INodeTarget) => host.actions(target).map(({ label }) => label);
  return { rights, doing, host, offered };
}

it('offers in a cell what the sidebar does, in its words and order', () => {
  const { rights, offered } = hosted();
  rights.learn('a', ['box'], ['edit', 'create', 'delete']);
  expect(offered(box)).toEqual([
    'Copy code',
    'Copy path',
    'Copy URI',
    'Export…',
    'Edit metadata…',
    'New container…',
    'Upload files…',
    'Delete…'
  ]);
  expect(offered(image)).not.toContain('New container…');
  const several = offered({ ...box, others: [image] });
  expect(several).toEqual(['Copy code', 'Copy path', 'Copy URI']);
});

it('changes nothing in a cell that the server does not allow, whatever key is pressed', () => {
  const { rights, doing, host, offered } = hosted();
  expect(offered(box)).toEqual(['Copy code', 'Copy path', 'Copy URI', 'Export…']);
  host.run('delete', box);
  expect(doing.delete).not.toHaveBeenCalled();
  rights.learn('a', ['box'], ['delete']);
  host.run('delete', box);
  expect(doing.delete).toHaveBeenCalledWith(box);
});

it('hands files that are dropped on a container to what uploads them', () => {
  const { doing, host } = hosted();
  const files = [new File(['1'], 'a.csv')];
  host.upload?.(box, files);
  expect(doing.upload).toHaveBeenCalledWith(box, files);
  expect(new WidgetHost(new Kernel().connect(), {}).upload).toBeUndefined();
});
