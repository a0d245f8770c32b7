/**
 * JSON that keeps what it was given: every digit of a number, the order of keys, and keys that mean
 * something to JavaScript.
 */

/** A number as it was written. */
export class Numeral {
  constructor(readonly text: string) {}
}

/** A JSON value. Nothing changes it: an edited document shares what was not edited. */
export type Json = null | boolean | string | Numeral | readonly Json[] | ReadonlyMap<string, Json>;

/** An object. */
export type JsonObject = ReadonlyMap<string, Json>;

/** What keeps a text from being JSON. */
export type JsonFault =
  | 'end' // It ends too early.
  | 'more' // Something follows its end.
  | 'value' // Something else where a value is due.
  | 'key'
  | 'colon'
  | 'comma'
  | 'duplicate' // The same key twice.
  | 'string' // A quotation mark is missing, or a line ends within a string.
  | 'escape'
  | 'number'
  | 'deep';

/** A text that is not JSON, and where. Lines and columns count from 1. */
export class JsonError extends Error {
  constructor(
    readonly fault: JsonFault,
    readonly at: string,
    readonly line: number,
    readonly column: number
  ) {
    super(`${fault} at ${line}:${column}`);
  }
}

/** Levels of nesting that servers can answer with. */
const DEEPEST = 200;

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])/y;
// What JSON does not have, and Python writes all the same.
const WORD = /(?:null|true|false|NaN|-?Infinity)(?!\w)/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const TOKEN = /\S{1,20}/y;

/**
 * Read a JSON text.
 *
 * @throws JsonError
 */
export function parseJson(text: string): Json {
  return new Parser(text).document();
}

/** Write a value as JSON: on several lines with an indent, on one without. */
export function printJson(value: Json, indent = 0, level = 0): string {
  if (value instanceof Numeral) {
    return value.text;
  }
  if (Array.isArray(value) || value instanceof Map) {
    const isList = Array.isArray(value);
    const parts = isList
      ? (value as readonly Json[]).map(each => printJson(each, indent, level + 1))
      : [...(value as JsonObject)].map(
          ([key, each]) => `${JSON.stringify(key)}: ${printJson(each, indent, level + 1)}`
        );
    const [open, close] = isList ? '[]' : '{}';
    if (!parts.length || !indent) {
      return open + parts.join(', ') + close;
    }
    const margin = `\n${' '.repeat(indent * level)}`;
    const inner = margin + ' '.repeat(indent);
    return open + inner + parts.join(`,${inner}`) + margin + close;
  }
  return JSON.stringify(value);
}

/** Whether two values are written alike, save for the order of keys. */
export function equalJson(a: Json, b: Json): boolean {
  if (a === b) {
    return true;
  }
  if (a instanceof Numeral) {
    return b instanceof Numeral && a.text === b.text;
  }
  if (isList(a)) {
    return isList(b) && a.length === b.length && a.every((each, i) => equalJson(each, b[i]));
  }
  if (isObject(a) && isObject(b) && a.size === b.size) {
    return [...a].every(([key, each]) => {
      const other = b.get(key);
      return other !== undefined && equalJson(each, other);
    });
  }
  return false;
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function isObject(value: Json | undefined): value is JsonObject {
  return value instanceof Map;
}

/** Whether it is a number, or holds one, that JSON does not have. */
export function isForeign(value: Json): boolean {
  if (value instanceof Numeral) {
    return /[NI]/.test(value.text);
  }
  return (isList(value) ? value : isObject(value) ? [...value.values()] : []).some(isForeign);
}

class Parser {
  constructor(private readonly _text: string) {}

  document(): Json {
    const value = this._value(0);
    this._skip();
    if (this._at < this._text.length) {
      this._fail('more');
    }
    return value;
  }

  private _value(depth: number): Json {
    this._skip();
    if (depth > DEEPEST) {
      this._fail('deep');
    }
    switch (this._text[this._at]) {
      case '{':
        return this._object(depth);
      case '[':
        return this._list(depth);
      case '"':
        return this._string();
      default:
        return this._scalar();
    }
  }

  private _object(depth: number): JsonObject {
    const found = new Map<string, Json>();
    this._at += 1;
    for (let first = true; !this._closes('}', first); first = false) {
      const start = this._at;
      if (this._text[this._at] !== '"') {
        this._fail('key');
      }
      const key = this._string();
      if (found.has(key)) {
        this._fail('duplicate', start);
      }
      this._skip();
      if (this._text[this._at] !== ':') {
        this._fail('colon');
      }
      this._at += 1;
      found.set(key, this._value(depth + 1));
    }
    return found;
  }

  private _list(depth: number): Json[] {
    const found: Json[] = [];
    this._at += 1;
    for (let first = true; !this._closes(']', first); first = false) {
      found.push(this._value(depth + 1));
    }
    return found;
  }

  /** Whether a list or object ends here; if not, go to what comes next in it. */
  private _closes(bracket: string, first: boolean): boolean {
    this._skip();
    if (this._text[this._at] === bracket) {
      this._at += 1;
      return true;
    }
    if (!first) {
      if (this._text[this._at] !== ',') {
        this._fail('comma');
      }
      this._at += 1;
      this._skip();
    }
    return false;
  }

  private _string(): string {
    const start = this._at;
    this._at += 1;
    for (;;) {
      this._take(PLAIN);
      const next = this._text[this._at];
      if (next === '"') {
        this._at += 1;
        // Now that it is known to be one, the browser's own reader is the quicker one.
        return JSON.parse(this._text.slice(start, this._at)) as string;
      }
      if (next !== '\\') {
        this._fail('string', start);
      }
      if (!this._take(ESCAPE)) {
        this._fail('escape');
      }
    }
  }

  private _scalar(): Json {
    const word = this._take(WORD);
    if (word) {
      const known = { null: null, true: true, false: false }[word];
      return known === undefined ? new Numeral(word) : known;
    }
    const number = this._take(NUMBER);
    if (!number) {
      this._fail(/[-+.\d]/.test(this._text[this._at] ?? '') ? 'number' : 'value');
    }
    return new Numeral(number);
  }

  private _skip(): void {
    this._take(SPACE);
  }

  private _take(pattern: RegExp): string {
    pattern.lastIndex = this._at;
    const [found = ''] = pattern.exec(this._text) ?? [];
    this._at += found.length;
    return found;
  }

  private _fail(fault: JsonFault, at = this._at): never {
    const before = this._text.slice(0, at).split('\n');
    TOKEN.lastIndex = at;
    const [token = ''] = TOKEN.exec(this._text) ?? [];
    const ended = at >= this._text.length;
    throw new JsonError(
      ended ? 'end' : fault,
      token,
      before.length,
      before[before.length - 1].length + 1
    );
  }

  private _at = 0;
}
