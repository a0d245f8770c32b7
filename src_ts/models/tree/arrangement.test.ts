import { describe, expect, it, onTestFinished } from 'vitest';
import type { ISortKey } from '../../core/protocol';
import { ArrangementModel } from './arrangement';

const BY_NAME: ISortKey = { by: 'name', key: '', descending: false };
const at = (...path: string[]) => ({ server: 'a', path });

function open(): ArrangementModel {
  const arrangement = new ArrangementModel();
  onTestFinished(() => arrangement.dispose());
  return arrangement;
}

describe('ArrangementModel', () => {
  it('gives the columns of a container to those below that have none of their own', () => {
    const arrangement = open();
    arrangement.arrange(at('raw'), { columns: ['sample.name'] });
    arrangement.arrange(at('raw', 'odd'), { columns: [] });
    expect(arrangement.columnsOf(at('raw', 'x', 'y'))).toEqual(['sample.name']);
    expect(arrangement.originOf(at('raw', 'x'))).toEqual(at('raw'));
    expect(arrangement.columnsOf(at('raw', 'odd', 'z'))).toEqual([]);
    expect(arrangement.columnsOf(at('other'))).toEqual([]);
    arrangement.arrange(at('raw', 'odd'), { columns: undefined });
    expect(arrangement.columnsOf(at('raw', 'odd'))).toEqual(['sample.name']);
  });

  it('sorts one container, not those below', () => {
    const arrangement = open();
    arrangement.arrange(at('raw'), { sorting: [BY_NAME] });
    expect(arrangement.sortingOf(at('raw'))).toEqual([BY_NAME]);
    expect(arrangement.sortingOf(at('raw', 'x'))).toEqual([]);
    expect(arrangement.sortingOf({ server: 'b', path: ['raw'] })).toEqual([]);
  });

  it('is the same after it was kept and given back', () => {
    const before = open();
    before.arrange(at('a/b', 'é?'), { sorting: [BY_NAME], columns: ['t'], facets: [] });
    const after = open();
    after.state = JSON.parse(JSON.stringify(before.state)) as unknown;
    expect(after.sortingOf(at('a/b', 'é?'))).toEqual([BY_NAME]);
    expect(after.columnsOf(at('a/b', 'é?'))).toEqual(['t']);
    expect(after.facetsOf(at('a/b', 'é?'))).toEqual([]);
  });

  it.each([
    null,
    'text',
    [1],
    { nonsense: {} },
    { '["a"]': 3 },
    { '["a"]': { sorting: [{ by: 'colour', key: '', descending: true }], columns: [1] } },
    { '["a"]': { sorting: [{ by: 'key', key: '', descending: true }] } }
  ])('makes nothing of what was damaged: %j', kept => {
    const arrangement = open();
    arrangement.state = kept;
    expect(arrangement.sortingOf(at())).toEqual([]);
    expect(arrangement.columnsOf(at())).toEqual([]);
  });

  it('remembers no more than so many containers, the latest', () => {
    const arrangement = open();
    for (let number = 0; number < 1000; number++) {
      arrangement.arrange(at(String(number)), { columns: ['t'] });
    }
    expect(Object.keys(arrangement.state)).toHaveLength(300);
    expect(arrangement.columnsOf(at('999'))).toEqual(['t']);
    expect(arrangement.columnsOf(at('0'))).toEqual([]);
  });
});
