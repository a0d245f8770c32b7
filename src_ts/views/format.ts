/** A count with separators of thousands. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

let digits = 5;

/** Show numbers of the data to so many digits from now on. */
export function showDigits(count: number): void {
  digits = count;
}

/** A number of the data, short and to a few digits. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  }
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e9) {
    return formatCount(value);
  }
  if (size >= 1e6 || size < 1e-3) {
    return value.toExponential(Math.max(1, digits - 2));
  }
  return String(Number(value.toPrecision(digits)));
}

/** A number of the data with its unit. */
export function formatValue(value: number, unit: string | null): string {
  return unit ? `${formatNumber(value)} ${unit}` : formatNumber(value);
}

/** Every 2nd, every 3rd, every 4th … */
export function formatOrdinal(n: number): string {
  const tens = n % 100;
  const endings = ['th', 'st', 'nd', 'rd'];
  return `${formatCount(n)}${(tens < 11 || tens > 13) && endings[n % 10] ? endings[n % 10] : 'th'}`;
}

/** A moment as the person's own clock shows it; what is not a moment stays as it is. */
export function formatTime(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : time.toLocaleString();
}

/** A number of bytes in units of 10³. */
export function formatSize(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let size = bytes;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit ? Number(size.toPrecision(3)) : Math.round(size)} ${units[unit]}`;
}
