import type { IEditedSpec } from '../../core/protocol';
import { BLANK, type IBase, type IEdit, unchanged } from './edit';
import type { JsonObject } from './json';
import { compare, type IChange, type Place } from './jsonpatch';
import { type IClash, merge, mergeNames, type Side } from './merge';

/** What somebody else made of a node while it was edited. */
export interface IConflict {
  theirs: IBase;
  /** What they changed. */
  changes: readonly IChange[];
  /** What both changed. */
  clashes: readonly IClash[];
  merged: JsonObject;
}

/** Compare what is typed with what somebody else made of the same. */
export function collide(
  base: IBase,
  mine: IEdit,
  theirs: IBase,
  choose: (place: Place) => Side
): IConflict {
  return {
    theirs,
    changes: compare(base.value, theirs.value),
    ...merge(base.value, mine.value, theirs.value, choose)
  };
}

/** What one goes on with. */
export function settled(
  { theirs, merged }: IConflict,
  base: IBase,
  mine: IEdit,
  taken: Side | 'merged'
): IEdit {
  if (taken !== 'merged') {
    return taken === 'mine' ? mine : unchanged(theirs);
  }
  const { specs, accessTags } = base.description;
  const now = theirs.description;
  return {
    ...BLANK,
    value: merged,
    specs: mergeNames(words(specs), words(mine.specs), words(now.specs)).map(
      spec => JSON.parse(spec) as IEditedSpec
    ),
    accessTags:
      now.accessTags && mergeNames(accessTags ?? [], mine.accessTags ?? [], now.accessTags)
  };
}

function words(specs: readonly IEditedSpec[]): string[] {
  return specs.map(spec => JSON.stringify(spec));
}
