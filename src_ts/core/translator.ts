/** Words in the language of the person. Placeholders are `%1`, `%2`, …; in `_n` the first is `n`. */
export interface ITranslator {
  __(message: string, ...args: unknown[]): string;
  _n(singular: string, plural: string, n: number, ...args: unknown[]): string;
}

const HANDED = Symbol.for('tiled_jl.translator');

/** Let the widgets of this page speak its language. */
export function handOver(trans: ITranslator): void {
  (globalThis as { [key: symbol]: ITranslator | undefined })[HANDED] = trans;
}

/** The translator of the page that draws a widget; English where it has handed none over. */
export function pageTranslator(): ITranslator {
  return (globalThis as { [key: symbol]: ITranslator | undefined })[HANDED] ?? english;
}

/** The words as they are. */
export const english: ITranslator = {
  __: (message, ...args) => fill(message, args),
  _n: (singular, plural, n, ...args) => fill(n === 1 ? singular : plural, [n, ...args])
};

function fill(message: string, args: unknown[]): string {
  return message.replace(/%(\d+)/g, (place, n: string) =>
    Number(n) <= args.length ? String(args[Number(n) - 1]) : place
  );
}
