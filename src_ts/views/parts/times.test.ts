import { describe, expect, it } from 'vitest';
import { utcTime } from './times';

describe('moments', () => {
  it('are in UTC beside those of the own clock', () => {
    expect(utcTime(Date.UTC(2026, 2, 5, 9, 30))).toBe('2026-03-05 09:30:00 UTC');
    expect(utcTime(NaN)).toBe('');
  });
});
