import { describe, expect, it, onTestFinished } from 'vitest';
import type { ICondition, INodeSummary, IServer } from '../../core/protocol';
import { container, node, page, server } from '../../testing/data';
import { type Handlers, Kernel, Refusal, settle } from '../../testing/kernel';
import { BrowserModel } from '../browser';
import type { IRow } from './rows';

const MANY = 100_000;
const COPPER: ICondition = { operator: 'text', key: '', value: 'Cu' };

function many(path: string[]): INodeSummary {
  const key = `child${path[path.length - 1]}`;
  return node([...path.slice(0, -1), key]);
}

/** A server with a container of everything that a tree can meet. */
const CHILDREN: Record<string, INodeSummary[]> = {
  '': [container(['raw']), container(['empty']), node(['signal']), container(['many'])],
  raw: [container(['raw', 'scan1']), container(['raw', 'scan2'])],
  'raw/scan1': [node(['raw', 'scan1', 'detector']), node(['raw', 'scan1', 'spectrum'])],
  'raw/scan2': [node(['raw', 'scan2', 'detector'])],
  empty: []
};

const listNodes: Handlers['nodes.list'] = params => {
  const path = params.path ?? [];
  if (params.conditions?.length) {
    return page([container(['raw', 'scan1']), node(['raw', 'scan2', 'detector'])], params);
  }
  if (path.join('/') === 'many') {
    const { offset = 0, limit = 100 } = params;
    const items = Array.from({ length: Math.min(limit, MANY - offset) }, (_, i) =>
      many(['many', String(offset + i)])
    );
    return { items, offset, total: MANY, exact: true, deep: false };
  }
  const children = CHILDREN[path.join('/')] as INodeSummary[] | undefined;
  if (!children) {
    throw new Refusal('not_found', `There is no ${path.join('/')}.`);
  }
  return page(children, params);
};

async function open(
  handlers: Handlers = {},
  servers: IServer[] = [server('a')],
  pageSize?: number
): Promise<{ kernel: Kernel; model: BrowserModel }> {
  const kernel = new Kernel({
    'servers.list': () => ({ servers, problems: [] }),
    'servers.connect': ({ server: id }) => server(id),
    'nodes.list': listNodes,
    'nodes.get': ({ server: id, path = [] }) => ({
      summary: node(path),
      server: id,
      uri: '',
      facts: [],
      metadata: {},
      timeCreated: null,
      rights: []
    }),
    ...handlers
  });
  const model = new BrowserModel({ transport: kernel.connect(), pageSize });
  onTestFinished(() => model.dispose());
  model.tree.show(0, 30);
  await settle();
  return { kernel, model };
}

/** The rows from the top; of a large container only the first. */
function rows({ tree }: BrowserModel): IRow[] {
  return Array.from({ length: Math.min(40, tree.count) }, (_, i) => tree.at(i) as IRow);
}

function names(model: BrowserModel): string[] {
  return rows(model).map(row => row.info?.name ?? row.node?.key ?? row.kind);
}

function find(model: BrowserModel, name: string): IRow {
  const row = rows(model).find(each => (each.info?.name ?? each.node?.key) === name);
  if (!row) {
    throw new Error(`There is no row ${name} among ${names(model).join(', ')}`);
  }
  return row;
}

async function expand(model: BrowserModel, ...path: string[]): Promise<void> {
  for (const name of path) {
    model.tree.expand(find(model, name));
    await settle();
  }
}

