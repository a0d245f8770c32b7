import type { ICondition, Operator } from '../../core/protocol';

/** A value as metadata hold it. */
export type Scalar = string | number | boolean | null;

/** Why something typed is not a condition; the view has the words. */
export interface IMistake {
  kind: 'quote' | 'key' | 'value' | 'number' | 'order' | 'family' | 'word';
  /** The part at fault. */
  at: string;
}

/** What something typed was understood as. */
export type Parsed = { condition: ICondition } | { mistake: IMistake };

/** The end of what is being typed, of which the rest can be proposed. */
export interface IUnfinished {
  of: 'key' | 'value' | 'spec' | 'family';
  /** The key that the value is of; empty for a key. */
  key: string;
  /** What stands before it, and stays. */
  before: string;
  /** What is there of it. */
  part: string;
}

/** Tiled's structure families. */
export const FAMILIES = [
  'array',
  'awkward',
  'bytes',
  'composite',
  'container',
  'ragged',
  'sparse',
  'table'
] as const;

const SYMBOLS: Record<string, Operator> = {
  '=': 'eq',
  '==': 'eq',
  '!=': 'noteq',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
  '~': 'regex'
};
const WORDS: Record<string, Operator> = {
  contains: 'contains',
  like: 'like',
  in: 'in',
  'not in': 'notin'
};

type Prefix = 'spec' | 'family' | 'has' | 'lacks';

