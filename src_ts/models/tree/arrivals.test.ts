import { describe, expect, it, vi } from 'vitest';
import type { ISortKey } from '../../core/protocol';
import { openCatalogue } from '../../testing/catalogue';
import { settle } from '../../testing/kernel';

const NEWEST: ISortKey = { by: 'added', key: '', descending: true };

describe('ArrivalsModel', () => {
  it('says how many children are new, and brings them in when it is told to', async () => {
    const { model, keys } = await openCatalogue(1000);
    keys.push('1000', '1001');
    model.arrivals.look();
    await settle();
    expect(model.arrivals.news).toEqual([{ server: 'a', path: ['raw'], count: 2 }]);
    expect(model.tree.count).toBe(1002);
    model.arrivals.take();
    expect(model.arrivals.news).toEqual([]);
    expect(model.tree.count).toBe(1004);
    model.tree.show(990, 1003);
    await settle();
    expect(model.tree.at(1003)?.node?.key).toBe('1001');
  });

  it('puts new children at the end at once where that moves no row in view', async () => {
    const { model, keys } = await openCatalogue(3);
    keys.push('3');
    model.arrivals.look();
    await settle();
    await settle();
    expect(model.arrivals.news).toEqual([]);
    expect(model.tree.at(5)?.node?.key).toBe('3');
  });

  it('leaves every row its name where new children come first', async () => {
    const { model, keys, names, raw } = await openCatalogue(1000);
    model.tree.arrangement.arrange(raw, { sorting: [NEWEST] });
    await settle();
    keys.push('1000', '1001', '1002');
    model.arrivals.look();
    await settle();
    expect(model.arrivals.news).toHaveLength(1);
    model.arrivals.take();
    expect(names(5)).toEqual([undefined, undefined, undefined, '999', '998']);
    await settle();
    expect(names(5)).toEqual(['1002', '1001', '1000', '999', '998']);
  });

  it('looks when the kernel has heard of a container on show, and of no other', async () => {
    const { kernel, model } = await openCatalogue(3);
    const v = kernel.asked[0].v;
    const arrived = (path: string[]) =>
      kernel.say({ v, topic: 'nodes.arrived', payload: { server: 'a', path } });
    arrived(['elsewhere']);
    expect(kernel.paramsOf('nodes.count')).toHaveLength(0);
    arrived(['raw']);
    expect(kernel.paramsOf('nodes.count')).toEqual([{ server: 'a', paths: [[], ['raw']] }]);
    expect(model.arrivals.news).toEqual([]);
  });

  it('forgets what it counted once the container was listed anew', async () => {
    const { model, keys } = await openCatalogue(1000);
    keys.push('1000');
    model.arrivals.look();
    await settle();
    keys.push('1001');
    model.tree.refresh();
    await settle();
    expect(model.arrivals.news).toEqual([]);
  });

  it('asks less and less often while nothing happens, and not at all when nobody looks', async () => {
    const { kernel, model } = await openCatalogue(3);
    const asked = () => kernel.paramsOf('nodes.count').length;
    vi.useFakeTimers();
    try {
      model.arrivals.look();
      await vi.advanceTimersByTimeAsync(600_000);
      expect(asked()).toBeGreaterThan(5);
      expect(asked()).toBeLessThan(12);
      const before = asked();
      model.arrivals.rest();
      await vi.advanceTimersByTimeAsync(600_000);
      expect(asked()).toBe(before);
    } finally {
      vi.useRealTimers();
    }
  });
});
