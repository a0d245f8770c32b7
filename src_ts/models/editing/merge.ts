import { equalJson, isObject, type Json, type JsonObject } from './json';
import type { Place } from './jsonpatch';

/** Whose change is taken where both changed the same. */
export type Side = 'mine' | 'theirs';

/** A value that two people changed in different ways; `undefined` where one took it away. */
export interface IClash {
  place: Place;
  mine: Json | undefined;
  theirs: Json | undefined;
}

/**
 * Bring together what two people made of one document.
 *
 * @param choose - says whose change is taken where both changed the same.
 */
export function merge(
  base: JsonObject,
  mine: JsonObject,
  theirs: JsonObject,
  choose: (place: Place) => Side
): { merged: JsonObject; clashes: IClash[] } {
  const clashes: IClash[] = [];
  const both = (
    was: Json | undefined,
    my: Json | undefined,
    their: Json | undefined,
    place: Place
  ): Json | undefined => {
    if (same(my, their) || same(was, their)) {
      return my;
    }
    if (same(was, my)) {
      return their;
    }
    if (isObject(my) && isObject(their)) {
      const before = isObject(was) ? was : new Map<string, Json>();
      const merged = new Map<string, Json>();
      for (const key of new Set([...their.keys(), ...my.keys()])) {
        const value = both(before.get(key), my.get(key), their.get(key), [...place, key]);
        if (value !== undefined) {
          merged.set(key, value);
        }
      }
      return merged;
    }
    clashes.push({ place, mine: my, theirs: their });
    return choose(place) === 'mine' ? my : their;
  };
  const merged = both(base, mine, theirs, []) as JsonObject;
  return { merged, clashes };
}

/** Bring together what two people made of one set of names. */
export function mergeNames(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[]
): string[] {
  const added = mine.filter(name => !base.includes(name) && !theirs.includes(name));
  return [...theirs.filter(name => mine.includes(name) || !base.includes(name)), ...added];
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  return a === undefined || b === undefined ? a === b : equalJson(a, b);
}
