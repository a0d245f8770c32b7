import { onTestFinished } from 'vitest';
import type { IListNodes, INodePage } from '../core/protocol';
import { BrowserModel } from '../models/browser';
import { nodeId } from '../models/tree/rows';
import { node, server } from './data';
import { type Handlers, Kernel, settle } from './kernel';

/** A browser over a server with one container, ``raw``, whose children are named by numbers. */
export async function openCatalogue(size: number, handlers: Handlers = {}) {
  const keys = Array.from({ length: size }, (_, number) => String(number));
  const list = ({ path = [], offset = 0, limit = 100, sorting = [], columns = [] }: IListNodes) => {
    const names = path.length ? [...keys] : ['raw'];
    const all = sorting.some(({ descending }) => descending) ? names.reverse() : names;
    const page: INodePage = {
      items: all.slice(offset, offset + limit).map(key =>
        node([...path, key], {
          structureFamily: path.length ? 'array' : 'container',
          specs: ['scan'],
          values: Object.fromEntries(
            columns.map(column => [
              column,
              { value: `${column} ${key}`, unit: null, moment: false }
            ])
          )
        })
      ),
      offset,
      total: names.length,
      exact: true,
      deep: false
    };
    return page;
  };
  const kernel = new Kernel({
    'servers.list': () => ({ servers: [server('a')], problems: [] }),
    'nodes.list': list,
    'nodes.count': ({ paths }) => ({ counts: paths.map(path => (path.length ? keys.length : 1)) }),
    'nodes.keys': () => ({ keys: [], orders: 'all' }),
    ...handlers
  });
  const model = new BrowserModel({ transport: kernel.connect() });
  onTestFinished(() => model.dispose());
  model.tree.expansion = [nodeId('a', []), nodeId('a', ['raw'])];
  model.tree.show(0, 20);
  await settle();
  await settle();
  const names = (count: number) =>
    Array.from({ length: count }, (_, index) => model.tree.at(index + 2)?.node?.key);
  return { kernel, model, keys, names, raw: { server: 'a', path: ['raw'] } };
}
