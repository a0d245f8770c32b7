import { formatCount, formatSize } from './counts';
import type { IFailure } from './failure';
import type { IError, IWords } from './protocol';
import type { ITranslator } from './translator';

type Value = IWords['values'][number];

/** What the kernel has to say, in the language of the person. */
export function say(said: IWords | Value | null, trans: ITranslator): string {
  if (said === null || typeof said === 'string') {
    return said ?? '';
  }
  if (typeof said === 'number') {
    return formatCount(said);
  }
  if (Array.isArray(said)) {
    return formatShape(said, ' × ');
  }
  if ('bytes' in said) {
    return formatSize(said.bytes, trans);
  }
  const { text, plural, values } = said;
  const written = values.map(value => say(value, trans));
  /* eslint-disable jupyter/no-dynamic-translation -- they are literal in the kernel's source */
  return plural === null
    ? trans.__(text, ...written)
    : trans._n(text, plural, Number(values[0]), ...written);
  /* eslint-enable jupyter/no-dynamic-translation */
}

/** Several things that the kernel has to say. */
export function sayAll(said: readonly (IWords | string | null)[], trans: ITranslator): string[] {
  return said.filter(each => each !== null).map(each => say(each, trans));
}

/** What a dimension or a column is called, where its name may not be the data's own. */
export function nameWords(
  { name, title }: { name: string; title: IWords | null },
  trans: ITranslator
): string {
  return title ? say(title, trans) : name;
}

/** Say what the kernel tells of a failure. */
export function sayFailure(error: IError, trans: ITranslator): IFailure {
  return { ...error, message: say(error.message, trans), hint: say(error.hint, trans) };
}

/** The lengths of an array; one that varies is a question mark. */
export function formatShape(shape: readonly (number | null)[], cross = '×'): string {
  return shape.map(length => (length === null ? '?' : formatCount(length))).join(cross);
}
