// @vitest-environment happy-dom
import { describe, expect, it, onTestFinished } from 'vitest';
import { DestinationModel } from '../../models/transfers/destination';
import { ServersModel } from '../../models/servers/servers';
import { container, detail, node, page as listing, server } from '../../testing/data';
import { NotingHost } from '../../testing/host';
import { Kernel, Refusal } from '../../testing/kernel';
import { draw } from '../../testing/page';
import { CopyForm, type ICopyChoice } from './copyform';

async function show(children = [container(['raw']), node(['x']), container(['a/b'])]) {
  const kernel = new Kernel({
    'servers.list': () => ({
      servers: [
        server('a'),
        server('b', { state: 'down' }),
        server('c', { state: 'anonymous' }),
        server('read-only', { writable: false })
      ],
      problems: []
    }),
    'nodes.list': params => {
      if (params.server === 'c') {
        throw new Refusal('forbidden', 'Not for you.');
      }
      return listing(params.path?.length ? [] : children, params);
    },
    'nodes.get': ({ server: id, path = [] }) => detail(id, path, path.length ? ['create'] : [])
  });
  const transport = kernel.connect();
  const servers = new ServersModel(transport);
  await servers.load();
  const model = new DestinationModel(transport, servers, { server: 'a', path: [] });
  const choices: (ICopyChoice | null)[] = [];
  const { page, wait } = await draw(
    <CopyForm
      destination={model}
      host={new NotingHost()}
      onChange={choice => choices.push(choice)}
    />
  );
  onTestFinished(() => {
    model.dispose();
    servers.dispose();
  });
  const press = (name: string) =>
    wait(() =>
      [...page.querySelectorAll('button')].find(({ textContent }) => textContent === name)?.click()
    );
  const pick = (index: number, value: string) =>
    wait(() => {
      const select = page.querySelectorAll('select')[index];
      select.value = value;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    });
  const enter = (text: string) =>
    wait(() => {
      const field = page.querySelector<HTMLInputElement>('input[type=search]')!;
      const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value') ?? {};
      set?.call(field, text);
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    });
  return { kernel, model, page, press, pick, enter, choices };
}

describe('CopyForm', () => {
  it('leads down to a container and back up', async () => {
    const { model, page, press } = await show();
    const listed = () => [...page.querySelectorAll('ul button')].map(each => each.textContent);
    expect(listed()).toEqual(['raw', 'a/b']);
    await press('a/b');
    expect(model.place).toEqual({ server: 'a', path: ['a/b'] });
    expect(page.textContent).toContain('No containers in it');
    await press('a');
    expect(model.place.path).toEqual([]);
    expect(listed()).toEqual(['raw', 'a/b']);
  });

  it('takes no place in which one may make nothing, and says so', async () => {
    const { page, press, choices } = await show();
    expect(choices).toEqual([null]);
    expect(page.querySelector('[role=status]')?.textContent).toContain('Choose another container');
    await press('raw');
    expect(choices.pop()).toEqual({ onConflict: 'error', assets: 'copy' });
    expect(page.querySelector('[role=status]')?.textContent).toBe('');
    await press('a');
    expect(choices.pop()).toBeNull();
  });

  it('offers servers that take nodes, and says why one cannot be looked into', async () => {
    const { page, pick } = await show();
    const names = [...page.querySelectorAll('select')[0].options].map(({ text }) => text);
    expect(names).toEqual(['a', 'c']);
    await pick(0, 'c');
    expect(page.querySelector('[role=alert]')?.textContent).toContain('Not for you.');
  });

  it('lets one choose what to do about nodes that are there, and about files', async () => {
    const { press, pick, choices } = await show();
    await press('raw');
    await pick(1, 'skip');
    await pick(2, 'reference');
    expect(choices[choices.length - 1]).toEqual({ onConflict: 'skip', assets: 'reference' });
  });

  it('says among how many entries it looked, and looks further', async () => {
    const many = Array.from({ length: 700 }, (_, index) => node([`x${index}`]));
    const { model, page, press } = await show([...many, container(['last'])]);
    expect(model.containers).toEqual([]);
    expect(page.textContent).toContain('Among the first 300 of 701 entries');
    await press('Look further');
    await press('Look further');
    expect(model.containers).toEqual(['last']);
    expect(page.textContent).not.toContain('Among the first');
  });

  it('finds a container by a part of its name, and goes where a path leads', async () => {
    const { model, page, press, enter } = await show();
    await press('raw');
    await enter('/');
    await enter('A/');
    expect(model.place.path).toEqual(['a/b']);
    const field = page.querySelector('input[type=search]');
    expect([(field as HTMLInputElement).value, document.activeElement]).toEqual(['', field]);
    await enter('deep/down');
    expect(model.place.path).toEqual(['a/b', 'deep', 'down']);
    await enter('/raw');
    expect(model.place.path).toEqual(['raw']);
  });

  it('keeps what it found where looking further fails, and tries again', async () => {
    const many = Array.from({ length: 301 }, (_, index) => container([`x${index}`]));
    const { kernel, model, page, press } = await show(many);
    const list = kernel.handlers['nodes.list'];
    kernel.handlers['nodes.list'] = () => {
      throw new Refusal('server_error', 'Too busy.');
    };
    await press('Look further');
    expect(page.querySelector('[role=alert]')?.textContent).toContain('Too busy.');
    expect(model.containers).toHaveLength(300);
    kernel.handlers['nodes.list'] = list;
    await press('Retry');
    expect(model.containers).toHaveLength(301);
  });
});
