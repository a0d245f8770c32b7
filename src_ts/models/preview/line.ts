import { asNumbers, type NumberArray } from '../../core/buffers';
import type { IFailure } from '../../core/failure';
import type { ILineResult, IPreviewPlan, IReadLine } from '../../core/protocol';
import type { ITransport } from '../../core/transport';
import { Model } from '../state/model';
import { PartOnShow } from './partonshow';
import type { Scale } from './range';
import { adopt, type Checks, isPosition, listOf, oneOf } from '../state/settings';
import { clampSpan, shiftSpan, type Span, zoomSpan } from './span';

/** A curve that arrived: the values, or the least and the greatest of each bin. */
export interface ICurve {
  result: ILineResult;
  low: NumberArray;
  /** The same as `low` where every value is there. */
  high: NumberArray;
  /** The curves that were kept, with what they are at. */
  beside: { at: readonly number[]; low: NumberArray; high: NumberArray }[];
  request: IReadLine;
}

/** When each value has a point of its own. */
export type Markers = 'few' | 'all' | 'none';

/** When points may be drawn: where they can be told apart, always, never. */
export const MARKERS: readonly Markers[] = ['few', 'all', 'none'];

/** How curves look, and which ones there are beside that of the sliders. */
export interface ILineSettings {
  scale: Scale;
  markers: Markers;
  /** Positions of curves that stay when the sliders move. */
  kept: readonly (readonly number[])[];
  /** Which curves are not drawn: 0 is that of the sliders, 1 the first that was kept. */
  hidden: readonly number[];
}

const CHECKS: Checks<ILineSettings> = {
  scale: oneOf(['linear', 'log'] as const),
  markers: oneOf(MARKERS),
  kept: listOf(listOf(isPosition)),
  hidden: listOf(isPosition)
};

/** How many curves may be kept. */
const MOST_KEPT = 20;

const BIN_STEP = 250;
const MAX_BINS = 4000;

/** A curve along one dimension of an array. */
export class LineModel extends Model {
  constructor(
    private readonly _transport: ITransport,
    private readonly _server: string,
    private readonly _plan: IPreviewPlan
  ) {
    super();
  }

  get curve(): ICurve | null {
    return this._shown.part;
  }

  get error(): IFailure | null {
    return this._shown.error;
  }

  get loading(): boolean {
    return this._shown.loading;
  }

  /** How many values there are along the dimension. */
  get length(): number {
    return this._plan.dimensions[this._axis]?.size ?? 0;
  }

  /** The part that is looked at: from and up to, not including. */
  get view(): Span {
    return this._view ?? [0, this.length];
  }

  set view(view: Span) {
    const next = clampSpan(view, this.length);
    this._view = next[0] === 0 && next[1] === this.length ? null : next;
    this._ask();
    this.notify();
  }

  get zoomed(): boolean {
    return this._view !== null;
  }

  reset(): void {
    this.view = [0, this.length];
  }

  /** Zoom around a position; factors above 1 go closer. */
  zoom(factor: number, position?: number): void {
    const [first, last] = this.view;
    this.view = zoomSpan(this.view, factor, position ?? (first + last) / 2, this.length);
  }

  /** Move by a fraction of what is on show. */
  pan(right: number): void {
    const [first, last] = this.view;
    this.view = shiftSpan(this.view, right * (last - first), this.length);
  }

  /** How the curves look, and which ones there are. */
  get settings(): ILineSettings {
    return this._settings;
  }

  set settings(wanted: ILineSettings) {
    this._settings = adopt(this._settings, wanted, CHECKS);
    this._ask();
    this.notify();
  }

  get scale(): Scale {
    return this._settings.scale;
  }

  set scale(scale: Scale) {
    this.settings = { ...this._settings, scale };
  }

  /** Whether the curve of the sliders can be kept: it is not yet, and there is room. */
  get canKeep(): boolean {
    const { kept } = this._settings;
    return kept.length < MOST_KEPT && !kept.some(at => this._samePlace(at, this._at));
  }

  /** Let the curve on show stay when the sliders move. */
  keep(): void {
    if (this.canKeep) {
      this.settings = { ...this._settings, kept: [...this._settings.kept, this._at] };
    }
  }

  /** Let go of a curve that was kept. */
  drop(index: number): void {
    const { kept, hidden } = this._settings;
    this.settings = {
      ...this._settings,
      kept: kept.filter((_, place) => place !== index),
      hidden: hidden
        .filter(place => place !== index + 1)
        .map(place => (place > index + 1 ? place - 1 : place))
    };
  }

  /** Draw a curve, or do not: 0 is that of the sliders, 1 the first that was kept. */
  toggle(curve: number): void {
    const { hidden } = this._settings;
    this.settings = {
      ...this._settings,
      hidden: hidden.includes(curve) ? hidden.filter(each => each !== curve) : [...hidden, curve]
    };
  }

  /** Show another dimension, or another position in those that are not on show. */
  show(axis: number, at: readonly number[], component?: string): void {
    if (component !== this._component) {
      this._shown.drop();
    }
    if (axis !== this._axis) {
      this._view = null;
      this._shown.drop();
      if (this._at.length) {
        this._settings = { ...this._settings, kept: [], hidden: [] };
      }
    }
    this._axis = axis;
    this._at = at;
    this._component = component;
    this._ask();
    this.notify();
  }

  /** Say how many pixels of the screen there are to fill. */
  setViewport(width: number): void {
    const bins = Math.min(MAX_BINS, Math.max(BIN_STEP, Math.ceil(width / BIN_STEP) * BIN_STEP));
    if (bins !== this._bins) {
      this._bins = bins;
      this._ask();
      this.notify();
    }
  }

  reload(): void {
    this._shown.forget();
    this._ask();
    this.notify();
  }

  override dispose(): void {
    this._shown.dispose();
    super.dispose();
  }

  private _ask(): void {
    if (!this._bins || !this.length) {
      return;
    }
    const [start, stop] = this.view;
    // What was kept of an array that has been replaced since may lie outside of it.
    const fits = (place: readonly number[]) =>
      place.length === this._at.length &&
      place.every((each, index) => each < this._plan.dimensions[index].size);
    this._shown.ask({
      server: this._server,
      path: this._plan.node.summary.path,
      axis: this._axis,
      at: [...this._at],
      start,
      stop,
      bins: this._bins,
      component: this._component,
      beside: this._settings.kept.filter(fits).map(place => [...place])
    });
  }

  private readonly _shown = new PartOnShow<IReadLine, ICurve>(
    async (request, signal) => {
      const { result, buffers } = await this._transport.request('preview.line', request, {
        signal
      });
      const count = result.exact ? result.stop - result.start : result.bins;
      const both = (curve: number) => {
        const first = result.exact ? curve : 2 * curve;
        const low = asNumbers(buffers[first], 'float64', count);
        return { low, high: result.exact ? low : asNumbers(buffers[first + 1], 'float64', count) };
      };
      const beside = (request.beside ?? []).map((at, index) => ({ at, ...both(index + 1) }));
      return { result, ...both(0), beside, request };
    },
    () => this.notify()
  );

  private _samePlace(a: readonly number[], b: readonly number[]): boolean {
    return a.every((place, index) => index === this._axis || place === b[index]);
  }

  private _settings: ILineSettings = { scale: 'linear', markers: 'few', kept: [], hidden: [] };
  private _axis = 0;
  private _at: readonly number[] = [];
  private _component: string | undefined;
  private _bins = 0;
  private _view: Span | null = null;
}
