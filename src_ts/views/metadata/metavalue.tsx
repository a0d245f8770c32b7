import { type ReactElement, useState } from 'react';
import type { IHost } from '../parts/host';
import { localTime, utcTime } from '../parts/times';

/** Props of a value. */
export interface IMetaValueProps {
  value: unknown;
  /** The document or the part of it that the value is in. */
  parent: unknown;
  /** Its key there. */
  name: string;
  host: IHost;
}

const LONG = 120;
// Seconds since 1970 that are between 2001 and 2065.
const MOMENTS = [1e9, 3e9];
const OF_TIME = /(^|_)(time|timestamp|date|created|modified)$/i;
const WITH_ZONE = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

/** A value of a JSON document: with its unit, a moment by the person's own clock, a link as a link. */
export function MetaValue({ value, parent, name, host }: IMetaValueProps): ReactElement {
  const unit = unitOf(parent, name);
  return (
    <>
      <Text value={value} name={name} host={host} />
      {unit !== null && <span className="tjl-JsonTree-unit"> {unit}</span>}
    </>
  );
}

function Text({ value, name, host }: { value: unknown; name: string; host: IHost }): ReactElement {
  const [whole, setWhole] = useState(false);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const kind = value === null ? 'null' : typeof value;
  if (typeof value === 'string' && isLink(value)) {
    return (
      <a className="tjl-JsonTree-value" href={value} target="_blank" rel="noopener noreferrer">
        {value}
      </a>
    );
  }
  if (typeof value === 'string' && WITH_ZONE.test(value)) {
    return (
      <time className="tjl-JsonTree-value" dateTime={value} title={utcTime(Date.parse(value))}>
        {localTime(Date.parse(value))}
      </time>
    );
  }
  if (typeof value === 'number' && OF_TIME.test(name) && isMoment(value)) {
    return (
      <span className="tjl-JsonTree-value" data-kind={kind}>
        {text}{' '}
        <time dateTime={new Date(1000 * value).toISOString()} title={utcTime(1000 * value)}>
          ({localTime(1000 * value)})
        </time>
      </span>
    );
  }
  return (
    <span className="tjl-JsonTree-value" data-kind={kind}>
      {whole || text.length <= LONG ? text : `${text.slice(0, LONG)}…`}
      {text.length > LONG && (
        <button
          type="button"
          className="tjl-Link"
          aria-expanded={whole}
          onClick={event => {
            event.stopPropagation();
            setWhole(!whole);
          }}
        >
          {whole ? host.trans.__('less') : host.trans.__('more')}
        </button>
      )}
    </span>
  );
}

/** The unit of a number, where its neighbours tell: `{energy: 7, units: {energy: 'keV'}}`. */
export function unitOf(parent: unknown, key: string): string | null {
  if (typeof parent !== 'object' || parent === null) {
    return null;
  }
  const value = (parent as Record<string, unknown>)[key];
  const { units, unit, [`${key}_units`]: own } = parent as Record<string, unknown>;
  if (typeof value !== 'number') {
    return null;
  }
  if (typeof units === 'object' && units !== null) {
    const stated = (units as Record<string, unknown>)[key];
    return typeof stated === 'string' ? stated : null;
  }
  if (key === 'value') {
    return [unit, units].find((stated): stated is string => typeof stated === 'string') ?? null;
  }
  return typeof own === 'string' ? own : null;
}

/** Whether a text is an address of the web, and nothing that would run in the page. */
export function isLink(text: string): boolean {
  if (!/^https?:\/\/\S+$/i.test(text)) {
    return false;
  }
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}

function isMoment(value: number): boolean {
  return value > MOMENTS[0] && value < MOMENTS[1];
}
