import type { IEdit } from '../../models/editing/edit';
import type { Place } from '../../models/editing/jsonpatch';
import type { JsonKind } from '../../models/editing/jsonedit';
import type { ITranslator } from '../parts/host';

/** Why a text is not the JSON of an object, and where. */
export function faultWords(mistake: NonNullable<IEdit['mistake']>, trans: ITranslator): string {
  if (mistake === 'object') {
    return trans.__('Metadata are an object: they begin with { and end with }.');
  }
  const { fault, at, line, column } = mistake;
  const where = trans.__('Line %1, column %2', line, column);
  return `${where}: ${whatWords(fault, at, trans)}`;
}

function whatWords(fault: string, at: string, trans: ITranslator): string {
  switch (fault) {
    case 'end':
      return trans.__('the text ends too early; a bracket or quotation mark may be missing.');
    case 'more':
      return trans.__('“%1” follows the end of the document.', at);
    case 'key':
      return trans.__('expected a key in double quotes, found “%1”.', at);
    case 'colon':
      return trans.__('expected a colon, found “%1”.', at);
    case 'comma':
      return trans.__('expected a comma or the end, found “%1”.', at);
    case 'duplicate':
      return trans.__('the key %1 is there twice.', at);
    case 'string':
      return trans.__('this text has no end in its line; a line break is written \\n.');
    case 'escape':
      return trans.__('after a backslash comes one of " \\ / b f n r t, or u and four digits.');
    case 'number':
      return trans.__('“%1” is not a number.', at);
    case 'deep':
      return trans.__('it is nested too deeply.');
    default:
      return trans.__('expected a value, found “%1”; text stands in double quotes.', at);
  }
}

/** Where something is, for a person. */
export function placeWords(place: Place, trans: ITranslator): string {
  return place.length ? place.join(' › ') : trans.__('the metadata');
}

/** The kinds of values by name, in the order in which they are offered. */
export function kindWords(trans: ITranslator): readonly (readonly [JsonKind, string])[] {
  return [
    ['string', trans.__('text')],
    ['number', trans.__('number')],
    ['boolean', trans.__('yes or no')],
    ['null', trans.__('null')],
    ['list', trans.__('list')],
    ['object', trans.__('object')]
  ];
}
