import type { ITranslator } from '../views/host';

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
