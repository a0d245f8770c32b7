/** A moment as ISO 8601 has it, without the letter that hurts the eye; other texts stay as they are. */
export function calmTime(text: string): string {
  return text.replace(/^([+-]?\d{4,}-\d\d-\d\d)T(?=\d\d:\d\d)/, '$1 ');
}

/** Seconds since 1970 as a moment by the data's own clock; a day alone where it is midnight. */
export function formatMoment(seconds: number): string {
  return momentOf(seconds)
    .replace(/\.?0+$/, '')
    .replace(/ 00:00:00$/, '');
}

/** Moments along an axis, in as many words as their distance in seconds asks for. */
export function timeTicks(ticks: readonly (number | null)[], step: number): string[] {
  return ticks.map(seconds => {
    const moment = seconds === null ? '' : momentOf(seconds);
    if (step >= DAY) {
      return moment.slice(0, 10);
    }
    if (step >= 60) {
      return moment.slice(5, 16);
    }
    return step >= 1
      ? moment.slice(11, 19)
      : moment.slice(11, 20 + Math.ceil(-Math.log10(step) - 1e-9));
  });
}

/** A moment by the person's own clock, with its zone; in milliseconds since 1970. */
export function localTime(moment: number): string {
  const time = new Date(moment);
  return Number.isNaN(time.getTime()) ? '' : time.toLocaleString(undefined, SHORT);
}

/** The same moment in UTC. */
export function utcTime(moment: number): string {
  const time = new Date(moment);
  return Number.isNaN(time.getTime())
    ? ''
    : `${time
        .toISOString()
        .replace('T', ' ')
        .replace(/(\.000)?Z$/, '')} UTC`;
}

const SHORT: Intl.DateTimeFormatOptions = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short'
};

const DAY = 86_400;

/** Distances between moments that a person finds round, in seconds. */
export const TIME_STEPS: number[] = [
  ...[1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1].flatMap(unit => [unit, 2 * unit, 5 * unit]),
  ...[1, 60].flatMap(unit => [1, 2, 5, 10, 15, 30].map(count => count * unit)),
  ...[1, 2, 3, 6, 12].map(hours => 3600 * hours),
  ...[1, 2, 7, 14, 28, 91, 182, 365, 730, 1826, 3652, 18_262, 36_524].map(days => DAY * days)
];

/** Date and time to the microsecond; nothing beyond the years that a page can write. */
function momentOf(seconds: number): string {
  const micros = Math.round(1e6 * (seconds - Math.floor(seconds)));
  const time = new Date(1000 * (Math.floor(seconds) + Math.floor(micros / 1e6)));
  if (Number.isNaN(time.getTime())) {
    return '';
  }
  const fraction = String(micros % 1e6).padStart(6, '0');
  return time.toISOString().replace('T', ' ').replace('.000Z', `.${fraction}`);
}
