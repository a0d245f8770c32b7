import { describe, expect, it } from 'vitest';
import { node } from '../../testing/data';
import { Seen } from './seen';

describe('Seen', () => {
  it('knows keys and values of what was on show, nested with dots', () => {
    const beside = node(['x'], {
      specs: ['scan'],
      values: { 'sample.name': { value: 'Ni', unit: null, moment: false } }
    });
    const seen = new Seen(() => [beside]);
    seen.note({ sample: { name: 'Cu', tags: ['a', 'b'] }, nothing: null });
    expect(seen.keys).toEqual(['sample.name', 'sample.tags', 'nothing']);
    expect(seen.valuesOf('sample.name')).toEqual(['Cu', 'Ni']);
    expect(seen.valuesOf('sample.tags')).toEqual(['a', 'b']);
    expect(seen.valuesOf('no.such')).toEqual([]);
    expect(seen.specs).toEqual(['scan']);
  });

  it('is of bounded size, whatever metadata hold', () => {
    const seen = new Seen(() => []);
    const wide = Array.from({ length: 5000 }, (_, n) => [`key${n}`, 'x'.repeat(1000)]);
    seen.note(Object.fromEntries(wide) as Record<string, unknown>);
    seen.note({ list: Array.from({ length: 5000 }, (_, n) => n) });
    expect(seen.keys.length).toBeLessThanOrEqual(1000);
    expect(seen.valuesOf('key0')).toEqual([]);
    expect(seen.valuesOf('list').length).toBeLessThanOrEqual(50);
  });
});
