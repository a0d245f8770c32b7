import type { NumberArray } from '../../core/buffers';
import { fractionOf, type Range, type Scale } from './range';

/** Names of the colour maps. */
export const COLOUR_MAPS = [
  'viridis',
  'magma',
  'inferno',
  'plasma',
  'gray',
  'gray reversed',
  'blue–red'
] as const;

/** A way to turn a fraction into a colour. */
export type ColourMap = (typeof COLOUR_MAPS)[number];

type Triple = readonly [number, number, number];

/*
 * Coefficients of polynomials in the fraction, for red, green and blue: fits by Matt Zucker, in the
 * public domain (CC0), to the maps of the same names by Stéfan van der Walt, Nathaniel Smith and
 * Eric Firing, which are CC0 too.
 */
const POLYNOMIALS: Partial<Record<ColourMap, readonly Triple[]>> = {
  viridis: [
    [0.2777273, 0.0054073, 0.3340998],
    [0.105093, 1.4046135, 1.3845902],
    [-0.3308618, 0.2148476, 0.0950952],
    [-4.6342305, -5.799101, -19.332441],
    [6.2282699, 14.1799334, 56.6905526],
    [4.776385, -13.7451454, -65.3530326],
    [-5.4354559, 4.6458526, 26.3124352]
  ],
  magma: [
    [-0.0021365, -0.0007497, -0.0053861],
    [0.2516605, 0.6775232, 2.4940266],
    [8.3537173, -3.5777195, 0.3144679],
    [-27.6687331, 14.2647308, -13.6492132],
    [52.1761398, -27.9436061, 12.9441694],
    [-50.7685254, 29.0465828, 4.234153],
    [18.6557051, -11.4897735, -5.6019615]
  ],
  inferno: [
    [0.0002189, 0.001651, -0.0194809],
    [0.1065134, 0.5639564, 3.9327124],
    [11.6024931, -3.972854, -15.9423941],
    [-41.7039961, 17.4363989, 44.3541452],
    [77.1629357, -33.4023589, -81.8073093],
    [-71.3194282, 32.6260643, 73.2095199],
    [25.1311262, -12.242669, -23.070325]
  ],
  plasma: [
    [0.0587323, 0.0233367, 0.5433402],
    [2.1765146, 0.2383834, 0.7539605],
    [-2.6894605, -7.4558511, 3.1107999],
    [6.1303483, 42.3461881, -28.5188547],
    [-11.1074362, -82.6663111, 60.1398477],
    [10.0230656, 71.4136177, -54.0721866],
    [-3.6587138, -22.9315347, 18.1919078]
  ]
};

/** Colours at equal distances, between which the others lie. */
const STOPS: Partial<Record<ColourMap, readonly Triple[]>> = {
  gray: [
    [0, 0, 0],
    [1, 1, 1]
  ],
  'gray reversed': [
    [1, 1, 1],
    [0, 0, 0]
  ],
  'blue–red': [
    [0.08, 0.2, 0.55],
    [0.36, 0.6, 0.86],
    [0.95, 0.95, 0.95],
    [0.93, 0.52, 0.38],
    [0.58, 0.08, 0.14]
  ]
};

/** How many colours a map is cut into. */
const STEPS = 256;

const TABLES = new Map<ColourMap, Uint8ClampedArray>();

/** The colours of a map, from the lowest to the highest, as red, green, blue, alpha. */
export function colourTable(map: ColourMap): Uint8ClampedArray {
  let table = TABLES.get(map);
  if (!table) {
    table = new Uint8ClampedArray(4 * STEPS);
    for (let i = 0; i < STEPS; i++) {
      const [red, green, blue] = colourAt(map, i / (STEPS - 1));
      table.set([255 * red, 255 * green, 255 * blue, 255], 4 * i);
    }
    TABLES.set(map, table);
  }
  return table;
}

/** Names of the colours for values that have none in a map: not a number, or infinite. */
export const MISSING_COLOURS = ['grey', 'none', 'black', 'white', 'magenta'] as const;

/** The colour for values that have none in a map. */
export type MissingColour = (typeof MISSING_COLOURS)[number];

/** These colours as red, green, blue and alpha. */
export const MISSING: Record<MissingColour, readonly [number, number, number, number]> = {
  grey: [128, 128, 128, 90],
  none: [0, 0, 0, 0],
  black: [0, 0, 0, 255],
  white: [255, 255, 255, 255],
  magenta: [255, 0, 255, 255]
};

/**
 * Give each value its colour.
 *
 * @returns red, green, blue and alpha of each value, in order. Values below and above the range take
 * its end colours; those that are not finite take that for what is missing.
 */
export function paint(
  values: NumberArray,
  range: Range | null,
  scale: Scale,
  map: ColourMap,
  absent: MissingColour = 'grey'
): Uint8ClampedArray<ArrayBuffer> {
  const table = new Uint32Array(colourTable(map).buffer);
  const bytes = new Uint8ClampedArray(4 * values.length);
  const words = new Uint32Array(bytes.buffer);
  const missing = new Uint32Array(new Uint8ClampedArray(MISSING[absent]).buffer)[0];
  const top = STEPS - 1;
  const colourOf = (value: number): number => {
    if (range === null || !Number.isFinite(value)) {
      return missing;
    }
    const at =
      scale === 'log' && value <= 0 ? 0 : Math.round(fractionOf(value, range, scale) * top);
    return table[at < 0 ? 0 : at > top ? top : at];
  };
  const few = fewValues(values);
  if (few && few.count < values.length) {
    // A picture has more pixels than there are values of its type: each value is coloured once.
    const { least, count } = few;
    const known = new Uint32Array(count).map((_, i) => colourOf(least + i));
    for (let i = 0; i < values.length; i++) {
      words[i] = known[values[i] - least];
    }
  } else {
    for (let i = 0; i < values.length; i++) {
      words[i] = colourOf(values[i]);
    }
  }
  return bytes;
}

/** The least value of a type, and how many there are; `null` where there are too many to list. */
function fewValues(values: NumberArray): { least: number; count: number } | null {
  const bits = 8 * values.BYTES_PER_ELEMENT;
  if (bits > 16) {
    return null;
  }
  const signed = values instanceof Int8Array || values instanceof Int16Array;
  return { least: signed ? -(2 ** (bits - 1)) : 0, count: 2 ** bits };
}

function colourAt(map: ColourMap, fraction: number): Triple {
  const polynomial = POLYNOMIALS[map];
  if (polynomial) {
    const channel = (c: 0 | 1 | 2) =>
      polynomial.reduceRight((sum, coefficients) => sum * fraction + coefficients[c], 0);
    return [channel(0), channel(1), channel(2)];
  }
  const stops = STOPS[map] ?? [];
  const place = fraction * (stops.length - 1);
  const below = Math.min(Math.floor(place), stops.length - 2);
  const mix = (c: 0 | 1 | 2) =>
    stops[below][c] + (place - below) * (stops[below + 1][c] - stops[below][c]);
  return [mix(0), mix(1), mix(2)];
}
