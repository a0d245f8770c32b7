import type { NumberArray } from '../core/buffers';
import type { IImageResult, IReadImage } from '../core/protocol';
import type { ColourMap } from './colour';
import { Model } from './model';
import { chooseRange, positiveRange, type Range, type RangeMode, type Scale } from './range';

/** A picture that arrived, and what it is a picture of. */
export interface IPicture {
  result: IImageResult;
  /** Row after row; four numbers a pixel in colour. */
  pixels: NumberArray;
  /** What was asked for. */
  request: IReadImage;
}

/** A picture, and which colours stand for its values. */
export abstract class ColouredModel extends Model {
  /** The picture on show. */
  abstract get picture(): IPicture | null;

  get colourMap(): ColourMap {
    return this._colourMap;
  }

  set colourMap(map: ColourMap) {
    this._colourMap = map;
    this.notify();
  }

  get scale(): Scale {
    return this._scale;
  }

  set scale(scale: Scale) {
    this._scale = scale;
    this.notify();
  }

  get rangeMode(): RangeMode {
    return this._rangeMode;
  }

  set rangeMode(mode: RangeMode) {
    if (mode === 'manual') {
      this._manual = this.range;
    }
    this._rangeMode = mode;
    this.notify();
  }

  /** The values at the ends of the colours; `null` where there is nothing to colour. */
  get range(): Range | null {
    const { picture } = this;
    const range = picture
      ? chooseRange(picture.result.statistics, this._rangeMode, this._manual)
      : null;
    return range && picture && this._scale === 'log' ? positiveRange(range, picture.pixels) : range;
  }

  /** Setting the ends makes them stay the same whatever the picture. */
  set range(range: Range | null) {
    if (range && range[0] <= range[1] && range.every(Number.isFinite)) {
      this._manual = range;
      this._rangeMode = 'manual';
      this.notify();
    }
  }

  private _colourMap: ColourMap = 'viridis';
  private _scale: Scale = 'linear';
  private _rangeMode: RangeMode = 'percentile';
  private _manual: Range | null = null;
}
