import { describe, expect, it } from 'vitest';
import type { ICondition, Operator } from '../../core/protocol';
import { formatCondition, type IMistake, parseCondition } from './condition';

function condition(operator: Operator, key: string, value: ICondition['value']): ICondition {
  return { operator, key, value };
}

function parsed(text: string): ICondition {
  const outcome = parseCondition(text);
  if ('mistake' in outcome) {
    throw new Error(`${text}: ${outcome.mistake.kind} at ${outcome.mistake.at}`);
  }
  return outcome.condition;
}

function mistake(text: string): IMistake | null {
  const outcome = parseCondition(text);
  return 'mistake' in outcome ? outcome.mistake : null;
}

describe('parseCondition', () => {
  it.each([
    ['sample.name = Cu', condition('eq', 'sample.name', 'Cu')],
    ['sample.name==Cu foil', condition('eq', 'sample.name', 'Cu foil')],
    ['plan != scan', condition('noteq', 'plan', 'scan')],
    ['temperature<300', condition('lt', 'temperature', 300)],
    ['temperature <= -2.5e3', condition('le', 'temperature', -2500)],
    ['temperature > .5', condition('gt', 'temperature', 0.5)],
    ['start >= 2026-11-25', condition('ge', 'start', '2026-11-25')],
    ['good = true', condition('eq', 'good', true)],
    ['operator = null', condition('eq', 'operator', null)],
    ['label = 007', condition('eq', 'label', '007')],
    ['label = "300"', condition('eq', 'label', '300')],
    ["label = 'true'", condition('eq', 'label', 'true')],
    ['label = "say \\"x\\" \\\\"', condition('eq', 'label', 'say "x" \\')],
    ['"sample name" = Cu', condition('eq', 'sample name', 'Cu')],
    ['a/b?c#d%20é = 1', condition('eq', 'a/b?c#d%20é', 1)],
    ['motors contains tth', condition('contains', 'motors', 'tth')],
    ['sample.name LIKE Cu%', condition('like', 'sample.name', 'Cu%')],
    ['sample.name ~ ^Cu\\s"x"$', condition('regex', 'sample.name', '^Cu\\s"x"$')],
    ['scan_id in 1, 2,"3"', condition('in', 'scan_id', [1, 2, '3'])],
    ['name in [Cu]', condition('in', 'name', ['Cu'])],
    ['name not in ("Cu, pure", Fe)', condition('notin', 'name', ['Cu, pure', 'Fe'])],
    ['has:sample.name', condition('has', 'sample.name', null)],
    ['lacks: "sample name"', condition('lacks', 'sample name', null)],
    ['Spec:<script>', condition('spec', '', '<script>')],
    ['family:Array', condition('family', '', 'array')]
  ])('understands %s', (text, expected) => {
    expect(parsed(text)).toEqual(expected);
  });

  it.each([
    ['copper foil', 'copper foil'],
    ['copper in water', 'copper in water'],
    ['"a = 3"', 'a = 3'],
    ['3:4', '3:4'],
    ['5" wide', '5" wide']
  ])('takes %s for words', (text, words) => {
    expect(parsed(text)).toEqual(condition('text', '', words));
  });

  it.each<[string, IMistake]>([
    ['"copper', { kind: 'quote', at: '"copper' }],
    ['name = "Cu" foil', { kind: 'quote', at: '"Cu" foil' }],
    ['= Cu', { kind: 'key', at: '=' }],
    ['"" = Cu', { kind: 'key', at: '=' }],
    ['temperature >', { kind: 'value', at: '>' }],
    ['name in []', { kind: 'value', at: 'in' }],
    ['name contains', { kind: 'value', at: 'contains' }],
    ['has:', { kind: 'value', at: 'has:' }],
    ['id = 12345678901234567890', { kind: 'number', at: '12345678901234567890' }],
    ['x < 1e999', { kind: 'number', at: '1e999' }],
    ['x < true', { kind: 'order', at: 'true' }],
    ['family:arrays', { kind: 'family', at: 'arrays' }],
    ['spec:scan x = 3', { kind: 'word', at: 'scan x = 3' }],
    ['sample name = Cu', { kind: 'word', at: 'sample name' }]
  ])('says what is wrong with %s', (text, expected) => {
    expect(mistake(text)).toEqual(expected);
  });
});

describe('formatCondition', () => {
  const ODD = ['Cu', '300', 'true', '', ' x ', '"', "it's", 'a\\"b', 'a, b', '[x]', '= 3', 'has:x'];

  it.each([
    ...ODD.map(text => condition('text', '', text)),
    ...ODD.map(text => condition('eq', 'k', text)),
    ...ODD.map(text => condition('regex', 'k', text)),
    ...ODD.map(text => condition('spec', '', text)),
    ...ODD.filter(Boolean).map(key => condition('gt', key, 1)),
    ...ODD.filter(Boolean).map(key => condition('has', key, null)),
    condition('notin', 'k', [...ODD, 1, null, false]),
    condition('le', 'k', 1e21),
    condition('contains', 'not', 'in')
  ])('writes $operator $key $value so that it is understood again', expected => {
    expect(parsed(formatCondition(expected))).toEqual(expected);
  });

  it('is as short as it can be', () => {
    expect(formatCondition(condition('eq', 'sample.name', 'Cu foil'))).toBe(
      'sample.name = Cu foil'
    );
    expect(formatCondition(condition('text', '', 'copper foil'))).toBe('copper foil');
    expect(formatCondition(condition('in', 'id', [1, 'a']))).toBe('id in [1, a]');
  });
});
