/** A moment of the data as a table writes it: no letters, and no zeros that only say how finely a clock counts. */
export function calmTime(iso: string): string {
  return iso.replace(/^([+-]?\d{4,}-\d\d-\d\d)T/, '$1 ');
}

/** Seconds since 1970 as a moment; the data's own clock is kept, whichever that is. */
export function formatMoment(seconds: number): string {
  const iso = isoOf(seconds);
  return iso ? iso.replace(/\.?0+$/, '').replace(/ 00(:00)*$/, '') || iso : '—';
}

/** Moments along an axis, as exact as the distance between them asks for. */
export function timeTicks(ticks: readonly (number | null)[], step: number): string[] {
  return ticks.map(seconds => {
    const iso = seconds === null ? '' : isoOf(seconds);
    if (step >= 86_400) {
      return iso.slice(0, 10);
    }
    if (step >= 60) {
      return iso.slice(5, 16);
    }
    return step >= 1 ? iso.slice(11, 19) : iso.slice(11, 20 + Math.ceil(-Math.log10(step)));
  });
}

/** Steps between moments that a person finds round, in seconds. */
export const TIME_STEPS: number[] = [
  ...[1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1].flatMap(unit => [unit, 2 * unit, 5 * unit]),
  ...[1, 2, 5, 10, 15, 30].flatMap(count => [count]),
  ...[1, 2, 5, 10, 15, 30].map(minutes => 60 * minutes),
  ...[1, 2, 3, 6, 12].map(hours => 3600 * hours),
  ...[1, 2, 7, 14, 28, 91, 182, 365, 730, 1826, 3652, 18_262, 36_524].map(days => 86_400 * days)
];

function isoOf(seconds: number): string {
  const whole = Math.floor(seconds);
  const time = new Date(1000 * whole);
  if (Number.isNaN(time.getTime())) {
    return '';
  }
  const micros = Math.round((seconds - whole) * 1e6);
  const fraction = String(Math.min(999_999, micros)).padStart(6, '0');
  return time.toISOString().replace('T', ' ').replace(/\.000Z$/, `.${fraction}`);
}
