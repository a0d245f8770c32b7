import type { IColumn } from '../../core/protocol';
import type { ITranslator } from '../../core/translator';
import { nameWords } from '../../core/words';

/** The name of a column, with its unit. */
export function headerWords(column: IColumn, trans: ITranslator): string {
  const name = nameWords(column, trans);
  return column.unit ? `${name} (${column.unit})` : name;
}
