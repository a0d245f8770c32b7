import { afterEach, describe, expect, it } from 'vitest';
import { formatNumber, formatValue, showDigits } from './format';

afterEach(() => showDigits(5));

describe('a number of the data', () => {
  it('is shown to as many digits as the settings say', () => {
    const shown = (digits: number) => {
      showDigits(digits);
      return [Math.PI, 12345.678, 1.23456789e-9, 1234567].map(formatNumber);
    };
    expect(shown(3)).toEqual(['3.14', '12,300', '1.2e-9', '1,234,567']);
    expect(shown(8)).toEqual(['3.1415927', '12,345.678', '1.234568e-9', '1,234,567']);
  });

  it('says what is no number, and has its unit', () => {
    expect([NaN, Infinity, -Infinity].map(formatNumber)).toEqual(['NaN', '∞', '−∞']);
    expect(formatValue(0.5, 'mm')).toBe('0.5 mm');
  });
});
