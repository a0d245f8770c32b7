import { describe, expect, it } from 'vitest';
import { columnText, columnTitle, ColumnWidths } from './columns';

const value = (of: string | number | boolean, unit: string | null = null, moment = false) => ({
  value: of,
  unit,
  moment
});

describe('columnText', () => {
  it.each([
    [value(12345), '12345'],
    [value(390.512345, 'K'), '390.51 K'],
    [value('Cu foil'), 'Cu foil'],
    [value(true), 'true'],
    [value('<img src=x>'), '<img src=x>'],
    [value('2001-02-09', null, true), '2001-02-09'],
    [value('2001-02-09T08:00:12', null, true), '2001-02-09 08:00'],
    [value('no moment', null, true), 'no moment']
  ])('writes %j as %s', (shown, text) => {
    expect(columnText(shown)).toBe(text);
  });

  it('tells a moment by the clock of the person, and by UTC in the tooltip', () => {
    const moment = value('2001-02-09T08:00:12+00:00', null, true);
    const local = new Date('2001-02-09T08:00:12Z');
    expect(columnText(moment)).toBe(
      `2001-02-${String(local.getDate()).padStart(2, '0')} ` +
        `${String(local.getHours()).padStart(2, '0')}:${String(local.getMinutes()).padStart(2, '0')}`
    );
    expect(columnTitle('start', moment)).toMatch(/^start: .*\n2001-02-09 08:00:12 UTC$/);
    expect(columnText(value(new Date().toISOString(), null, true))).toMatch(/^\d\d:\d\d$/);
  });
});

describe('ColumnWidths', () => {
  it('makes room for the longest value of a container, within reason', () => {
    const widths = new ColumnWidths();
    widths.measure('raw', { a: value('abc'), b: value('x'.repeat(300)) });
    widths.measure('raw', { a: value('ab') });
    expect([widths.of('raw', 'a'), widths.of('raw', 'b'), widths.of('other', 'a')]).toEqual([
      3, 16, 0
    ]);
  });
});
