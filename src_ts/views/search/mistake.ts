import { FAMILIES, type IMistake } from '../../models/search/condition';
import type { ITranslator } from '../parts/host';

/** What is wrong with a condition, and what to type instead. */
export function mistakeWords({ kind, at }: IMistake, trans: ITranslator): string {
  switch (kind) {
    case 'quote':
      return trans.__('The quotes of %1 do not end where it ends.', at);
    case 'key':
      return trans.__('A key is missing before “%1”. To search for words, put them in quotes.', at);
    case 'value':
      return trans.__('A value is missing after “%1”.', at);
    case 'number':
      return trans.__('%1 is too large to be sent exactly.', at);
    case 'order':
      return trans.__('%1 is neither less nor greater than anything: give a number or text.', at);
    case 'family':
      return trans.__('There is no structure family “%1”, only %2.', at, FAMILIES.join(', '));
    case 'word':
      return trans.__('Put “%1” in quotes if it is one name; add conditions one by one.', at);
  }
}
