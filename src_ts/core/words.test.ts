import { expect, it } from 'vitest';
import { refusal, words } from '../testing/data';
import { english, type ITranslator } from './translator';
import { say, sayAll, sayFailure } from './words';

/** Says what it was asked to say between brackets. */
const marking: ITranslator = {
  __: (message, ...args) => `⟦${english.__(message, ...args)}⟧`,
  _n: (singular, plural, n, ...args) => `⟦${english._n(singular, plural, n, ...args)}⟧`
};

const rows = (count: number) => ({ text: '%2 row', plural: '%2 rows', values: [count] });

it.each([
  [words('the first %1 of %2 rows', 5000, 12000), '⟦the first 5,000 of 12,000 rows⟧'],
  [rows(1), '⟦1 row⟧'],
  [rows(2000), '⟦2,000 rows⟧'],
  [words('its shape is %1', [60, null, 512]), '⟦its shape is 60 × ? × 512⟧'],
  [words('the first %1', { bytes: 200_000 }), '⟦the first ⟦200 kB⟧⟧'],
  [words('There is no column “%1”.', '100 %1 <b>'), '⟦There is no column “100 %1 <b>”.⟧']
])('what the kernel says is said in the language of the page: %j', (told, expected) => {
  expect(say(told, marking)).toBe(expected);
});

it.each([
  [{ bytes: 1 }, '⟦1 byte⟧'],
  [{ bytes: 999_600 }, '⟦1 MB⟧'],
  [{ bytes: 31_457_280 }, '⟦31.5 MB⟧'],
  [{ bytes: 5e18 }, '⟦5,000 PB⟧'],
  [1204, '1,204'],
  ['uint16', 'uint16'],
  [null, '']
])('data are the same in every language, but for units: %j', (value, expected) => {
  expect(say(value, marking)).toBe(expected);
});

it('what there is not is not said', () => {
  expect(sayAll([words('a'), null], english)).toEqual(['a']);
});

it('of a failure everything is said but what a program said', () => {
  const error = refusal('The server refused.', { hint: words('Wait.'), detail: '418 teapot' });
  expect(sayFailure(error, marking)).toMatchObject({
    message: '⟦The server refused.⟧',
    hint: '⟦Wait.⟧',
    detail: '418 teapot'
  });
});
