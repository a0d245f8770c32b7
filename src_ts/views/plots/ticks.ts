// From here on a power of ten is read more easily than the digits that it stands for …
const LARGE = 1e7;
const SMALL = 1e-3;
// … unless it leaves that many digits to be read in any case.
const MOST_DIGITS = 8;

/** Numbers along an axis, in as many digits as it takes to tell neighbours apart. */
export function numberTicks(ticks: readonly (number | null)[], step: number): string[] {
  const size = Math.max(...ticks.map(tick => Math.abs(tick ?? 0)));
  const power = Math.floor(Math.log10(size) + 1e-9);
  const digits = decimalsOf(step / 10 ** power);
  const powers = size > 0 && (size >= LARGE || size < SMALL) && digits <= MOST_DIGITS;
  const decimals = decimalsOf(step);
  return ticks.map(tick => {
    if (tick === null) {
      return '';
    }
    if (powers) {
      return tick === 0 ? '0' : `${(tick / 10 ** power).toFixed(digits)}e${power}`;
    }
    return tick.toLocaleString('en-US', {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals
    });
  });
}

/** Round numbers from low to high, at most so many, and the step between them. */
export function roundTicks(
  low: number,
  high: number,
  most: number
): { ticks: number[]; step: number } {
  const rough = high / Math.max(1, most) - low / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(n => n * power).find(n => n >= rough) ?? rough;
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  // Beyond this, numbers differ by less than floating point can tell.
  if (!(step > 0) || !(count >= 0 && count <= 2 * most + 2)) {
    return { ticks: [], step: 1 };
  }
  return { ticks: Array.from({ length: count }, (_, index) => (first + index) * step), step };
}

/** Numbers along a logarithmic axis, where each has a size of its own. */
export function logTicks(ticks: readonly (number | null)[]): string[] {
  return ticks.map(tick => {
    if (tick === null) {
      return '';
    }
    return tick >= 1e6 || tick < SMALL
      ? tick.toExponential(0).replace('e+', 'e')
      : tick.toLocaleString('en-US', { maximumSignificantDigits: 6 });
  });
}

/** How many decimals a step needs. */
function decimalsOf(step: number): number {
  let decimals = 0;
  for (let rest = step; decimals < 15 && !isWhole(rest); rest *= 10) {
    decimals += 1;
  }
  return decimals;
}

function isWhole(value: number): boolean {
  return value >= 1 && Math.abs(value - Math.round(value)) < 1e-6 * value;
}
