import { ReactWidget } from '@jupyterlab/ui-components';
import { type ISignal, Signal } from '@lumino/signaling';
import type { JSX } from 'react';

import type { ITransport } from '../core/transport';
import { PreviewModel } from '../models/preview/preview';
import type { IHost, INodeTarget } from '../views/parts/host';
import { Preview } from '../views/preview/preview';
import { tiledIcon } from './icon';
import type { ITiledSession } from './tokens';

const FOLLOWS = 'tjl-mod-follows';

/** A preview of a node, as a tab of the main area. */
export class PreviewPanel extends ReactWidget {
  constructor(
    session: ITiledSession,
    private readonly _host: IHost,
    target: INodeTarget
  ) {
    super();
    this._transport = session.transport;
    this._follows = target.follows ?? false;
    this.addClass('tjl-PreviewPanel');
    this.title.icon = tiledIcon;
    this.title.closable = true;
    [this._target, this._model] = this._begin(target);
  }

  /** The identity of a tab: that of its node, or of the one that follows the selection. */
  static idOf({ server, path, follows }: INodeTarget): string {
    return follows
      ? 'tiled-jl-preview'
      : `tiled-jl-preview:${[server, ...path].map(encodeURIComponent).join('/')}`;
  }

  /** What the tab is known by. */
  get identity(): string {
    return PreviewPanel.idOf(this.outer);
  }

  /** The node of the tab, and how it is shown. */
  get outer(): INodeTarget {
    return {
      ...this._target,
      view: this._model.settings ?? undefined,
      follows: this._follows
    };
  }

  /** The node on show, which may be one within it, and the part of it that is on show. */
  get target(): INodeTarget {
    let shown = this._model;
    while (shown.inner) {
      shown = shown.inner;
    }
    const { server, path, node, index, columns } = shown;
    return { server, path, node: node ?? this._target.node, at: index, columns };
  }

  /** The tab is another one than it was, or shows its node otherwise. */
  get targetChanged(): ISignal<this, void> {
    return this._targetChanged;
  }

  /** Show another node in its place. */
  showNode(target: INodeTarget): void {
    const before = this._model;
    [this._target, this._model] = this._begin(target);
    this.update();
    this._targetChanged.emit();
    before.dispose();
  }

  /** Stay with the node, whatever is selected next. */
  pin(): void {
    this._follows = false;
    this._name();
    this.update();
    this._targetChanged.emit();
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._model.dispose();
      Signal.clearData(this);
      super.dispose();
    }
  }

  protected override render(): JSX.Element {
    return (
      <Preview
        key={PreviewPanel.idOf({ ...this._target, follows: false })}
        model={this._model}
        host={this._host}
        onPin={this._follows ? () => this.pin() : undefined}
      />
    );
  }

  private _begin(target: INodeTarget): [INodeTarget, PreviewModel] {
    const { server, path, view } = target;
    const model = new PreviewModel(this._transport, { server, path }, this._host.previews);
    model.settings = view ?? null;
    model.settingsChanged.connect(() => this._targetChanged.emit());
    this._name(target);
    return [target, model];
  }

  private _name({ server, path }: INodeTarget = this._target): void {
    const following = this._follows ? this._host.trans.__('follows the selection') : '';
    this.title.label = path[path.length - 1] ?? server;
    this.title.className = this._follows ? FOLLOWS : '';
    this.title.caption = [
      [this._host.serverName?.(server) ?? server, ...path].join(' / '),
      following
    ]
      .filter(Boolean)
      .join('\n');
  }

  private readonly _transport: ITransport;
  private _target: INodeTarget;
  private _model: PreviewModel;
  private _follows: boolean;
  private readonly _targetChanged = new Signal<this, void>(this);
}
