import type { IDimension } from '../../core/protocol';
import { nameWords, say } from '../../core/words';
import { formatNumber, formatValue } from './format';
import type { IHost, ITranslator } from './host';
import { calmTime, formatMoment } from './times';

/** What the values of a node are, and how they are written. */
export interface IQuantity {
  /** The values are moments, which travel as seconds since 1970. */
  isTime: boolean;
  unit: string | null;
  /** A value without its unit. */
  write: (value: number) => string;
  /** A value with its unit. */
  writeFully: (value: number) => string;
}

/** What values of a type and unit are: those of a node, of a field, of a component. */
export function quantityOf(values: { dtype: string; unit: string | null } | null): IQuantity {
  if (values?.dtype.startsWith('datetime64')) {
    return { isTime: true, unit: null, write: formatMoment, writeFully: formatMoment };
  }
  const unit = values?.unit ?? null;
  return {
    isTime: false,
    unit,
    write: formatNumber,
    writeFully: value => formatValue(value, unit)
  };
}

type Coordinate = IDimension['coordinates'][number];

/** The name of a dimension; with its unit where coordinates, which have one, stand along it. */
export function dimensionLabel(dimension: IDimension | undefined, trans: ITranslator): string {
  const name = dimension ? nameWords(dimension, trans) : '';
  return dimension?.unit && dimension.coordinates.length ? `${name} (${dimension.unit})` : name;
}

/** The coordinate of a position, exactly; `null` where nobody knows. */
export function coordinateOf(dimension: IDimension | undefined, position: number): Coordinate {
  return dimension?.coordinates[position] ?? null;
}

/** What a position in a dimension stands for, without its unit; `null` where nobody knows. */
export function coordinateAt(dimension: IDimension | undefined, position: number): string | null {
  const coordinate = coordinateOf(dimension, position);
  if (coordinate === null) {
    return null;
  }
  return typeof coordinate === 'number'
    ? formatNumber(coordinate)
    : calmTime(String(coordinate)).replace(/ 00:00(:00)?$/, '');
}

/** What a position in a dimension stands for, with its unit; `null` where nobody knows. */
export function coordinateWords(
  dimension: IDimension | undefined,
  position: number
): string | null {
  const words = coordinateAt(dimension, position);
  return words !== null && dimension?.unit ? `${words} ${dimension.unit}` : words;
}

/** How far a coordinate may lie from where it is drawn, in steps: nobody sees less. */
const UNSEEN = 0.1;

/** Whether coordinates lie as evenly as positions are drawn; words do so in any case. */
export function isEven({ coordinates }: IDimension): boolean {
  const places = coordinates.map(placeOf);
  const first = places[0];
  const step = (places[places.length - 1] - first) / (places.length - 1);
  return places.every(
    (place, index) => !(Math.abs(place - (first + index * step)) > UNSEEN * Math.abs(step))
  );
}

function placeOf(coordinate: Coordinate): number {
  if (typeof coordinate === 'string' && /^\d{4}-\d\d/.test(coordinate)) {
    return Date.parse(coordinate);
  }
  return typeof coordinate === 'number' ? coordinate : NaN;
}

/** Why a dimension has no coordinates along it, though there are some. */
export function noteWords(dimension: IDimension | undefined, trans: ITranslator): string {
  return dimension?.note
    ? trans.__('%1: %2', nameWords(dimension, trans), say(dimension.note, trans))
    : '';
}

/** That a dimension is drawn position by position, where its coordinates lie otherwise. */
export function spacingWords(
  dimension: IDimension | undefined,
  { trans }: Pick<IHost, 'trans'>
): string {
  return dimension && !isEven(dimension)
    ? trans.__(
        '%1 is drawn by position: its coordinates are not evenly spaced',
        nameWords(dimension, trans)
      )
    : noteWords(dimension, trans);
}
