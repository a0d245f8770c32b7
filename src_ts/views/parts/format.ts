import { formatCount } from '../../core/counts';
import type { ITranslator } from '../../core/translator';

export { formatCount, formatSize } from '../../core/counts';

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
  return value.toLocaleString('en-US', { maximumSignificantDigits: digits });
}

/** A number of the data with its unit. */
export function formatValue(value: number, unit: string | null): string {
  return unit ? `${formatNumber(value)} ${unit}` : formatNumber(value);
}

/** Every 2nd, every 3rd, every 4th … */
export function formatOrdinal(n: number, trans: ITranslator): string {
  const count = formatCount(n);
  const tens = n % 100;
  switch (tens > 10 && tens < 14 ? 0 : n % 10) {
    case 1:
      return trans.__('%1st', count);
    case 2:
      return trans.__('%1nd', count);
    case 3:
      return trans.__('%1rd', count);
    default:
      return trans.__('%1th', count);
  }
}

/** A moment as the person's own clock shows it; what is not a moment stays as it is. */
export function formatTime(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : time.toLocaleString();
}
