import { describe, expect, it, onTestFinished } from 'vitest';
import { container, node, page, server } from '../../testing/data';
import { type Handlers, Kernel, settle } from '../../testing/kernel';
import { BrowserModel } from '../browser';

const CHILDREN = [container(['raw']), node(['spectrum'])];

const listNodes: Handlers['nodes.list'] = params =>
  page(params.conditions?.length ? [node(['raw', 'scan1'])] : CHILDREN, params);

async function open() {
  const kernel = new Kernel({
    'servers.list': () => ({ servers: [server('a')], problems: [] }),
    'nodes.list': listNodes
  });
  const model = new BrowserModel({ transport: kernel.connect() });
  onTestFinished(() => model.dispose());
  model.tree.show(0, 30);
  await settle();
  const { search } = model;
  const submit = async (text: string) => {
    search.text = text;
    search.submit();
    await settle();
  };
  const asked = () => kernel.paramsOf('nodes.list').at(-1);
  return { kernel, model, search, submit, asked };
}

const COLD = { operator: 'lt', key: 'temperature', value: 100 };
const COPPER = { operator: 'eq', key: 'sample.name', value: 'Cu' };

describe('SearchModel', () => {
  it('asks for what meets every condition that was added, below where the first began', async () => {
    const { model, search, submit, asked } = await open();
    model.tree.activate(1);
    await submit('temperature < 100');
    expect(asked()).toMatchObject({ path: ['raw'], conditions: [COLD] });
    model.tree.activate(0);
    await submit('sample.name = Cu');
    expect(asked()).toMatchObject({ path: ['raw'], conditions: [COLD, COPPER] });
    expect(search.text).toBe('');
    expect(model.tree.found).toBe(1);
  });

  it('searches again without a condition that is removed, and ends without the last', async () => {
    const { model, search, submit, asked } = await open();
    await submit('temperature < 100');
    await submit('sample.name = Cu');
    search.text = 'typed';
    search.remove(0);
    await settle();
    expect(asked()).toMatchObject({ conditions: [COPPER] });
    expect(search.text).toBe('typed');
    search.remove(0);
    expect(search.conditions).toEqual([]);
    expect(model.tree.query).toBeNull();
    expect(search.text).toBe('typed');
  });

  it('does not ask twice for the same condition', async () => {
    const { search, submit } = await open();
    await submit('temperature < 100');
    await submit('temperature<100.0');
    expect(search.conditions).toEqual([COLD]);
  });

  it('filters by words as they are typed, but not by what is becoming a condition', async () => {
    const { model, search } = await open();
    search.text = 'spec';
    expect(model.tree.matches).toBe(1);
    search.text = 'spec:';
    expect(model.tree.matches).toBeNull();
    expect(search.text).toBe('spec:');
    search.text = 'spec:scan';
    expect(search.pending).toEqual({ operator: 'spec', key: '', value: 'scan' });
  });

  it('says what is wrong, keeps what was typed, and asks for nothing', async () => {
    const { kernel, search, submit } = await open();
    const before = kernel.asked.length;
    await submit('temperature >');
    expect(search.mistake).toEqual({ kind: 'value', at: '>' });
    expect(search.text).toBe('temperature >');
    expect(kernel.asked).toHaveLength(before);
    search.text = 'temperature > 3';
    expect(search.mistake).toBeNull();
  });

  it('empties the field when one goes to a node that a filter may hide', async () => {
    const { model, search } = await open();
    search.text = 'raw';
    await model.select('a', ['spectrum']);
    expect(search.text).toBe('');
    expect(model.tree.filter).toBe('');
  });
});
