import { expect, test } from 'vitest';
import { type JsonObject, parseJson, printJson } from './json';
import { compare, printPatch } from './jsonpatch';
import { merge, mergeNames } from './merge';

interface IStep {
  op: 'add' | 'remove' | 'replace';
  path: string;
  value?: unknown;
}

const patch = (before: string, after: string) =>
  JSON.parse(printPatch(compare(parseJson(before), parseJson(after)))) as IStep[];

/** Take the steps of a patch as RFC 6902 has it. */
function applied(document: unknown, steps: IStep[]): unknown {
  for (const { op, path, value } of steps) {
    const parts = path.split('/').slice(1);
    const keys = parts.map(part => part.replace(/~1/g, '/').replace(/~0/g, '~'));
    const last = keys.pop() as string;
    const inner = keys.reduce((at, key) => at[key] as never, document as Record<string, unknown>);
    if (Array.isArray(inner)) {
      inner.splice(Number(last), op === 'add' ? 0 : 1, ...(op === 'remove' ? [] : [value]));
    } else if (op === 'remove') {
      delete inner[last];
    } else {
      inner[last] = value;
    }
  }
  return document;
}

test.each([
  ['{"a": 1, "b": {"c": [1, 2, 3]}}', '{"a": 1, "b": {"c": [1, 3]}, "d": null}'],
  ['{"a": [1, 2, 3, 4]}', '{"a": [0, 1, 2, 5, 6, 3, 4]}'],
  ['{"a": [1, 2, 3, 4]}', '{"a": []}'],
  ['{"a/b": 1, "c~d": {"": 1}}', '{"a/b": 2, "c~d": {"": 2}}'],
  ['{"a": {"b": 1}}', '{"a": [1]}'],
  ['{"a": [{"b": 1}, {"b": 2}]}', '{"a": [{"b": 1}, {"b": 3}]}'],
  ['{"a": false}', '{"a": null}']
])('a patch makes %s to %s', (before, after) => {
  expect(applied(JSON.parse(before), patch(before, after))).toEqual(JSON.parse(after));
});

test('a patch names what is different and nothing else', () => {
  expect(
    patch('{"a": {"b/c": 1, "d": 2}, "e": [1, 2]}', '{"a": {"b/c": 1, "d": 3}, "e": [1]}')
  ).toEqual([
    { op: 'replace', path: '/a/d', value: 3 },
    { op: 'remove', path: '/e/1' }
  ]);
  expect(patch('{"a": 1, "b": NaN}', '{"b": NaN, "a": 1}')).toEqual([]);
  const long = compare(parseJson('{"n": 1}'), parseJson('{"n": 9007199254740993}'));
  expect(printPatch(long)).toContain('9007199254740993');
});

const merged = (base: string, mine: string, theirs: string, side: 'mine' | 'theirs' = 'mine') => {
  const [b, m, t] = [base, mine, theirs].map(text => parseJson(text) as JsonObject);
  const { merged: value, clashes } = merge(b, m, t, () => side);
  return [printJson(value), clashes.map(({ place }) => place.join('/'))];
};

test('what two people changed in different places is brought together', () => {
  expect(
    merged('{"a": 1, "b": 1, "c": 1}', '{"a": 2, "b": 1}', '{"a": 1, "b": 2, "c": 1, "d": 3}')
  ).toEqual(['{"a": 2, "b": 2, "d": 3}', []]);
});

test('where both changed the same, one is asked', () => {
  const three = ['{"a": {"b": 1}, "c": 1}', '{"a": {"b": 2}}', '{"a": {"b": 3}, "c": 4}'] as const;
  expect(merged(...three)).toEqual(['{"a": {"b": 2}}', ['a/b', 'c']]);
  expect(merged(...three, 'theirs')).toEqual(['{"a": {"b": 3}, "c": 4}', ['a/b', 'c']]);
  expect(mergeNames(['a', 'b'], ['b', 'c'], ['a', 'b', 'd'])).toEqual(['b', 'd', 'c']);
});
