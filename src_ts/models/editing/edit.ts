import type { IDescription, IEditedSpec } from '../../core/protocol';
import { isObject, JsonError, type JsonObject, parseJson } from './json';

/** What is said of a node, as somebody edits it. */
export interface IEdit {
  /** The metadata, as they were when the text was JSON last. */
  value: JsonObject;
  /** The text as it is typed; `null` where the value was edited as a form. */
  text: string | null;
  /** Why the text is not the JSON of an object. */
  mistake: JsonError | 'object' | null;
  specs: readonly IEditedSpec[];
  accessTags: readonly string[] | null;
}

/** A description, with the metadata as they were read. */
export interface IBase {
  readonly description: IDescription;
  readonly value: JsonObject;
}

/** Nothing yet. */
export const BLANK: IEdit = {
  value: new Map(),
  text: null,
  mistake: null,
  specs: [],
  accessTags: null
};

/** Read a description. */
export function baseOf(description: IDescription): IBase {
  return { description, value: parseJson(description.metadata) as JsonObject };
}

/** A description of which nothing is changed. */
export function unchanged({ value, description: { specs, accessTags } }: IBase): IEdit {
  return { ...BLANK, value, specs, accessTags };
}

/** Read what is typed; the value stays what it was where that is not an object. */
export function typed(edit: IEdit, text: string): IEdit {
  try {
    const value = parseJson(text);
    return isObject(value)
      ? { ...edit, text, value, mistake: null }
      : { ...edit, text, mistake: 'object' };
  } catch (reason) {
    if (reason instanceof JsonError) {
      return { ...edit, text, mistake: reason };
    }
    throw reason;
  }
}

/** Whether the specs or the access tags of one are not those of the other. */
export function differ(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) !== JSON.stringify(b);
}
