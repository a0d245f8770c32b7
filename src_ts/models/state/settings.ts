/** Says whether a value may be taken over. */
type Check<T> = (value: unknown) => value is T;

/** For each setting, what it may be. */
export type Checks<T> = { readonly [K in keyof T]: Check<T[K]> };

/**
 * Take over those of the wanted settings that are what they may be.
 *
 * Settings come from places where anything may have been written: a state that an older version
 * kept, a trait that someone sets.
 */
export function adopt<T extends object>(current: T, wanted: unknown, checks: Checks<T>): T {
  const next = { ...current };
  if (typeof wanted === 'object' && wanted !== null) {
    for (const key of Object.keys(checks) as (keyof T)[]) {
      const value = (wanted as Partial<Record<keyof T, unknown>>)[key];
      if (checks[key](value)) {
        next[key] = value;
      }
    }
  }
  return next;
}

/** One of a few words. */
export function oneOf<T>(options: readonly T[]): Check<T> {
  return (value): value is T => (options as readonly unknown[]).includes(value);
}

/** True or false. */
export function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

/** A position: a whole number from 0. */
export function isPosition(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}

/** A text. */
export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Two numbers, the lower one first. */
export function isRange(value: unknown): value is readonly [number, number] {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    value.every(Number.isFinite) &&
    (value[0] as number) <= (value[1] as number)
  );
}

/** Any number of what a check lets pass. */
export function listOf<T>(check: Check<T>): Check<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(check);
}

/** Nothing, or what a check lets pass. */
export function orNull<T>(check: Check<T>): Check<T | null> {
  return (value): value is T | null => value === null || check(value);
}
