import { describeFailure, isCancelled } from '../core/failure';
import type { IComponent, IError, INodeSummary, IPreviewPlan } from '../core/protocol';
import type { ITransport } from '../core/transport';
import { EventsModel } from './events';
import { FileModel } from './file';
import { HistogramModel } from './histogram';
import { ImageModel } from './image';
import { LineModel } from './line';
import { MatrixModel } from './matrix';
import { RecordsModel } from './records';
import { SlicedModel, type ViewKind } from './sliced';

/** What reads the data for those ways that need more than the plan. */
const MODELS = {
  image: ImageModel,
  line: LineModel,
  table: RecordsModel,
  matrix: MatrixModel,
  events: EventsModel,
  histogram: HistogramModel,
  file: FileModel
};

type Models = { [K in keyof typeof MODELS]: InstanceType<(typeof MODELS)[K]> };

/** A node on show: what of it, and how. */
export class PreviewModel extends SlicedModel {
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

  /** What reads the data, by the way in which they are drawn. */
  readonly models: Partial<Models> = {};

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

  // --- a node within -----------------------------------------------------------------------

  /** A node that is shown in place of the one that it is in; `null` where there is none. */
  get inner(): PreviewModel | null {
    return this._inner;
  }

  /** Show a node within this one. */
  enter(path: string[]): void {
    this._inner?.dispose();
    this._inner = new PreviewModel(this._transport, { server: this.server, path });
    this.notify();
  }

  /** Show this node again. */
  leave(): void {
    this._inner?.dispose();
    this._inner = null;
    this.notify();
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
      this.showSlice();
    }
  }

  /** What is drawn of values that are more than one number each. */
  get component(): IComponent | null {
    const all = this._plan?.components ?? [];
    return all.find(({ name }) => name === this._component) ?? all[0] ?? null;
  }

  /** Draw another component, by its name. */
  setComponent(name: string): void {
    this._component = name;
    this.readSlice();
    this.notify();
  }

  override dispose(): void {
    this._request?.abort();
    this._inner?.dispose();
    this._release();
    this._close();
    super.dispose();
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
      this.beginSlice();
    }
    for (const kind of kinds.filter(isRead)) {
      Object.assign(this.models, { [kind]: this._reader(kind, plan) });
    }
    this.showWanted();
  }

  private _reader(kind: keyof Models, plan: IPreviewPlan): Models[keyof Models] {
    return new MODELS[kind](this._transport, this.server, plan);
  }

  protected readSlice(): void {
    const { x, y } = this;
    // The positions that an array is read at cover every dimension, that of the colours too.
    const at = this._plan?.colour ? [...this.at, 0] : this.at;
    const component = this.component?.name;
    if (this._kind === 'image') {
      this.models.image?.show(x, y, at, component);
    } else if (this._kind === 'line') {
      this.models.line?.show(x, at, component);
    } else if (this._kind === 'matrix') {
      this.models.matrix?.showSlice(x, at.length > 1 ? y : null, at);
    }
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
      if (model.error?.code === 'unreachable') {
        model.reload();
      }
    }
  }

  /** Let the kernel forget what it read for this. Where there is none, none is started for it. */
  private _close(): void {
    const { server, path } = this;
    if (this._plan && (this._transport.state === 'ready' || this._transport.state === 'busy')) {
      this._transport.request('preview.close', { server, path }).catch(() => undefined);
    }
  }

  private _release(): void {
    for (const kind of Object.keys(MODELS) as (keyof Models)[]) {
      this.models[kind]?.dispose();
      delete this.models[kind];
    }
  }

  private _plan: IPreviewPlan | null = null;
  private _error: IError | null = null;
  private _request: AbortController | null = null;
  private _inner: PreviewModel | null = null;
  private _kind: ViewKind | null = null;
  private _component: string | null = null;
}

function kindsOf({ kind, others }: IPreviewPlan): ViewKind[] {
  return [kind, ...others].filter(each => each !== 'value' && each !== 'none');
}

function isRead(kind: ViewKind): kind is keyof Models {
  return kind in MODELS;
}
