import { describe, expect, it } from 'vitest';
import type { ISortKey } from '../../core/protocol';
import { openCatalogue } from '../../testing/catalogue';
import { Refusal, settle } from '../../testing/kernel';

const NEWEST: ISortKey = { by: 'added', key: '', descending: true };

describe('an arranged container', () => {
  it('asks for its order and its columns, and keeps its length meanwhile', async () => {
    const { kernel, model, names, raw } = await openCatalogue(1000);
    kernel.holding = true;
    model.tree.arrangement.arrange(raw, { sorting: [NEWEST], columns: ['t'] });
    expect(model.tree.count).toBe(1002);
    expect(model.tree.at(5)?.kind).toBe('loading');
    kernel.holding = false;
    await kernel.release();
    expect(names(2)).toEqual(['999', '998']);
    expect(model.tree.at(2)?.node?.values).toHaveProperty('t');
    expect(kernel.paramsOf('nodes.list').at(-1)).toMatchObject({
      sorting: [NEWEST],
      columns: ['t']
    });
  });

  it('is active in place of a child whose row goes elsewhere', async () => {
    const { model, raw } = await openCatalogue(1000);
    model.tree.activate(7);
    model.tree.arrangement.arrange(raw, { columns: ['t'] });
    await settle();
    expect(model.tree.active?.node?.key).toBe('5');
    model.tree.arrangement.arrange(raw, { sorting: [NEWEST] });
    await settle();
    expect(model.tree.active?.node?.key).toBe('raw');
  });

  it('drops the answer to an older order', async () => {
    const { kernel, model, names, raw } = await openCatalogue(1000);
    kernel.holding = true;
    model.tree.arrangement.arrange(raw, { sorting: [NEWEST] });
    await settle();
    model.tree.arrangement.arrange(raw, { sorting: [] });
    expect(kernel.cancelled).toHaveLength(1);
    await kernel.release(1);
    expect(names(1)).toEqual([undefined]);
    kernel.holding = false;
    await kernel.release();
    expect(names(1)).toEqual(['0']);
  });

  it('says where its children would be why the server cannot sort them', async () => {
    const { kernel, model, raw } = await openCatalogue(1000);
    const list = kernel.handlers['nodes.list'];
    kernel.handlers['nodes.list'] = params => {
      if (params.sorting?.length) {
        throw new Refusal('bad_request', 'cannot sort');
      }
      return list?.(params) as ReturnType<NonNullable<typeof list>>;
    };
    model.tree.arrangement.arrange(raw, { sorting: [NEWEST] });
    await settle();
    expect(model.tree.count).toBe(3);
    expect(model.tree.at(2)?.error?.message).toBe('cannot sort');
    expect(model.tree.error).toBeNull();
    model.tree.arrangement.arrange(raw, { sorting: [] });
    await settle();
    expect(model.tree.count).toBe(1002);
  });

  it('is sorted and gets columns step by step, those of a container above until then', async () => {
    const { kernel, model, raw } = await openCatalogue(3, {
      'nodes.keys': ({ path = [] }) => ({ keys: [], orders: path.length ? 'all' : 'keys' })
    });
    const { arranger, tree } = model;
    tree.arrangement.arrange({ server: 'a', path: [] }, { columns: ['t'] });
    model.tree.activate(1);
    model.panel = 'arrange';
    await settle();
    expect(arranger.place).toEqual(raw);
    expect(arranger.result?.orders).toBe('all');
    expect(arranger.inherited).toEqual({ server: 'a', path: [] });
    arranger.addColumn('u');
    expect([arranger.columns, arranger.inherited, arranger.overrides]).toEqual([
      ['t', 'u'],
      null,
      true
    ]);
    arranger.inherit();
    expect(arranger.columns).toEqual(['t']);
    arranger.sortBy('key', 'x');
    arranger.sortBy('added');
    arranger.sortBy('key', 'x');
    expect(arranger.sorting).toEqual([{ by: 'key', key: 'x', descending: true }, NEWEST]);
    arranger.unsort(0);
    expect(arranger.sorting).toEqual([NEWEST]);
    expect(kernel.paramsOf('nodes.keys')).toEqual([raw]);
  });
});