describe('TreeModel', () => {
  it('opens the only server, because there is nothing to choose', async () => {
    const { model } = await open();
    expect(names(model)).toEqual(['a', 'raw', 'empty', 'signal', 'many']);
  });

  it('leaves several servers closed', async () => {
    const { model } = await open({}, [server('a'), server('b')]);
    expect(names(model)).toEqual(['a', 'b']);
  });

  it('tells the place of each row among its siblings', async () => {
    const { model } = await open();
    await expand(model, 'raw');
    expect(find(model, 'scan2')).toMatchObject({ level: 3, position: 2, setSize: 2 });
    expect(find(model, 'signal')).toMatchObject({ level: 2, position: 3, setSize: 4 });
    expect(find(model, 'raw')).toMatchObject({ expandable: true, expanded: true });
    expect(find(model, 'signal').expandable).toBe(false);
  });

  it('finds every row again by its identity', async () => {
    const { model } = await open();
    await expand(model, 'raw', 'scan1', 'empty');
    expect(rows(model).map(row => model.tree.indexOf(row.id))).toEqual(
      rows(model).map((_, index) => index)
    );
  });

  it('says that a container is empty', async () => {
    const { model } = await open();
    await expand(model, 'empty');
    expect(names(model)).toEqual(['a', 'raw', 'empty', 'empty', 'signal', 'many']);
  });

  it('shows a row for every one of 100,000 children, of which one page is loaded', async () => {
    const { kernel, model } = await open();
    await expand(model, 'many');
    expect(model.tree.count).toBe(5 + MANY);
    expect(kernel.paramsOf('nodes.list').filter(({ path }) => path?.[0] === 'many')).toHaveLength(
      1
    );
    expect(model.tree.at(4 + MANY)).toMatchObject({ kind: 'loading', position: MANY });
  });

  it('loads the last of 100,000 children without those before it', async () => {
    const { kernel, model } = await open();
    await expand(model, 'many');
    model.tree.show(4 + MANY - 30, 4 + MANY);
    await settle();
    expect(model.tree.at(4 + MANY)?.node?.key).toBe('child99999');
    const offsets = kernel
      .paramsOf('nodes.list')
      .filter(({ path }) => path?.[0] === 'many')
      .map(({ offset }) => offset);
    expect(offsets).toEqual([0, 99_800]);
  });

  it('loads only what is in view when the view has moved on', async () => {
    const { kernel, model } = await open();
    await expand(model, 'many');
    kernel.holding = true;
    const before = kernel.asked.length;
    for (let first = 1000; first < 90_000; first += 1000) {
      model.tree.show(first, first + 30);
    }
    expect(kernel.asked.length - before).toBeLessThanOrEqual(3);
    kernel.holding = false;
    await kernel.release();
    await settle();
    expect(model.tree.at(89_010)?.kind).toBe('node');
    expect(kernel.asked.length - before).toBeLessThanOrEqual(5);
  });

  it('puts what hangs from an open child between it and the next', async () => {
    const { model } = await open();
    await expand(model, 'many', 'raw', 'scan1');
    expect(names(model).slice(0, 8)).toEqual([
      'a',
      'raw',
      'scan1',
      'detector',
      'spectrum',
      'scan2',
      'empty',
      'signal'
    ]);
    expect(model.tree.count).toBe(5 + 4 + MANY);
  });

  it('filters what was loaded, and keeps the containers on the way', async () => {
    const { model } = await open();
    await expand(model, 'raw', 'scan1', 'scan2');
    model.tree.filter = 'SPEC';
    expect(names(model)).toEqual(['a', 'raw', 'scan1', 'spectrum']);
    expect(find(model, 'spectrum')).toMatchObject({ level: 4, position: 1, setSize: 1 });
    expect(model.tree.matches).toBe(1);
    model.tree.filter = '';
    expect(names(model)).toContain('scan2');
  });

  it('filters also below what was closed again, and containers themselves', async () => {
    const { model } = await open();
    await expand(model, 'raw', 'scan1');
    model.tree.collapse(find(model, 'raw'));
    model.tree.filter = 'scan';
    expect(names(model)).toEqual(['a', 'raw', 'scan1', 'scan2']);
  });

  it('keeps the choice while a filter hides it', async () => {
    const { model } = await open();
    model.tree.activate(model.tree.indexOf(find(model, 'signal').id));
    model.tree.filter = 'raw';
    expect(model.selection?.node.key).toBe('signal');
    model.tree.filter = '';
    expect(model.tree.active?.node?.key).toBe('signal');
  });

  it('shows what a search finds in place of the tree, and the tree again after it', async () => {
    const { kernel, model } = await open();
    model.tree.search('a', ['raw'], [COPPER]);
    await settle();
    expect(names(model)).toEqual(['scan1', 'detector']);
    expect(kernel.paramsOf('nodes.list').at(-1)).toMatchObject({
      path: ['raw'],
      conditions: [COPPER]
    });
    await expand(model, 'scan1');
    expect(names(model)).toEqual(['scan1', 'detector', 'spectrum', 'detector']);
    expect(rows(model).map(row => model.tree.indexOf(row.id))).toEqual([0, 1, 2, 3]);
    model.tree.clearSearch();
    expect(names(model)).toEqual(['a', 'raw', 'empty', 'signal', 'many']);
    expect(model.tree.expansion).toEqual(['["a"]']);
  });

  it('says why children could not be loaded, and tries again', async () => {
    let broken = true;
    const { model } = await open({
      'nodes.list': params => {
        if (broken && params.path?.[0] === 'raw') {
          throw new Refusal('server_error', 'The server failed.');
        }
        return listNodes(params);
      }
    });
    await expand(model, 'raw');
    const row = rows(model)[2];
    expect(row).toMatchObject({ kind: 'error', error: { message: 'The server failed.' } });
    broken = false;
    model.tree.retry(row);
    await settle();
    expect(names(model)).toContain('scan1');
  });

  it('shows a page that failed as rows that can be tried again, and asks for it once', async () => {
    const { kernel, model } = await open({
      'nodes.list': params => {
        if (params.offset) {
          throw new Refusal('timeout');
        }
        return listNodes(params);
      }
    });
    await expand(model, 'many');
    model.tree.show(50_105, 50_130);
    await settle();
    model.tree.show(50_106, 50_131);
    await settle();
    expect(model.tree.at(50_110)).toMatchObject({ kind: 'error', compact: true });
    expect(model.tree.at(5)?.node?.key).toBe('child0');
    expect(kernel.paramsOf('nodes.list').filter(({ offset }) => offset)).toHaveLength(1);
  });

  it('keeps what is open over a refresh, and shows what is new', async () => {
    const children = [container(['raw', 'scan1'])];
    const { model } = await open({
      'nodes.list': params =>
        params.path?.join('/') === 'raw' ? page(children, params) : listNodes(params)
    });
    await expand(model, 'raw', 'scan1');
    children.unshift(container(['raw', 'scan0']));
    await model.refresh();
    await settle();
    expect(names(model).slice(1, 6)).toEqual(['raw', 'scan0', 'scan1', 'detector', 'spectrum']);
  });

  it('keeps the old rows, and says so, when a refresh fails', async () => {
    let broken = false;
    const { model } = await open({
      'nodes.list': params => {
        if (broken) {
          throw new Refusal('unreachable', 'No answer.');
        }
        return listNodes(params);
      }
    });
    broken = true;
    model.tree.refresh();
    await settle();
    expect(names(model)).toContain('signal');
    expect(model.tree.error?.message).toBe('No answer.');
  });

  it('says that a container is gone that was deleted while open', async () => {
    const { model } = await open();
    await expand(model, 'raw', 'scan1');
    const children = CHILDREN['raw/scan1'];
    delete CHILDREN['raw/scan1'];
    onTestFinished(() => {
      CHILDREN['raw/scan1'] = children;
    });
    model.tree.refresh();
    await settle();
    expect(rows(model)[3]).toMatchObject({ kind: 'error', error: { code: 'not_found' } });
  });

  it('opens again after a restart of the kernel what was open before', async () => {
    const { kernel, model } = await open();
    await expand(model, 'raw', 'scan1');
    const before = names(model);
    const { transport } = model;
    kernel.closed.emit('restarted');
    expect(names(model)).toEqual(before);
    (transport as ReturnType<Kernel['connect']>).attach(new Kernel(kernel.handlers));
    await settle();
    expect(names(model)).toEqual(before);
    expect(model.tree.error).toBeNull();
  });

  it('opens what was open in another page', async () => {
    const { model } = await open();
    await expand(model, 'raw', 'scan1');
    const kept = model.tree.expansion;
    const kernel = new Kernel({
      'servers.list': () => ({ servers: [server('a')], problems: [] }),
      'nodes.list': listNodes
    });
    const other = new BrowserModel({ transport: kernel.connect() });
    onTestFinished(() => other.dispose());
    other.tree.expansion = kept;
    await settle();
    await settle();
    expect(names(other)).toEqual(names(model));
  });

  it('asks a server who we are before it reads it for the first time', async () => {
    const { kernel } = await open({}, [server('a', { state: 'unknown' })]);
    const methods = kernel.asked.map(({ method }) => method);
    expect(methods.indexOf('servers.connect')).toBeGreaterThan(0);
    expect(methods.indexOf('servers.connect')).toBeLessThan(methods.indexOf('nodes.list'));
  });

  it('reads a server when it lets us in at last', async () => {
    let locked = true;
    const { kernel, model } = await open(
      {
        'nodes.list': params => {
          if (locked) {
            throw new Refusal('unauthorized', 'Who are you?');
          }
          return listNodes(params);
        }
      },
      [server('a', { state: 'unauthorized' })]
    );
    expect(rows(model)[1]).toMatchObject({ kind: 'error', error: { code: 'unauthorized' } });
    locked = false;
    const servers = [server('a', { state: 'live' })];
    kernel.say({ v: 1, topic: 'servers.changed', payload: { servers } });
    await settle();
    expect(names(model)).toContain('raw');
  });

  it('takes away the rows of a server that was removed', async () => {
    const { kernel, model } = await open({}, [server('a'), server('b')]);
    await expand(model, 'a');
    kernel.say({ v: 1, topic: 'servers.changed', payload: { servers: [server('b')] } });
    expect(names(model)).toEqual(['b']);
  });

  it('goes to a node by its path, opening what is above it', async () => {
    const { model } = await open();
    await model.goTo('raw/scan2/detector');
    expect(model.tree.active?.path).toEqual(['raw', 'scan2', 'detector']);
    expect(model.selection?.node.key).toBe('detector');
  });

  it('shows a node alone that is not among the children that were loaded', async () => {
    const { model } = await open();
    await model.goTo('many/child70000');
    expect(model.tree.query).toEqual({ server: 'a', path: ['many', 'child70000'], conditions: [] });
    expect(names(model)).toEqual(['child70000']);
    expect(model.selection?.node.path).toEqual(['many', 'child70000']);
  });

  it('offers to add the server of a URI that it does not know', async () => {
    const { model } = await open();
    await model.goTo('https://other.test/api/v1/metadata/x');
    expect(model.form).toEqual({ uri: 'https://other.test/api/v1/metadata/x' });
  });

  it('moves to the container when the active row is folded away in it', async () => {
    const { model } = await open();
    await expand(model, 'raw', 'scan1');
    model.tree.activate(model.tree.indexOf(find(model, 'spectrum').id));
    model.tree.collapse(find(model, 'raw'));
    expect(model.tree.active?.node?.key).toBe('raw');
  });

  it('follows the active row when rows arrive above it', async () => {
    const { model } = await open();
    model.tree.activate(model.tree.indexOf(find(model, 'signal').id));
    await expand(model, 'raw');
    expect(model.tree.active?.node?.key).toBe('signal');
    expect(model.tree.activeIndex).toBe(5);
  });

  it('asks for as many children at once as the settings say', async () => {
    const { kernel, model } = await open({}, [server('a')], 20);
    await expand(model, 'many');
    const asked = kernel.paramsOf('nodes.list').filter(({ path }) => path?.length);
    expect(asked.map(({ offset, limit }) => [offset, limit])).toEqual([
      [0, 20],
      [20, 20]
    ]);
    expect(names(model)).not.toContain('loading');
  });

  it('believes a short page rather than a guess of the number of children', async () => {
    const { model } = await open({
      'nodes.list': params => ({
        ...page(CHILDREN[''], params),
        total: 150,
        exact: false
      })
    });
    expect(model.tree.count).toBe(5);
  });
});
