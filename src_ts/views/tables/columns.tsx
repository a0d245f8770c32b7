import type { ReactElement } from 'react';
import type { IColumnValue } from '../../core/protocol';
import { formatNumber } from '../parts/format';

/** Props of the columns. */
export interface IColumnsProps {
  columns: readonly string[];
  values: Record<string, IColumnValue>;
  /** Letters of the longest value of a column. */
  widthOf: (column: string) => number;
}

/**
 * Values beside a name, each in a place of its own.
 *
 * Where there is no room for all, those next to the name give way first, and the name last.
 */
export function Columns({ columns, values, widthOf }: IColumnsProps): ReactElement {
  return (
    <span className="tjl-Columns">
      {[...columns].reverse().map(key => {
        const value = key in values ? values[key] : null;
        return (
          <span
            key={key}
            className="tjl-Column"
            data-kind={typeof value?.value}
            style={{ width: `calc(${widthOf(key)}ch + 10px)` }}
            title={value ? columnTitle(key, value) : undefined}
          >
            {value && columnText(value)}
          </span>
        );
      })}
    </span>
  );
}

// A longer text is read in the tooltip.
const WIDEST = 16;

/** How wide the columns of containers are, from the values that were on show so far. */
export class ColumnWidths {
  /** Take note of what stands beside a child of a container. */
  measure(container: string, values: Record<string, IColumnValue>): void {
    for (const [key, value] of Object.entries(values)) {
      const length = Math.min(WIDEST, columnText(value).length);
      const name = container + key;
      this._widths.set(name, Math.max(length, this._widths.get(name) ?? 0));
    }
  }

  of(container: string, column: string): number {
    return this._widths.get(container + column) ?? 0;
  }

  private readonly _widths = new Map<string, number>();
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

/** Without the year in this one, and without the day today. */
function localTime(iso: string): string {
  const time = timeOf(iso);
  if (!time) {
    return iso.replace('T', ' ').slice(0, 16);
  }
  const now = new Date();
  const two = (number: number) => String(number).padStart(2, '0');
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}`;
  if (time.toDateString() === now.toDateString()) {
    return clock;
  }
  const day = `${two(time.getMonth() + 1)}-${two(time.getDate())} ${clock}`;
  return time.getFullYear() === now.getFullYear() ? day : `${time.getFullYear()}-${day}`;
}
