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
