import type { ReactElement } from 'react';
import {
  COLOUR_MAPS,
  type ColourMap,
  MISSING_COLOURS,
  type MissingColour
} from '../../models/preview/colour';
import type { ImageModel } from '../../models/preview/image';
import { RANGE_MODES, type RangeMode, type Scale, SCALES } from '../../models/preview/range';
import type { IHost, ITranslator } from '../parts/host';
import type { IMenuItem } from '../parts/menu';
import type { IQuantity } from '../parts/quantity';
import { Choice } from '../parts/toolbar';

/** Props of the colours. */
export interface IColoursProps {
  image: ImageModel;
  host: IHost;
  quantity: IQuantity;
  /** For lack of room, only the map is here; the rest is in a menu. */
  folded: boolean;
}

/** Which colours stand for which values. */
export function Colours({ image, host, quantity, folded }: IColoursProps): ReactElement {
  const { trans } = host;
  return (
    <div className="tjl-Group">
      <Choice
        label={trans.__('Colour map')}
        value={image.colourMap}
        options={COLOUR_MAPS.map(value => ({ value, label: mapWords(value, trans) }))}
        onChange={value => {
          image.colourMap = value;
        }}
      />
      {!folded && !quantity.isTime && (
        <Choice
          label={trans.__('Scale of the colours')}
          value={image.scale}
          options={SCALES.map(value => ({ value, label: scaleWords(value, trans) }))}
          onChange={value => {
            image.scale = value;
          }}
        />
      )}
      {!folded && (
        <Choice
          label={trans.__('Range of the colours')}
          value={image.rangeMode}
          options={RANGE_MODES.map(value => ({ value, label: rangeWords(value, trans) }))}
          onChange={value => {
            image.rangeMode = value;
          }}
        />
      )}
    </div>
  );
}

/** Most maps have names of their own. */
function mapWords(map: ColourMap, trans: ITranslator): string {
  const words: Partial<Record<ColourMap, string>> = {
    gray: trans.__('gray'),
    'gray reversed': trans.__('gray reversed'),
    'blue–red': trans.__('blue–red')
  };
  return words[map] ?? map;
}

function scaleWords(scale: Scale, trans: ITranslator): string {
  const words: Record<Scale, string> = {
    linear: trans.__('linear'),
    log: trans.__('log'),
    sqrt: trans.__('square root'),
    symlog: trans.__('symmetric log')
  };
  return words[scale];
}

function rangeWords(mode: RangeMode, trans: ITranslator): string {
  const words: Record<RangeMode, string> = {
    minmax: trans.__('min–max'),
    tightest: trans.__('0.1–99.9 %'),
    percentile: trans.__('1–99 %'),
    tight: trans.__('5–95 %'),
    manual: trans.__('manual')
  };
  return words[mode];
}

/** Which values the colours stand for, where the toolbar has no room for it. */
export function colourItems(
  image: ImageModel,
  { isTime }: IQuantity,
  trans: ITranslator
): IMenuItem[] {
  return [
    ...(isTime ? [] : SCALES).map((scale, index) => ({
      label: trans.__('Scale: %1', scaleWords(scale, trans)),
      checked: scale === image.scale,
      separated: index === 0,
      run: () => {
        image.scale = scale;
      }
    })),
    ...RANGE_MODES.map((mode, index) => ({
      label: trans.__('Range: %1', rangeWords(mode, trans)),
      checked: mode === image.rangeMode,
      separated: index === 0,
      run: () => {
        image.rangeMode = mode;
      }
    }))
  ];
}

/** Which way round the picture is, and the colour of what is no number. */
export function lookItems(image: ImageModel, trans: ITranslator): IMenuItem[] {
  const { flipX, flipY, missing } = image.settings;
  // Whole numbers are always finite.
  const fractional = !image.colour && (image.picture?.result.pixels.startsWith('float') ?? false);
  const words: Record<MissingColour, string> = {
    grey: trans.__('Not a number: grey'),
    none: trans.__('Not a number: no colour'),
    black: trans.__('Not a number: black'),
    white: trans.__('Not a number: white'),
    magenta: trans.__('Not a number: magenta')
  };
  return [
    {
      label: trans.__('Flip left and right'),
      checked: flipX,
      run: () => image.change({ flipX: !flipX })
    },
    {
      label: trans.__('Flip top and bottom'),
      checked: flipY,
      run: () => image.change({ flipY: !flipY })
    },
    ...(fractional ? MISSING_COLOURS : []).map((each, index) => ({
      label: words[each],
      checked: each === missing,
      separated: index === 0,
      run: () => image.change({ missing: each })
    }))
  ];
}
