import { describe, expect, it } from 'vitest';
import type { INodeSummary } from '../../core/protocol';
import { container, node } from '../../testing/data';
import { english } from '../../core/translator';
import { readSnippets } from './snippets';

const MINE = { label: 'Mine', template: '{name} = {client}[{path}]' };

function labels(entries: unknown, ...nodes: (INodeSummary | undefined)[]) {
  return readSnippets(entries, english)
    .fitting(nodes)
    .map(({ label }) => label);
}

const STACK = node(['stack'], { dtype: 'float32', shape: [5, 6, 7], specs: ['stack'] });
const TABLE = node(['table'], { structureFamily: 'table', dtype: '', shape: null });
const DATASET = { ...container(['climate']), specs: ['xarray_dataset'] };

describe('the ways to write code', () => {
  it('are those of the structure family and the spec, the usual one first', () => {
    expect(labels([], STACK)).toEqual(['NumPy', 'Dask', 'Client']);
    expect(labels([], TABLE)).toEqual(['pandas', 'Polars', 'Arrow', 'Dask', 'Client']);
    expect(labels([], DATASET)).toEqual(['xarray', 'xarray, Dask', 'Client']);
    expect(labels([], container(['raw']))).toEqual(['Client']);
  });

  it('are those that fit all of several nodes', () => {
    expect(labels([], STACK, TABLE)).toEqual(['Dask', 'Client']);
    expect(labels([], STACK, undefined)).toEqual(['Client']);
  });

  it('begin with those of the settings that fit', () => {
    const entries = [
      { ...MINE, label: 'by family', condition: { family: ['table', 'array'] } },
      { ...MINE, label: 'by spec', condition: { spec: 'stack' } },
      { ...MINE, label: 'by type', condition: { dtype: 'float', ndim: [2, 3] } },
      { ...MINE, label: 'by rank', condition: { ndim: 2 } }
    ];
    expect(labels(entries, STACK).slice(0, 4)).toEqual([
      'by family',
      'by spec',
      'by type',
      'NumPy'
    ]);
    expect(labels(entries, TABLE)[0]).toBe('by family');
  });
});

describe('settings that are broken', () => {
  it.each([
    [null, 'shape', 'label'],
    [{ template: 'x' }, 'shape', 'label'],
    [{ label: 'x' }, 'shape', 'template'],
    [{ ...MINE, setup: 1 }, 'shape', 'setup'],
    [{ ...MINE, template: '{nome}' }, 'placeholder', '{nome}'],
    [{ ...MINE, template: '{name.x}' }, 'placeholder', '{'],
    [{ ...MINE, setup: '{path}' }, 'placeholder', '{path}'],
    [{ ...MINE, condition: { famly: 'array' } }, 'condition', 'famly: "array"'],
    [{ ...MINE, condition: { family: 'arry' } }, 'condition', 'family: "arry"'],
    [{ ...MINE, condition: { ndim: '2' } }, 'condition', 'ndim: "2"'],
    [{ ...MINE, condition: 'array' }, 'condition', '"array"']
  ])('are named, and the others work: %j', (entry, kind, detail) => {
    const entries = [MINE, entry, { ...MINE, label: 'Last' }];
    expect(readSnippets(entries, english).problems).toMatchObject([{ entry: 2, kind, detail }]);
    expect(labels(entries, STACK).slice(0, 3)).toEqual(['Mine', 'Last', 'NumPy']);
  });

  it('may hold braces of the code itself', () => {
    const template = 'plot({name}, {{"at": {uri}}})';
    expect(readSnippets([{ ...MINE, template }], english).problems).toEqual([]);
  });
});