const QUOTED = `"(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*'`;
const WHOLLY_QUOTED = new RegExp(`^(?:${QUOTED})$`, 's');
const PREFIXED = /^(spec|family|has|lacks):\s*(.*)$/is;
const COMPARED = new RegExp(`^(${QUOTED}|[^\\s"'=!<>~]*)\\s*(==|=|!=|<=|>=|<|>|~)\\s*(.*)$`, 's');
const SPACED = /^([^"'].*?)\s+(?:==?|!=|<=?|>=?|~)\s/s;
const RELATED = new RegExp(`^(${QUOTED}|[^\\s"']+)\\s+(contains|like|not\\s+in|in)\\s+(.*)$`, 'is');
const LISTED = /^(?:\[(.*)\]|\((.*)\)|(.*,.*))$/s;
const ITEMS = new RegExp(`(?:${QUOTED}|[^,])+`, 'gs');
const NUMBER = /^[+-]?(?:0|[1-9]\d*|(?=\.\d))(?:\.\d*)?(?:e[+-]?\d+)?$/i;
const PLAIN_KEY = /^[^\s"'=!<>~]+$/;

/**
 * Understand one condition of a search as a person types it.
 *
 * `key = value` with `=`, `!=`, `<`, `<=`, `>`, `>=`, `~` (a regular expression), `contains`,
 * `like`, `in [a, b]` and `not in [a, b]`; `spec:NAME`, `family:NAME`, `has:KEY`, `lacks:KEY`.
 * Values are those of JSON, and text wherever they are none; quotes make anything text, or a key.
 * All else is searched for as words.
 *
 * @example
 * ```ts
 * parseCondition('temperature > 300');
 * // { condition: { operator: 'gt', key: 'temperature', value: 300 } }
 * ```
 */
export function parseCondition(typed: string): Parsed {
  const text = typed.trim();
  try {
    return { condition: understand(text) };
  } catch (reason) {
    if (reason instanceof Mistake) {
      return { mistake: { kind: reason.kind, at: reason.at } };
    }
    throw reason;
  }
}

/** A condition as it would be typed. */
export function formatCondition({ operator, key, value }: ICondition): string {
  switch (operator) {
    case 'text':
      return formatWords(String(value));
    case 'spec':
    case 'family':
      return `${operator}:${formatKey(String(value))}`;
    case 'has':
    case 'lacks':
      return `${operator}:${formatKey(key)}`;
    case 'like':
    case 'regex':
      return `${formatKey(key)} ${signOf(operator)} ${formatPattern(String(value))}`;
    default:
      return `${formatKey(key)} ${signOf(operator)} ${formatValue(value)}`;
  }
}

/** What can be completed at the end of what is being typed; `null` where nothing can. */
export function unfinished(typed: string): IUnfinished | null {
  const prefixed = PREFIXED.exec(typed);
  if (prefixed) {
    const [, prefix, part] = prefixed;
    const before = typed.slice(0, typed.length - part.length);
    const named = prefix.toLowerCase();
    const of = named === 'family' || named === 'spec' ? named : 'key';
    return { of, key: '', before, part };
  }
  const compared = COMPARED.exec(typed) ?? RELATED.exec(typed);
  if (compared) {
    const [, key, sign, part] = compared;
    const before = typed.slice(0, typed.length - part.length);
    const byValue = sign.toLowerCase() === 'contains' || (sign in SYMBOLS && sign !== '~');
    return key && byValue ? { of: 'value', key: unquote(key), before, part } : null;
  }
  return PLAIN_KEY.test(typed) ? { of: 'key', key: '', before: '', part: typed } : null;
}

class Mistake extends Error {
  constructor(
    readonly kind: IMistake['kind'],
    readonly at: string
  ) {
    super(kind);
  }
}

function understand(text: string): ICondition {
  const prefixed = PREFIXED.exec(text);
  if (prefixed) {
    const prefix = prefixed[1].toLowerCase() as Prefix;
    return ofNode(prefix, word(`${prefix}:`, prefixed[2]));
  }
  const compared = COMPARED.exec(text);
  if (compared) {
    const [, key, symbol, rest] = compared;
    return ofKey(SYMBOLS[symbol], symbol, key, rest);
  }
  const related = RELATED.exec(`${text} `);
  if (related) {
    const [, key, words, rest] = related;
    const sign = words.toLowerCase().replace(/\s+/, ' ');
    const operator = WORDS[sign];
    const several = operator === 'in' || operator === 'notin';
    // “copper in water” are words.
    if (!several || !rest.trim() || LISTED.test(rest.trim())) {
      return ofKey(operator, sign, key, rest.trim());
    }
  }
  const spaced = SPACED.exec(text);
  if (spaced) {
    throw new Mistake('word', spaced[1]);
  }
  return { operator: 'text', key: '', value: unquote(text) };
}

function ofNode(prefix: Prefix, name: string): ICondition {
  if (prefix === 'has' || prefix === 'lacks') {
    return { operator: prefix, key: name, value: null };
  }
  if (prefix === 'family' && !FAMILIES.some(family => family === name.toLowerCase())) {
    throw new Mistake('family', name);
  }
  return { operator: prefix, key: '', value: prefix === 'family' ? name.toLowerCase() : name };
}

function ofKey(operator: Operator, sign: string, typed: string, rest: string): ICondition {
  const key = unquote(typed);
  if (!key) {
    throw new Mistake('key', sign);
  }
  if (!rest) {
    throw new Mistake('value', sign);
  }
  switch (operator) {
    case 'like':
    case 'regex':
      return { operator, key, value: WHOLLY_QUOTED.test(rest) ? unquote(rest) : rest };
    case 'in':
    case 'notin': {
      const inside = LISTED.exec(rest)?.slice(1).join('') ?? '';
      const values = (inside.match(ITEMS) ?? []).map(item => item.trim()).filter(Boolean);
      if (!values.length) {
        throw new Mistake('value', sign);
      }
      return { operator, key, value: values.map(parseValue) };
    }
    default: {
      const value = parseValue(rest);
      const ordered = typeof value === 'number' || typeof value === 'string';
      if (!ordered && ['lt', 'le', 'gt', 'ge'].includes(operator)) {
        throw new Mistake('order', rest);
      }
      return { operator, key, value };
    }
  }
}

function parseValue(text: string): Scalar {
  if (text === 'true' || text === 'false') {
    return text === 'true';
  }
  if (text === 'null') {
    return null;
  }
  if (!NUMBER.test(text)) {
    return unquote(text);
  }
  const number = Number(text);
  // The page would round it, and another one would be looked for.
  const rounded = /^[+-]?\d+$/.test(text) && !Number.isSafeInteger(number);
  if (rounded || !Number.isFinite(number)) {
    throw new Mistake('number', text);
  }
  return number;
}

/** One word, or any text in quotes. */
function word(sign: string, text: string): string {
  if (!text) {
    throw new Mistake('value', sign);
  }
  if (/\s/.test(text) && !/^["']/.test(text)) {
    throw new Mistake('word', text);
  }
  return unquote(text);
}

function unquote(text: string): string {
  if (!/^["']/.test(text)) {
    return text;
  }
  if (!WHOLLY_QUOTED.test(text)) {
    throw new Mistake('quote', text);
  }
  return text.slice(1, -1).replace(/\\(["'\\])/g, '$1');
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function formatWords(text: string): string {
  const parsed = parseCondition(text);
  const same = 'condition' in parsed && parsed.condition.value === text;
  return same && parsed.condition.operator === 'text' ? text : quote(text);
}

/** A key as it would be typed. */
export function formatKey(key: string): string {
  return PLAIN_KEY.test(key) && !PREFIXED.test(key) ? key : quote(key);
}

function formatPattern(pattern: string): string {
  const plain = pattern !== '' && pattern.trim() === pattern && !WHOLLY_QUOTED.test(pattern);
  return plain ? pattern : quote(pattern);
}

/** A value as it would be typed. */
export function formatValue(value: ICondition['value']): string {
  if (Array.isArray(value)) {
    return `[${value.map(item => formatItem(item, /[,[\]()"']/)).join(', ')}]`;
  }
  return formatItem(value, /^["']/);
}

function formatItem(value: Scalar, special: RegExp): string {
  if (typeof value !== 'string') {
    return String(value);
  }
  const isText = value !== '' && value.trim() === value && !special.test(value);
  return isText && !isOther(value) ? value : quote(value);
}

/** Whether a text would be read as something that is no text. */
function isOther(text: string): boolean {
  return ['true', 'false', 'null'].includes(text) || NUMBER.test(text);
}

function signOf(operator: Operator): string {
  const signs = Object.entries({ ...SYMBOLS, ...WORDS });
  return signs.find(([, each]) => each === operator)?.[0] ?? operator;
}
