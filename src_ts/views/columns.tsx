import type { ReactElement } from 'react';
import type { IColumnValue } from '../core/protocol';
import { formatNumber } from './format';

/** Props of the columns. */
export interface IColumnsProps {
  columns: readonly string[];
  values: Record<string, IColumnValue>;
}

/**
 * Values beside a name, each in a place of its own.
 *
 * Where there is no room for all, those next to the name give way first, and the name last.
 */
export function Columns({ columns, values }: IColumnsProps): ReactElement {
  return (
    <span className="tjl-Columns">
      {[...columns].reverse().map(key => {
        const value = key in values ? values[key] : null;
        return (
          <span
            key={key}
            className="tjl-Column"
            data-kind={value?.moment ? 'moment' : typeof value?.value}
            title={value ? columnTitle(key, value) : undefined}
          >
            {value && columnText(value)}
          </span>
        );
      })}
    </span>
  );
}

/** A value in few letters, a moment by the person's own clock. */
export function columnText({ value, unit, moment }: IColumnValue): string {
  const text =
    typeof value === 'number' ? numberText(value) : moment ? localTime(String(value)) : `${value}`;
  return unit ? `${text} ${unit}` : text;
}

/** A value in full with what it is called, a moment in UTC as well. */
export function columnTitle(key: string, { value, unit, moment }: IColumnValue): string {
  const time = moment ? timeOf(String(value)) : null;
  const utc = time && `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  return `${key}: ${[value, unit].filter(part => part !== null).join(' ')}${utc ? `\n${utc}` : ''}`;
}

/** Whole numbers name things as often as they count, so they have no separators. */
function numberText(value: number): string {
  return Number.isSafeInteger(value) ? String(value) : formatNumber(value);
}

/** A moment that is the same for everybody; `null` for a day, or a time by an unknown clock. */
function timeOf(iso: string): Date | null {
  const time = /[T ]\d\d:\d\d.*(Z|[+-]\d\d:?\d\d)$/.test(iso) ? new Date(iso) : null;
  return time && !Number.isNaN(time.getTime()) ? time : null;
}

function localTime(iso: string): string {
  const time = timeOf(iso);
  if (!time) {
    return iso.replace('T', ' ').slice(0, 16);
  }
  const two = (number: number) => String(number).padStart(2, '0');
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
}
