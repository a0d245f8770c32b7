import { type ISignal, Signal } from '@lumino/signaling';
import { type IFailure, needsLogin } from '../../core/failure';
import type { IComponent, INodeSummary, IPreviewPlan } from '../../core/protocol';
import type { ITransport } from '../../core/transport';
import type { IAddress } from '../servers/address';
import { OpeningModel } from './opening';
import { Player } from './player';
import { isRead, kindsOf, type Models, MODELS } from './readers';
import type { IPart, ViewKind } from './sliced';
import type { Span } from './span';

/** A position in a dimension, from where up to where, or all of it. */
export type Place = number | [number, number] | null;

/** How a node is shown, as plain data: to be kept over a reload, and to be set from elsewhere. */
export interface IPreviewSettings extends IPart {
  kind: ViewKind | null;
  component: string | null;
  image?: Models['image']['settings'];
  line?: Models['line']['settings'];
  table?: Models['table']['settings'];
  plot?: Models['plot']['settings'];
  histogram?: Models['histogram']['settings'];
}

const SETTABLE = ['image', 'line', 'table', 'plot', 'histogram'] as const;

/** A node on show: what of it, and how. */
export class PreviewModel extends OpeningModel {
  constructor(
    transport: ITransport,
    target: IAddress,
    private readonly _preferred: readonly ViewKind[] = []
  ) {
    super(transport, target);
  }

  /** Data for what is on show are still to come. */
  get busy(): boolean {
    const kind = this._kind;
    return kind !== null && isRead(kind) && (this.models[kind]?.loading ?? false);
  }

  /** Moves through the positions of a dimension. */
  readonly player = new Player(this, () => this.busy);

  get node(): INodeSummary | null {
    return this.plan?.node.summary ?? null;
  }

  /** What reads the data, by the way in which they are drawn. */
  readonly models: Partial<Models> = {};

  /** What reads what is drawn; `null` where nothing more is read. */
  get reader(): Models[keyof Models] | null {
    return (this._kind && isRead(this._kind) && this.models[this._kind]) || null;
  }

  /** Who logs in may get what the server has refused. */
  get refused(): boolean {
    const error = this.error ?? this.reader?.error;
    return error ? needsLogin(error) : false;
  }

  // --- a node within -----------------------------------------------------------------------

  /** A node that is shown in place of the one that it is in; `null` where there is none. */
  get inner(): PreviewModel | null {
    return this._inner;
  }

  /** Show a node within this one. */
  enter(path: string[]): void {
    this._inner?.dispose();
    this._inner = new PreviewModel(this.transport, { server: this.server, path }, this._preferred);
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
    return this.plan ? kindsOf(this.plan) : [];
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
    const all = this.plan?.components ?? [];
    return all.find(({ name }) => name === this._component) ?? all[0] ?? null;
  }

  /** Draw another component, by its name. */
  setComponent(name: string): void {
    this._component = name;
    this.readSlice();
    this.notify();
  }

  /**
   * The part on show as an index: the slice, and what was zoomed into.
   *
   * @example
   * `[30, [0, 128], [256, 512]]` for a part of frame 30 of a stack of images.
   */
  get index(): Place[] {
    const part: Place[] = this.slice;
    const narrow = (dimension: number, [first, last]: Span) => {
      if (last - first < (this.dimensions[dimension]?.size ?? 0)) {
        part.push(...Array<null>(Math.max(0, dimension + 1 - part.length)).fill(null));
        part[dimension] = [first, last];
      }
    };
    const { image, line } = this.models;
    if (this.kind === 'image' && image) {
      narrow(this.y, image.region.rows);
      narrow(this.x, image.region.columns);
    } else if (this.kind === 'line' && line && !this.plan?.projected) {
      narrow(this.x, line.view);
    }
    return part;
  }

  /** The columns of a table that were chosen; undefined where that are all. */
  get columns(): string[] | undefined {
    const chosen = this._kind === 'table' ? this.models.table?.settings.columns : null;
    return chosen ? [...chosen] : undefined;
  }

