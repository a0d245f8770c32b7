import { type ISignal, Signal } from '@lumino/signaling';
import { describeFailure, isCancelled } from '../core/failure';
import type { IDimension, IError, INodeSummary, IPreviewPlan } from '../core/protocol';
import type { ITransport } from '../core/transport';
import { ImageModel } from './image';
import { LineModel } from './line';
import { Model } from './model';
import { TableModel } from './table';

/** The ways in which data can be drawn. */
export type ViewKind = 'image' | 'line' | 'table';

/** A dimension that is not on show but for one position. */
export interface ISlider {
  /** Which dimension of the array it is. */
  dimension: number;
  name: string;
  size: number;
  position: number;
}

/** A node on show: what of it, and how. */
export class PreviewModel extends Model {
  readonly server: string;
  readonly path: string[];

  constructor(
    private readonly _transport: ITransport,
    target: { server: string; path: string[] }
  ) {
    super();
    this.server = target.server;
    this.path = target.path;
    _transport.stateChanged.connect(this._onState, this);
  }

  /** How the node can be shown; `null` until the kernel said so. */
  get plan(): IPreviewPlan | null {
    return this._plan;
  }

  /** Why the node cannot be shown. */
  get error(): IError | null {
    return this._error;
  }

  get loading(): boolean {
    return this._request !== null;
  }

  get node(): INodeSummary | null {
    return this._plan?.node.summary ?? null;
  }

  readonly models: {
    image: ImageModel | null;
    line: LineModel | null;
    table: TableModel | null;
  } = { image: null, line: null, table: null };

  /** Ask how the node can be shown, and show it. */
  async open(): Promise<void> {
    this._request?.abort();
    const request = new AbortController();
    this._request = request;
    this._error = null;
    this.notify();
    try {
      const { result } = await this._transport.request(
        'preview.open',
        { server: this.server, path: this.path },
        { signal: request.signal }
      );
      if (request === this._request) {
        this._request = null;
        this._begin(result);
      }
    } catch (reason) {
      if (request === this._request && !isCancelled(reason)) {
        this._request = null;
        this._error = describeFailure(reason);
        this.notify();
      }
    }
  }

  // --- what is drawn -----------------------------------------------------------------------

  /** The ways in which this node can be drawn, the best first. */
  get kinds(): readonly ViewKind[] {
    return this._plan ? kindsOf(this._plan) : [];
  }

  /** The way in which it is drawn; `null` where there is nothing to draw. */
  get kind(): ViewKind | null {
    return this._kind;
  }

  set kind(kind: ViewKind | null) {
    if (kind !== null && this.kinds.includes(kind) && kind !== this._kind) {
      this._kind = kind;
      this._show();
      this._changeSlice();
    }
  }

  /** The dimensions that may go along an axis: not that of red, green and blue. */
  get dimensions(): readonly IDimension[] {
    const all = this._plan?.dimensions ?? [];
    return this._plan?.colour ? all.slice(0, -1) : all;
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
    this._show();
    this._changeSlice();
  }

  /** A position in every dimension. */
  get at(): readonly number[] {
    return this._at;
  }

  /** The dimensions of which one position is on show. */
  get sliders(): ISlider[] {
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
      this._show();
      this._changeSlice();
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
    if (!this._plan) {
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
      this._show();
      this._changeSlice();
    }
  }

  /** Other positions, or other dimensions, are on show. */
  get sliceChanged(): ISignal<this, (number | null)[]> {
    return this._sliceChanged;
  }

  override dispose(): void {
    this._request?.abort();
    this._release();
    super.dispose();
  }

  private get _axes(): number[] {
    return this._kind === 'image' ? [this._x, this._y] : this._kind === 'line' ? [this._x] : [];
  }

  private _begin(plan: IPreviewPlan): void {
    const fresh =
      JSON.stringify(this._plan?.dimensions) !== JSON.stringify(plan.dimensions) || !this._plan;
    this._release();
    this._plan = plan;
    const kinds = this.kinds;
    if (fresh || this._kind === null || !kinds.includes(this._kind)) {
      this._kind = kinds[0] ?? null;
    }
    if (fresh) {
      const last = this.dimensions.length - 1;
      this._x = Math.max(0, last);
      this._y = Math.max(0, last - 1);
      this._at = this.dimensions.map(() => 0);
    }
    if (kinds.includes('image')) {
      this.models.image = new ImageModel(this._transport, this.server, plan);
    }
    if (kinds.includes('line')) {
      this.models.line = new LineModel(this._transport, this.server, plan);
    }
    if (kinds.includes('table')) {
      this.models.table = new TableModel(this._transport, this.server, plan);
    }
    this._show();
    if (this._wantedSlice) {
      this.slice = this._wantedSlice;
      this._wantedSlice = null;
    }
    this._changeSlice();
  }

  private _show(): void {
    // The positions that an array is read at cover every dimension, that of the colours too.
    const at = this._plan?.colour ? [...this._at, 0] : this._at;
    if (this._kind === 'image') {
      this.models.image?.show(this._x, this._y, at);
    } else if (this._kind === 'line') {
      this.models.line?.show(this._x, at);
    }
  }

  private _changeSlice(): void {
    this._sliceChanged.emit(this.slice);
    this.notify();
  }

  /** What failed because the kernel was away is tried again when it is back. */
  private _onState(): void {
    if (this._transport.state !== 'ready') {
      return;
    }
    if (this._error?.code === 'unreachable') {
      void this.open();
    }
    for (const model of Object.values(this.models)) {
      if (model?.error?.code === 'unreachable') {
        model.reload();
      }
    }
  }

  private _release(): void {
    this.models.image?.dispose();
    this.models.line?.dispose();
    this.models.table?.dispose();
    Object.assign(this.models, { image: null, line: null, table: null });
  }

  private _plan: IPreviewPlan | null = null;
  private _error: IError | null = null;
  private _request: AbortController | null = null;
  private _kind: ViewKind | null = null;
  private _x = 0;
  private _y = 0;
  private _at: readonly number[] = [];
  private _wantedSlice: readonly (number | null)[] | null = null;
  private readonly _sliceChanged = new Signal<this, (number | null)[]>(this);
}

function kindsOf(plan: IPreviewPlan): ViewKind[] {
  const shown: ViewKind[] = [];
  if (plan.kind === 'value' || plan.kind === 'none') {
    return shown;
  }
  shown.push(plan.kind);
  const spatial = plan.dimensions.length - (plan.colour ? 1 : 0);
  if (plan.kind === 'image' && !plan.colour) {
    shown.push('line');
  }
  if (plan.kind === 'line' && spatial > 1 && !plan.colour) {
    shown.push('image');
  }
  return shown;
}
