import { describe, expect, it, onTestFinished } from 'vitest';
import type { ISuggestion } from '../../core/protocol';
import { type Handlers, Kernel, Refusal, settle } from '../../testing/kernel';
import { CompletionModel } from './completion';
import { Seen } from './seen';

const KEYS: ISuggestion[] = [
  { value: 'sample.name', count: null },
  { value: 'sample name', count: null },
  { value: 'scan_id', count: null }
];
const VALUES: ISuggestion[] = [
  { value: 'Cu', count: 1000 },
  { value: '300', count: 2 },
  { value: 300, count: 1 }
];

function open(suggest?: Handlers['nodes.suggest']) {
  const kernel = new Kernel({
    'nodes.suggest': suggest ?? (({ key }) => ({ suggestions: key === null ? KEYS : VALUES }))
  });
  const place = { server: 'a', path: ['raw'] };
  const completion = new CompletionModel(kernel.connect(), () => place, new Seen(() => []));
  onTestFinished(() => completion.dispose());
  const propose = async (text: string) => {
    completion.propose(text);
    await settle();
    return completion.options.map(option => option.text);
  };
  return { kernel, completion, propose };
}

describe('CompletionModel', () => {
  it('proposes the keys that begin as typed, at any depth, and quotes them where needed', async () => {
    const { completion, propose } = open();
    expect(await propose('S')).toEqual(['sample.name', '"sample name"', 'scan_id']);
    expect(await propose('na')).toEqual(['sample.name']);
    expect(completion.textOf(0)).toBe('sample.name ');
    expect(await propose('has:scan')).toEqual(['scan_id']);
    expect(completion.textOf(0)).toBe('has:scan_id');
  });

  it('proposes the values of a key, so that they are understood as what they are', async () => {
    const { kernel, completion, propose } = open();
    expect(await propose('sample.name = ')).toEqual(['Cu', '"300"', '300']);
    expect(completion.options[0].count).toBe(1000);
    expect(completion.textOf(0)).toBe('sample.name = Cu');
    expect(await propose('"sample.name" contains c')).toEqual(['Cu']);
    expect(kernel.paramsOf('nodes.suggest')).toEqual([
      { server: 'a', path: ['raw'], key: 'sample.name' }
    ]);
  });

  it.each(['', 'two words', '"quoted', 'a ~ ^C', 'a like C', 'a in [1', 'spec:', 'Cu = = ', '= x'])(
    'proposes nothing for “%s” that was not asked for',
    async text => {
      const { propose } = open(() => ({ suggestions: [] }));
      expect(await propose(text)).toEqual([]);
    }
  );

  it('knows the structure families before it is told how many nodes have them', async () => {
    const { kernel, completion, propose } = open();
    expect(await propose('family:a')).toEqual(['array', 'awkward']);
    expect(kernel.paramsOf('nodes.facets')).toHaveLength(1);
    completion.move(1);
    completion.move(1);
    expect(completion.textOf(completion.active)).toBe('family:awkward');
    completion.move(1);
    expect(completion.active).toBe(0);
    completion.close();
    expect(completion.options).toEqual([]);
  });

  it('lets one type on where nothing can be proposed, and asks again later', async () => {
    let broken = true;
    const { propose } = open(() => {
      if (broken) {
        throw new Refusal('timeout');
      }
      return { suggestions: KEYS };
    });
    expect(await propose('sc')).toEqual([]);
    broken = false;
    expect(await propose('sca')).toEqual(['scan_id']);
  });

  it('does not propose what belongs to something typed before', async () => {
    const { kernel, completion } = open();
    kernel.holding = true;
    completion.propose('sample.name = ');
    completion.propose('two words');
    await kernel.release();
    expect(completion.options).toEqual([]);
  });
});
