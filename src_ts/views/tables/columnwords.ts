import type { IColumn } from '../../core/protocol';

/** The name of a column, with its unit. */
export function headerWords({ name, unit }: IColumn): string {
  return unit ? `${name} (${unit})` : name;
}
