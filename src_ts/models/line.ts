import { asNumbers, type NumberArray } from '../core/buffers';
import { describeFailure } from '../core/failure';
import type { IError, ILineResult, IPreviewPlan, IReadLine } from '../core/protocol';
import type { ITransport } from '../core/transport';
import { Latest } from './latest';
import { Model } from './model';
import type { Scale } from './range';
import { clampSpan, shiftSpan, type Span, zoomSpan } from './span';

/** A curve that arrived: the values, or the least and the greatest of each bin. */
export interface ICurve {
  result: ILineResult;
  low: NumberArray;
  /** The same as `low` where every value is there. */
  high: NumberArray;
  request: IReadLine;
}

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
    return this._curve;
  }

  get error(): IError | null {
    return this._error;
  }

  get loading(): boolean {
    return this._latest.busy;
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

  get scale(): Scale {
    return this._scale;
  }

  set scale(scale: Scale) {
    this._scale = scale;
    this.notify();
  }

  /** Show another dimension, or another position in those that are not on show. */
  show(axis: number, at: readonly number[], component?: string): void {
    if (component !== this._component) {
      this._curve = null;
      this._latest.cancel();
    }
    if (axis !== this._axis) {
      this._view = null;
      this._curve = null;
      this._latest.cancel();
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
    this._asked = '';
    this._error = null;
    this._ask();
    this.notify();
  }

  override dispose(): void {
    this._latest.cancel();
    super.dispose();
  }

  private _ask(): void {
    if (!this._bins || !this.length) {
      return;
    }
    const [start, stop] = this.view;
    const request: IReadLine = {
      server: this._server,
      path: this._plan.node.summary.path,
      axis: this._axis,
      at: [...this._at],
      start,
      stop,
      bins: this._bins,
      component: this._component
    };
    const question = JSON.stringify(request);
    if (question !== this._asked) {
      this._asked = question;
      this._latest.ask(request);
    }
  }

  private readonly _latest = new Latest<IReadLine, ICurve>({
    ask: async (request, signal) => {
      const { result, buffers } = await this._transport.request('preview.line', request, {
        signal
      });
      const count = result.exact ? result.stop - result.start : result.bins;
      const low = asNumbers(buffers[0], 'float64', count);
      const high = result.exact ? low : asNumbers(buffers[1], 'float64', count);
      return { result, low, high, request };
    },
    answered: curve => {
      this._curve = curve;
      this._error = null;
      this.notify();
    },
    failed: reason => {
      this._error = describeFailure(reason);
      this._asked = '';
      this.notify();
    }
  });

  private _axis = 0;
  private _at: readonly number[] = [];
  private _component: string | undefined;
  private _bins = 0;
  private _view: Span | null = null;
  private _curve: ICurve | null = null;
  private _error: IError | null = null;
  private _asked = '';
  private _scale: Scale = 'linear';
}
