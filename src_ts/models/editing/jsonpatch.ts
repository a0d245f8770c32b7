import { equalJson, isList, isObject, type Json, type JsonObject, printJson } from './json';

/** The keys and positions that lead to a value in a document. */
export type Place = readonly (string | number)[];

/** A step from one document to another, by RFC 6902, with what it takes away. */
export interface IChange {
  op: 'add' | 'remove' | 'replace';
  place: Place;
  before?: Json;
  after?: Json;
}

/** Return the steps from one value to another, in the order in which they are to be taken. */
export function compare(before: Json, after: Json, place: Place = []): IChange[] {
  if (equalJson(before, after)) {
    return [];
  }
  if (isObject(before) && isObject(after)) {
    return compareObjects(before, after, place);
  }
  if (isList(before) && isList(after)) {
    return compareLists(before, after, place);
  }
  return [{ op: 'replace', place, before, after }];
}

/** The address of a value as a JSON Pointer (RFC 6901). */
export function pointer(place: Place): string {
  return place.map(part => `/${String(part).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('');
}

/** Changes as the text of a JSON Patch. */
export function printPatch(changes: readonly IChange[]): string {
  const steps = changes.map(
    ({ op, place, after }) =>
      new Map<string, Json>([
        ['op', op],
        ['path', pointer(place)],
        ...(after === undefined ? [] : ([['value', after]] as const))
      ])
  );
  const lines = steps.map(step => `  ${printJson(step)}`);
  return lines.length ? `[\n${lines.join(',\n')}\n]` : '[]';
}

function compareObjects(before: JsonObject, after: JsonObject, place: Place): IChange[] {
  const changes: IChange[] = [];
  for (const [key, value] of before) {
    const now = after.get(key);
    if (now === undefined) {
      changes.push({ op: 'remove', place: [...place, key], before: value });
    } else {
      changes.push(...compare(value, now, [...place, key]));
    }
  }
  for (const [key, value] of after) {
    if (!before.has(key)) {
      changes.push({ op: 'add', place: [...place, key], after: value });
    }
  }
  return changes;
}

/** What is alike at both ends stays; in between, one takes the place of the other. */
function compareLists(before: readonly Json[], after: readonly Json[], place: Place): IChange[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && equalJson(before[head], after[head])) {
    head += 1;
  }
  let tail = 0;
  while (
    tail < shorter - head &&
    equalJson(before[before.length - 1 - tail], after[after.length - 1 - tail])
  ) {
    tail += 1;
  }
  const changes: IChange[] = [];
  const both = shorter - tail;
  for (let i = head; i < both; i++) {
    changes.push(...compare(before[i], after[i], [...place, i]));
  }
  // From the end, so that no position moves before its turn.
  for (let i = before.length - tail - 1; i >= both; i--) {
    changes.push({ op: 'remove', place: [...place, i], before: before[i] });
  }
  for (let i = both; i < after.length - tail; i++) {
    changes.push({ op: 'add', place: [...place, i], after: after[i] });
  }
  return changes;
}
