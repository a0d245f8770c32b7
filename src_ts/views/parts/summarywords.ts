import type { INodeSummary } from '../../core/protocol';
import { formatShape } from '../../core/words';
import { formatCount } from './format';
import type { ITranslator } from './host';

/** A node's structure in a few words; nothing where a row has other places for it. */
export function summaryWords(node: INodeSummary | null, trans: ITranslator): string {
  return summaryParts(node, trans).filter(Boolean).join(' ');
}

/** The same in parts, the most important first: a shape can stand without the data type. */
export function summaryParts(node: INodeSummary | null, trans: ITranslator): string[] {
  if (node?.shape) {
    return [formatShape(node.shape), dtypeWords(node.dtype, trans)];
  }
  const count = node?.count ?? null;
  if (count === null) {
    return [];
  }
  return node?.structureFamily === 'table'
    ? [trans._n('%2 column', '%2 columns', count, formatCount(count))]
    : [trans._n('%2 entry', '%2 entries', count, formatCount(count))];
}

/** The type of values as a person reads it: of records how many fields they have. */
export function dtypeWords(dtype: string, trans: ITranslator): string {
  const fields = /^record\[(\d+)\]$/.exec(dtype)?.[1];
  return fields
    ? trans._n('records of %2 field', 'records of %2 fields', +fields, formatCount(+fields))
    : dtype;
}
