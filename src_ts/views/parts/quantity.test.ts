import { describe, expect, it } from 'vitest';
import type { IDimension } from '../../core/protocol';
import { english, type ITranslator } from '../../core/translator';
import { plan, words } from '../../testing/data';
import {
  coordinateAt,
  coordinateWords,
  dimensionLabel,
  isEven,
  quantityOf,
  spacingWords
} from './quantity';
import { calmTime, formatMoment, timeTicks } from './times';

const latitude: IDimension = {
  name: 'lat',
  size: 3,
  unit: 'degrees_north',
  title: null,
  coordinates: [-45, 0, 45.123456],
  note: null
};

describe('a quantity', () => {
  it('is written with its unit where all is to be said', () => {
    const { write, writeFully } = quantityOf(plan(['x'], [3], { unit: 'counts' }));
    expect([write(65_535), writeFully(65_535)]).toEqual(['65,535', '65,535 counts']);
  });

  it('is a moment where the values are times, not so many seconds', () => {
    const quantity = quantityOf(plan(['t'], [3], { dtype: 'datetime64[ns]' }));
    expect(quantity.isTime).toBe(true);
    expect(quantity.writeFully(1_735_689_600)).toBe('2025-01-01');
  });
});

describe('a dimension', () => {
  it('has the unit of its coordinates, and none where positions are counted', () => {
    expect(dimensionLabel(latitude, english)).toBe('lat (degrees_north)');
    expect(dimensionLabel({ ...latitude, coordinates: [] }, english)).toBe('lat');
  });

  it('has a name in the language of the person where it has none of its own', () => {
    const french: ITranslator = { ...english, __: (_, n) => `axe ${String(n)}` };
    const nameless = { ...latitude, name: 'dim 1', title: words('dim %1', 1), coordinates: [] };
    expect(dimensionLabel(nameless, french)).toBe('axe 1');
    expect(dimensionLabel(latitude, french)).toBe('lat (degrees_north)');
  });

  it('says why its coordinates do not come along', () => {
    const long = { ...latitude, coordinates: [], note: words('too many') };
    expect(spacingWords(long, { trans: english })).toBe('lat: too many');
    expect(spacingWords(latitude, { trans: english })).toBe('');
  });

  it('says what a position stands for', () => {
    expect(coordinateAt(latitude, 2)).toBe('45.123');
    expect(coordinateWords(latitude, 0)).toBe('-45 degrees_north');
    expect(coordinateWords({ ...latitude, coordinates: [] }, 0)).toBeNull();
    const days = { ...latitude, unit: null, coordinates: ['2025-01-31T00:00:00'] };
    expect(coordinateWords(days, 0)).toBe('2025-01-31');
  });
});

describe('coordinates', () => {
  const along = (coordinates: IDimension['coordinates']) =>
    isEven({ ...latitude, size: coordinates.length, coordinates });

  it('are even as far as one can see', () => {
    expect(along([0, 0.1, 0.2, 0.30000000000000004])).toBe(true);
    expect(along(['2026-01-01T00:00', '2026-01-02T00:00', '2026-01-03T00:00'])).toBe(true);
    expect([along([]), along([7]), along([1, 2])]).toEqual([true, true, true]);
  });

  it('are not where a step is longer than another', () => {
    expect(along([1, 10, 100])).toBe(false);
    expect(along(['2026-01-01', '2026-01-02', '2026-06-01'])).toBe(false);
  });

  it('that are words lie anywhere', () => {
    expect(along(['north', 'a 1', 'south'])).toBe(true);
  });
});

describe('a moment', () => {
  it('leaves out what says nothing', () => {
    expect(formatMoment(0)).toBe('1970-01-01');
    expect(formatMoment(36_000)).toBe('1970-01-01 10:00:00');
    expect(formatMoment(-0.5)).toBe('1969-12-31 23:59:59.5');
    expect(formatMoment(1_772_431_200.00049)).toBe('2026-03-02 06:00:00.00049');
    expect(calmTime('2026-03-02T06:00:00+01:00')).toBe('2026-03-02 06:00:00+01:00');
    expect(calmTime('20T30')).toBe('20T30');
  });

  it('is as exact along an axis as the distance between the ticks', () => {
    expect(timeTicks([1_735_689_600], 86_400)).toEqual(['2025-01-01']);
    expect(timeTicks([1_735_689_660], 60)).toEqual(['01-01 00:01']);
    expect(timeTicks([1_735_689_661], 1)).toEqual(['00:01:01']);
    expect(timeTicks([0.25, null], 0.05)).toEqual(['00:00:00.25', '']);
  });
});
