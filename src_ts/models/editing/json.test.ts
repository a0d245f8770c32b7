import { expect, test } from 'vitest';
import { JsonError, parseJson, printJson } from './json';

const round = (text: string) => printJson(parseJson(text));

test('every digit of a number stays as it was written', () => {
  const text = '[9007199254740993, 1.10, -0, 1e300, 123456789012345678901234567890, NaN]';
  expect(round(text)).toBe(text);
});

test('keys keep their order and their name, whatever they mean to JavaScript', () => {
  const text = '{"b": 1, "10": 2, "2": 3, "__proto__": {"a/b": 4}, "": 5, "é": "\u{1f600}"}';
  expect(round(text)).toBe(text);
});

test('what the browser reads, this reads alike', () => {
  const text = '\n{"a":[true,false,null,"\\u00e9\\n\\"",{}],"b":[]}\t';
  expect(JSON.parse(round(text))).toEqual(JSON.parse(text));
  expect(JSON.parse(printJson(parseJson(text), 2))).toEqual(JSON.parse(text));
  expect(printJson(parseJson(text), 2)).toBe(JSON.stringify(JSON.parse(text), null, 2));
});

test.each([
  ['{"a": 1,\n  "a": 2}', 'duplicate', 2, 3],
  ['{"a": 1', 'end', 1, 8],
  ['{"a" 1}', 'colon', 1, 6],
  ['{a: 1}', 'key', 1, 2],
  ['{"a": 1,}', 'key', 1, 9],
  ['[1 2]', 'comma', 1, 4],
  ['{"a": 01}', 'number', 1, 7],
  ['{"a": nul}', 'value', 1, 7],
  ['{"a": "b\nc"}', 'string', 1, 7],
  ['{"a": "\\x"}', 'escape', 1, 8],
  ['{} {}', 'more', 1, 4],
  ['', 'end', 1, 1],
  ['['.repeat(300), 'deep', 1, 202]
])('%j has a mistake at line and column', (text, fault, line, column) => {
  expect(() => parseJson(text)).toThrow(JsonError);
  try {
    parseJson(text);
  } catch (reason) {
    expect(reason).toMatchObject({ fault, line, column });
  }
});

test('a megabyte is read and written as it is', () => {
  const long = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, i) => [`key ${i}`, { position: i, text: 'x'.repeat(20) }])
  );
  const text = JSON.stringify(long, null, 2);
  expect(printJson(parseJson(text), 2)).toBe(text);
});
