import { describe, expect, it } from 'vitest';
import { openCatalogue } from '../../testing/catalogue';
import { Refusal, settle } from '../../testing/kernel';
import type { IFacet } from '../../core/protocol';

const NAMES: IFacet = {
  of: 'key',
  key: 'name',
  values: [
    { value: 'Cu', count: 2 },
    { value: 'Ni', count: 1 }
  ],
  more: 0,
  problem: null,
  detail: ''
};
const SPECS: IFacet = { ...NAMES, of: 'spec', key: '', values: [{ value: 'scan', count: 3 }] };

async function open() {
  const { kernel, model, raw } = await openCatalogue(3, {
    'nodes.facets': () => ({ facets: [NAMES, SPECS] })
  });
  model.tree.activate(1);
  model.panel = 'facets';
  await settle();
  const asked = () => kernel.paramsOf('nodes.facets');
  return { kernel, model, asked, raw };
}

describe('FacetsModel', () => {
  it('asks only while it is on show, and anew when the search narrows', async () => {
    const { model, asked, raw } = await open();
    const copper = { operator: 'eq', key: 'name', value: 'Cu' };
    expect(asked()).toEqual([{ ...raw, conditions: [], keys: null }]);
    model.facets.toggle(NAMES, 'Cu');
    model.facets.toggle(SPECS, 'scan');
    await settle();
    expect(model.search.conditions).toEqual([copper, { operator: 'spec', key: '', value: 'scan' }]);
    expect(asked().at(-1)?.conditions).toEqual(model.search.conditions);
    expect(model.facets.isChosen(NAMES, 'Cu')).toBe(true);
    expect(model.facets.isChosen(NAMES, 'Ni')).toBe(false);
    model.facets.toggle(SPECS, 'scan');
    model.panel = null;
    expect(model.search.conditions).toEqual([copper]);
    await settle();
    const before = asked().length;
    model.facets.toggle(NAMES, 'Cu');
    await settle();
    expect(asked()).toHaveLength(before);
  });

  it('counts the keys that were chosen for the container', async () => {
    const { model, asked, raw } = await open();
    model.facets.add('temperature');
    await settle();
    expect(asked().at(-1)?.keys).toEqual(['name', 'temperature']);
    model.facets.remove('name');
    expect(model.tree.arrangement.facetsOf(raw)).toEqual([]);
  });

  it('says why nothing was counted, and tries again', async () => {
    const { kernel, model } = await open();
    kernel.handlers['nodes.facets'] = () => {
      throw new Refusal('timeout', 'too slow');
    };
    model.facets.reload();
    await settle();
    expect(model.facets.error?.message).toBe('too slow');
    kernel.handlers['nodes.facets'] = () => ({ facets: [SPECS] });
    model.facets.reload();
    await settle();
    expect([model.facets.error, model.facets.facets]).toEqual([null, [SPECS]]);
  });
});