  // --- how it is shown, as plain data --------------------------------------------------------

  /** How the node is shown; `null` before it is open. */
  get settings(): IPreviewSettings | null {
    if (!this.plan) {
      return this._wantedSettings;
    }
    const settings: IPreviewSettings = {
      ...this.part,
      kind: this._kind,
      component: this._component
    };
    for (const kind of SETTABLE) {
      Object.assign(settings, this.models[kind] && { [kind]: this.models[kind].settings });
    }
    return settings;
  }

  set settings(wanted: Readonly<Partial<IPreviewSettings>> | null) {
    if (this.plan && wanted) {
      this._take(wanted);
      this.showSlice();
    } else {
      this._wantedSettings = wanted as IPreviewSettings | null;
    }
  }

  /** The settings are others than they were. */
  get settingsChanged(): ISignal<this, IPreviewSettings> {
    return this._settingsChanged;
  }

  protected override notify(): void {
    super.notify();
    this._announce();
  }

  private _announce(): void {
    const { settings } = this;
    const now = JSON.stringify(settings);
    if (this.plan && settings && now !== this._announced) {
      this._announced = now;
      this._settingsChanged.emit(settings);
    }
  }

  private _take(wanted: Readonly<Partial<IPreviewSettings>>): void {
    const { kind, component } = wanted;
    this.takePart(wanted);
    this._kind = kind && this.kinds.includes(kind) ? kind : this._kind;
    this._component = typeof component === 'string' ? component : this._component;
    for (const each of SETTABLE) {
      const model = this.models[each];
      if (model && wanted[each]) {
        Object.assign(model, { settings: wanted[each] });
      }
    }
  }

  override dispose(): void {
    this.player.dispose();
    this._inner?.dispose();
    this._release();
    super.dispose();
  }

  protected override begin(plan: IPreviewPlan): void {
    const fresh =
      JSON.stringify(this.plan?.dimensions) !== JSON.stringify(plan.dimensions) || !this.plan;
    const kept = fresh ? null : this.settings;
    this._release();
    super.begin(plan);
    const kinds = this.kinds;
    if (fresh || this._kind === null || !kinds.includes(this._kind)) {
      this._kind = this._preferred.find(kind => kinds.includes(kind)) ?? kinds[0] ?? null;
    }
    if (fresh) {
      this.beginSlice();
    }
    for (const kind of kinds.filter(isRead)) {
      const reader = this._reader(kind, plan);
      Object.assign(this.models, { [kind]: reader });
      reader.changed.connect(this._announce, this);
    }
    const wanted = this._wantedSettings ?? kept;
    this._wantedSettings = null;
    if (wanted) {
      this._take(wanted);
    }
    this.showWanted();
  }

  private _reader(kind: keyof Models, plan: IPreviewPlan): Models[keyof Models] {
    return new MODELS[kind](this.transport, this.server, plan);
  }

  protected readSlice(): void {
    const { x, y } = this;
    const { at, channel } = this;
    const component = this.component?.name;
    if (this._kind === 'image') {
      this.models.image?.show(x, y, at, { component, channel });
    } else if (this._kind === 'line') {
      this.models.line?.show(x, at, component);
    } else if (this._kind === 'matrix') {
      this.models.matrix?.showSlice(x, at.length > 1 ? y : null, at);
    }
  }

  protected override retry(wanted: (error: IFailure) => boolean): void {
    super.retry(wanted);
    for (const model of Object.values(this.models)) {
      if (model.error && wanted(model.error)) {
        model.reload();
      }
    }
  }

  private _release(): void {
    for (const kind of Object.keys(MODELS) as (keyof Models)[]) {
      this.models[kind]?.dispose();
      delete this.models[kind];
    }
  }

  private _inner: PreviewModel | null = null;
  private _kind: ViewKind | null = null;
  private _component: string | null = null;
  private _wantedSettings: IPreviewSettings | null = null;
  private _announced = '';
  private readonly _settingsChanged = new Signal<this, IPreviewSettings>(this);
}
