import { describe, expect, it } from 'vitest';
import { pathsOf } from './metadata';
import { isLink, unitOf } from './metavalue';

describe('metadata', () => {
  it('have the units that stand beside the numbers', () => {
    expect(unitOf({ energy: 7, units: { energy: 'keV' } }, 'energy')).toBe('keV');
    expect(unitOf({ value: 300, unit: 'K' }, 'value')).toBe('K');
    expect(unitOf({ exposure: 1, exposure_units: 's' }, 'exposure')).toBe('s');
    expect(unitOf({ name: 'Cu', unit: 'K' }, 'name')).toBeNull();
  });

  it('have links only to the web', () => {
    expect(isLink('https://doi.org/10.1/x')).toBe(true);
    const others = ['javascript:alert(1)', 'see https://a.test', 'data:text/html,x', 'http:'];
    expect(others.filter(isLink)).toEqual([]);
  });

  it('tell the paths of what was found', () => {
    const found = pathsOf({ sample: { name: 'Cu', mass: 3 }, tags: ['cu', 'ni'] }, 'cu');
    expect(found).toEqual(['sample.name', 'tags.0']);
  });
});
