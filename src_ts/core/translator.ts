/** Words in the language of the person. Placeholders are `%1`, `%2`, …; in `_n` the first is `n`. */
export interface ITranslator {
  __(message: string, ...args: unknown[]): string;
  _n(singular: string, plural: string, n: number, ...args: unknown[]): string;
}

/** The words as they are: a notebook cell knows no translations. */
export const english: ITranslator = {
  __: (message, ...args) => fill(message, args),
  _n: (singular, plural, n, ...args) => fill(n === 1 ? singular : plural, [n, ...args])
};

function fill(message: string, args: unknown[]): string {
  return message.replace(/%(\d+)/g, (place, n: string) =>
    Number(n) <= args.length ? String(args[Number(n) - 1]) : place
  );
}
