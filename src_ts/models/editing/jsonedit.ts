import {
  isForeign,
  isList,
  isObject,
  type Json,
  type JsonObject,
  Numeral,
  parseJson,
  printJson
} from './json';
import type { Place } from './jsonpatch';

/** What kind of value something is. */
export type JsonKind = 'string' | 'number' | 'boolean' | 'null' | 'list' | 'object';

/** The kind of a value. */
export function kindOf(value: Json): JsonKind {
  if (value === null) {
    return 'null';
  }
  if (typeof value === 'string' || typeof value === 'boolean') {
    return typeof value as 'string' | 'boolean';
  }
  return isList(value) ? 'list' : isObject(value) ? 'object' : 'number';
}

/** What is at a place; `undefined` where there is nothing. */
export function valueAt(root: Json, place: Place): Json | undefined {
  return place.reduce<Json | undefined>(
    (value, part) =>
      isList(value)
        ? value[part as number]
        : isObject(value)
          ? value.get(part as string)
          : undefined,
    root
  );
}

/** The document with another value at a place: a new key comes last, a new position as well. */
export function withValue(root: Json, place: Place, value: Json): Json {
  return changed(root, place, inner => {
    const last = place[place.length - 1];
    if (isList(inner)) {
      return Object.assign([...inner], { [last]: value });
    }
    return new Map(inner).set(last as string, value);
  });
}

/** The document without what is at a place. */
export function without(root: Json, place: Place): Json {
  return changed(root, place, inner => {
    const last = place[place.length - 1];
    return isList(inner)
      ? inner.filter((_, i) => i !== last)
      : new Map([...inner].filter(([key]) => key !== last));
  });
}

/** The document with another key in the place of one, which nothing else may have. */
export function renamed(root: Json, place: Place, name: string): Json {
  return changed(root, place, inner => {
    const last = place[place.length - 1];
    return isList(inner)
      ? inner
      : new Map([...inner].map(([key, value]) => [key === last ? name : key, value]));
  });
}

/** A key that an object does not have yet. */
export function freeKey(inner: JsonObject, wanted: string): string {
  let key = wanted;
  for (let number = 2; inner.has(key); number++) {
    key = `${wanted} ${number}`;
  }
  return key;
}

/** Change the list or object that holds a place; everything beside the way to it is shared. */
function changed(
  root: Json,
  place: Place,
  change: (inner: readonly Json[] | JsonObject) => Json
): Json {
  const [first, ...rest] = place;
  if (!isList(root) && !isObject(root)) {
    return root;
  }
  if (!rest.length) {
    return change(root);
  }
  const inner = valueAt(root, [first]);
  return inner === undefined ? root : withValue(root, [first], changed(inner, rest, change));
}

/** A value of another kind that has as much as possible in common with one. */
export function converted(value: Json, kind: JsonKind): Json {
  switch (kind) {
    case kindOf(value):
      return value;
    case 'string':
      return value === null ? '' : printJson(value);
    case 'number':
      return typeof value === 'string' && isNumber(value)
        ? new Numeral(value.trim())
        : new Numeral(value === true ? '1' : '0');
    case 'boolean':
      return value instanceof Numeral ? Number(value.text) !== 0 : value === 'true';
    case 'list':
      return isObject(value) ? [...value.values()] : value === null ? [] : [value];
    case 'object':
      return new Map(isList(value) ? value.map((each, i) => [String(i), each]) : []);
    default:
      return null;
  }
}

/** Whether a text is a number as JSON writes it. */
export function isNumber(text: string): boolean {
  try {
    const value = parseJson(text.trim());
    return value instanceof Numeral && !isForeign(value);
  } catch {
    return false;
  }
}
