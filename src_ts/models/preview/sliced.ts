import { type ISignal, Signal } from '@lumino/signaling';
import type { IDimension, IPreviewPlan, PreviewKind } from '../../core/protocol';
import { Model } from '../state/model';
import { adopt, type Checks, isPosition, listOf, orNull } from '../state/settings';

/** The ways in which data can be drawn. */
export type ViewKind = Exclude<PreviewKind, 'value' | 'none'>;

const COLOURABLE = /^(u?int|float|bool)/;

/** A dimension that is not on show but for one position. */
export interface ISlider {
  /** Which dimension of the array it is. */
  dimension: number;
  name: string;
  size: number;
  position: number;
}

/** Dimensions along the axes, and a position in every one. */
export interface IPart {
  x: number;
  y: number;
  channel: number | null;
  at: readonly number[];
}

const PART: Checks<IPart> = {
  x: isPosition,
  y: isPosition,
  channel: orNull(isPosition),
  at: listOf(isPosition)
};

/** Which part of an array is on show: dimensions along the axes, positions in the others. */
export abstract class SlicedModel extends Model {
  abstract get plan(): IPreviewPlan | null;

  abstract get kind(): ViewKind | null;

  /** Read the part that is on show. */
  protected abstract readSlice(): void;

  get dimensions(): readonly IDimension[] {
    return this.plan?.dimensions ?? [];
  }

  /** The dimension of red, green and blue (and alpha); `null` where a picture has other colours. */
  get channel(): number | null {
    return this._channel;
  }

  /** Take a dimension as red, green and blue, or none. */
  set channel(channel: number | null) {
    if (channel === this._channel || !(channel === null || this.channels.includes(channel))) {
      return;
    }
    this._channel = channel;
    if (channel !== null && (channel === this._x || channel === this._y)) {
      [this._y, this._x] = this._others(channel);
    }
    this.showSlice();
  }

  /** The dimensions that can be taken as red, green and blue (and alpha). */
  get channels(): number[] {
    const { plan } = this;
    return plan && plan.dimensions.length > 2 && !plan.projected && COLOURABLE.test(plan.dtype)
      ? plan.dimensions.flatMap(({ size }, index) => (size === 3 || size === 4 ? [index] : []))
      : [];
  }

  /** The dimension from left to right. */
  get x(): number {
    return this._x;
  }

  /** The dimension from top to bottom of an image. */
  get y(): number {
    return this._y;
  }

  /** Choose a dimension for an axis; the other one gives way if it has to. */
  setAxis(axis: 'x' | 'y', dimension: number): void {
    if (dimension < 0 || dimension >= this.dimensions.length) {
      return;
    }
    if (dimension === this._channel && this.kind === 'image') {
      this._channel = null;
    }
    if (axis === 'x') {
      this._y = dimension === this._y ? this._x : this._y;
      this._x = dimension;
    } else {
      this._x = dimension === this._x ? this._y : this._x;
      this._y = dimension;
    }
    this.showSlice();
  }

  /** A position in every dimension. */
  get at(): readonly number[] {
    return this._at;
  }

  /** The dimensions of which one position is on show. */
  get sliders(): ISlider[] {
    if (this.plan?.projected) {
      return [];
    }
    return this.dimensions
      .map((dimension, index) => ({
        dimension: index,
        name: dimension.name,
        size: dimension.size,
        position: this._at[index]
      }))
      .filter(slider => !this._axes.includes(slider.dimension));
  }

  /** Move to another position in a dimension. */
  setPosition(dimension: number, position: number): void {
    const size = this.dimensions[dimension]?.size ?? 0;
    const next = Math.min(size - 1, Math.max(0, Math.round(position)));
    if (size > 0 && Number.isFinite(next) && next !== this._at[dimension]) {
      this._at = this._at.map((old, index) => (index === dimension ? next : old));
      this.showSlice();
    }
  }

  /**
   * The position in each dimension up to the last fixed one; `null` where a dimension is shown whole.
   *
   * @example
   * `[30]` for frame 30 of a stack of images, `[null, 2]` for a cut across the frames.
   */
  get slice(): (number | null)[] {
    const fixed = this.sliders.map(slider => slider.dimension);
    return this._at
      .slice(0, Math.max(-1, ...fixed) + 1)
      .map((position, index) => (fixed.includes(index) ? position : null));
  }

  set slice(slice: readonly (number | null)[]) {
    if (!this.plan) {
      this._wantedSlice = slice;
      return;
    }
    const before = JSON.stringify(this.slice);
    this._at = this._at.map((old, index) => {
      const wanted = slice[index];
      const size = this.dimensions[index]?.size ?? 0;
      return typeof wanted === 'number' && Number.isFinite(wanted) && size
        ? Math.min(size - 1, Math.max(0, wanted < 0 ? size + wanted : wanted))
        : old;
    });
    if (JSON.stringify(this.slice) !== before) {
      this.showSlice();
    }
  }

  /** Other positions, or other dimensions, are on show. */
  get sliceChanged(): ISignal<this, (number | null)[]> {
    return this._sliceChanged;
  }

  /** Read another part, and say so. */
  protected showSlice(): void {
    this.readSlice();
    this._sliceChanged.emit(this.slice);
    this.notify();
  }

  /** Start from the beginning of every dimension, with the last ones along the axes. */
  protected beginSlice(): void {
    this._channel = this.plan?.colour ? this.dimensions.length - 1 : null;
    [this._y, this._x] = this._others(this._channel);
    this._at = this.dimensions.map(() => 0);
  }

  /** Which part is on show, to be put back later. */
  protected get part(): IPart {
    return { x: this._x, y: this._y, channel: this._channel, at: this._at };
  }

  /** Take over a part as far as this array has it, without reading it. */
  protected takePart(wanted: unknown): void {
    const { x, y, channel, at } = adopt(this.part, wanted, PART);
    const ndim = this.dimensions.length;
    if (x < ndim && y < ndim && (x !== y || ndim < 2)) {
      this._x = x;
      this._y = y;
      const free = channel !== null && channel !== x && channel !== y;
      this._channel = free && this.channels.includes(channel) ? channel : null;
    }
    if (at.length === ndim) {
      this._at = at.map((place, index) => Math.min(place, this.dimensions[index].size - 1));
    }
  }

  /** Show what was wanted before there was a plan. */
  protected showWanted(): void {
    const wanted = this._wantedSlice;
    this._wantedSlice = null;
    this.readSlice();
    if (wanted) {
      this.slice = wanted;
    }
    this._sliceChanged.emit(this.slice);
    this.notify();
  }

  private get _axes(): number[] {
    switch (this.kind) {
      case 'image':
        return this._channel === null ? [this._x, this._y] : [this._x, this._y, this._channel];
      case 'matrix':
        return [this._x, this._y];
      case 'line':
        return [this._x];
      default:
        return this.dimensions.map((_, index) => index);
    }
  }

  /** The last two dimensions but for one. */
  private _others(without: number | null): [number, number] {
    const left = this.dimensions.map((_, index) => index).filter(index => index !== without);
    return [left[Math.max(0, left.length - 2)] ?? 0, left[left.length - 1] ?? 0];
  }

  private _x = 0;
  private _y = 0;
  private _channel: number | null = null;
  private _at: readonly number[] = [];
  private _wantedSlice: readonly (number | null)[] | null = null;
  private readonly _sliceChanged = new Signal<this, (number | null)[]>(this);
}
