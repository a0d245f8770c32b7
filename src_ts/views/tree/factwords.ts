import type { FactKind } from '../../core/protocol';
import type { ITranslator } from '../parts/host';

/** What a line of a node's description is about. */
export function factWords(kind: FactKind, trans: ITranslator): string {
  const words: Record<FactKind, string> = {
    structure: trans.__('Structure'),
    shape: trans.__('Shape'),
    dimensions: trans.__('Dimensions'),
    dtype: trans.__('Data type'),
    fields: trans.__('Fields'),
    size: trans.__('Size'),
    layout: trans.__('Layout'),
    chunks: trans.__('Chunks'),
    values: trans.__('Values'),
    length: trans.__('Length'),
    columns: trans.__('Columns'),
    partitions: trans.__('Partitions'),
    children: trans.__('Children'),
    specs: trans.__('Specs')
  };
  return words[kind];
}
