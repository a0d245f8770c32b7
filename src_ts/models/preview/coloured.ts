import type { NumberArray } from '../../core/buffers';
import type { IImageResult, IReadImage } from '../../core/protocol';
import { COLOUR_MAPS, type ColourMap, MISSING_COLOURS, type MissingColour } from './colour';
import { Model } from '../state/model';
import {
  chooseRange,
  positiveRange,
  type Range,
  RANGE_MODES,
  type RangeMode,
  type Scale,
  SCALES
} from './range';
import { adopt, type Checks, isBoolean, isRange, oneOf, orNull } from '../state/settings';

/** A picture that arrived, and what it is a picture of. */
export interface IPicture {
  result: IImageResult;
  /** Row after row; four numbers a pixel in colour. */
  pixels: NumberArray;
  /** What was asked for. */
  request: IReadImage;
}

/** How a picture looks, whatever it is a picture of. */
export interface ILook {
  colourMap: ColourMap;
  scale: Scale;
  rangeMode: RangeMode;
  /** The ends of the colours where the person has set them. */
  manual: Range | null;
  /** The colour of values that are not finite. */
  missing: MissingColour;
  /** Columns go from right to left. */
  flipX: boolean;
  /** Rows go from bottom to top. */
  flipY: boolean;
  /** Pixels are squares; `null` for what suits the picture. */
  square: boolean | null;
  /** The row and the column through the pointer are drawn as curves. */
  profiles: boolean;
}

const CHECKS: Checks<ILook> = {
  colourMap: oneOf(COLOUR_MAPS),
  scale: oneOf(SCALES),
  rangeMode: oneOf(RANGE_MODES),
  manual: orNull(isRange),
  missing: oneOf(MISSING_COLOURS),
  flipX: isBoolean,
  flipY: isBoolean,
  square: orNull(isBoolean),
  profiles: isBoolean
};

/** A picture, and which colours stand for its values. */
export abstract class ColouredModel extends Model {
  /** The picture on show. */
  abstract get picture(): IPicture | null;

  /** How the picture looks. */
  get settings(): ILook {
    return this._look;
  }

  set settings(wanted: ILook) {
    this._look = adopt(this._look, wanted, CHECKS);
    this.notify();
  }

  get colourMap(): ColourMap {
    return this._look.colourMap;
  }

  set colourMap(colourMap: ColourMap) {
    this.change({ colourMap });
  }

  get scale(): Scale {
    return this._look.scale;
  }

  set scale(scale: Scale) {
    this.change({ scale });
  }

  get rangeMode(): RangeMode {
    return this._look.rangeMode;
  }

  set rangeMode(rangeMode: RangeMode) {
    this.change(rangeMode === 'manual' ? { rangeMode, manual: this.range } : { rangeMode });
  }

  /** The values at the ends of the colours; `null` where there is nothing to colour. */
  get range(): Range | null {
    const { picture } = this;
    const { rangeMode, manual, scale } = this._look;
    const range = picture ? chooseRange(picture.result.statistics, rangeMode, manual) : null;
    return range && picture && scale === 'log' ? positiveRange(range, picture.pixels) : range;
  }

  /** Setting the ends makes them stay the same whatever the picture. */
  set range(range: Range | null) {
    if (isRange(range)) {
      this.change({ rangeMode: 'manual', manual: range });
    }
  }

  /** Change a part of how the picture looks. */
  change(part: Partial<ILook>): void {
    this.settings = { ...this._look, ...part };
  }

  private _look: ILook = {
    colourMap: 'viridis',
    scale: 'linear',
    rangeMode: 'percentile',
    manual: null,
    missing: 'grey',
    flipX: false,
    flipY: false,
    square: null,
    profiles: false
  };
}
