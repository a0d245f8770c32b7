import type { ITranslator } from './translator';

/** A count with separators of thousands: the same in every language, as in code and data. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** A number of bytes in units of 10³. */
export function formatSize(bytes: number, trans: ITranslator): string {
  let size = bytes;
  let power = 0;
  while (size >= 999.5 && power < 5) {
    size /= 1000;
    power += 1;
  }
  const shown = formatCount(Number(size.toPrecision(3)));
  switch (power) {
    case 0:
      return trans._n('%2 byte', '%2 bytes', Math.round(size), formatCount(Math.round(size)));
    case 1:
      return trans.__('%1 kB', shown);
    case 2:
      return trans.__('%1 MB', shown);
    case 3:
      return trans.__('%1 GB', shown);
    case 4:
      return trans.__('%1 TB', shown);
    default:
      return trans.__('%1 PB', shown);
  }
}
