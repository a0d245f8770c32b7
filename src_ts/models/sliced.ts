import { type ISignal, Signal } from '@lumino/signaling';
import type { IDimension, IPreviewPlan, PreviewKind } from '../core/protocol';
import { Model } from './model';

/** The ways in which data can be drawn. */
export type ViewKind = Exclude<PreviewKind, 'value' | 'none'>;

/** A dimension that is not on show but for one position. */
export interface ISlider {
  /** Which dimension of the array it is. */
  dimension: number;
  name: string;
  size: number;
  position: number;
}

/** Which part of an array is on show: dimensions along the axes, positions in the others. */
export abstract class SlicedModel extends Model {
  abstract get plan(): IPreviewPlan | null;

  abstract get kind(): ViewKind | null;

  /** Read the part that is on show. */
  protected abstract readSlice(): void;

  /** The dimensions that may go along an axis: not that of red, green and blue. */
  get dimensions(): readonly IDimension[] {
    const all = this.plan?.dimensions ?? [];
    return this.plan?.colour ? all.slice(0, -1) : all;
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
    const last = this.dimensions.length - 1;
    this._x = Math.max(0, last);
    this._y = Math.max(0, last - 1);
    this._at = this.dimensions.map(() => 0);
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
      case 'matrix':
        return [this._x, this._y];
      case 'line':
        return [this._x];
      default:
        return this.dimensions.map((_, index) => index);
    }
  }

  private _x = 0;
  private _y = 0;
  private _at: readonly number[] = [];
  private _wantedSlice: readonly (number | null)[] | null = null;
  private readonly _sliceChanged = new Signal<this, (number | null)[]>(this);
}
