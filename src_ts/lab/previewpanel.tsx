import { ReactWidget } from '@jupyterlab/ui-components';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { type ISignal, Signal } from '@lumino/signaling';
import type { JSX } from 'react';

import type { ServerState } from '../core/protocol';
import type { IEventMessage, ITransport } from '../core/transport';
import { type IPreviewLooks, PreviewModel } from '../models/preview';
import type { ViewKind } from '../models/sliced';
import type { IHost, INodeTarget } from '../views/host';
import { Preview } from '../views/preview';
import { tiledIcon } from './icon';
import type { ITiledSession } from './tokens';

/** A preview of one node, as a tab of the main area. */
export class PreviewPanel extends ReactWidget {
  constructor(
    session: ITiledSession,
    private readonly _host: IHost,
    private readonly _target: INodeTarget,
    { looks, preferred }: { looks?: IPreviewLooks; preferred: readonly ViewKind[] }
  ) {
    super();
    const { server, path } = _target;
    this._model = new PreviewModel(session.transport, { server, path }, preferred);
    if (looks) {
      this._model.restore(looks);
    }
    this._model.changed.connect(this._onModel, this);
    this._transport = session.transport;
    this._transport.event.connect(this._onEvent, this);
    this.addClass('tjl-PreviewPanel');
    this.title.label = path[path.length - 1] ?? server;
    this.title.caption = [_host.serverName?.(server) ?? server, ...path].join(' / ');
    this.title.icon = tiledIcon;
    this.title.closable = true;
  }

  /** The node of the tab, the same for the same node. */
  static idOf({ server, path }: INodeTarget): string {
    return `tiled-jl-preview:${[server, ...path].map(encodeURIComponent).join('/')}`;
  }

  /** The node, or the one within it that is in its place, and the part that is on show. */
  get target(): INodeTarget {
    let shown = this._model;
    while (shown.inner) {
      shown = shown.inner;
    }
    const { server, path, part } = shown;
    return { server, path, node: shown.node ?? undefined, at: part };
  }

  /** What it takes to show the same again. */
  get kept(): ReadonlyPartialJSONObject {
    const { server, path } = this._target;
    return { server, path, looks: { ...this._model.looks } };
  }

  /** What is kept has become another. */
  get keptChanged(): ISignal<this, void> {
    return this._keptChanged;
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._transport.event.disconnect(this._onEvent, this);
      this._model.dispose();
      super.dispose();
    }
  }

  protected override render(): JSX.Element {
    return <Preview model={this._model} host={this._host} />;
  }

  private _onModel(): void {
    const kept = JSON.stringify(this._model.looks);
    // Before there is a plan, the model has nothing to keep.
    if (this._model.plan && kept !== this._kept) {
      this._kept = kept;
      this._keptChanged.emit();
    }
  }

  /** What was refused because a login had ended is asked for again after the next one. */
  private _onEvent(_: ITransport, { topic, payload }: IEventMessage): void {
    if (topic !== 'servers.changed') {
      return;
    }
    const state = payload.servers.find(({ id }) => id === this._target.server)?.state;
    if (state === 'live' && (this._state === 'expired' || this._state === 'unauthorized')) {
      void this._model.open();
    }
    this._state = state;
  }

  private readonly _transport: ITransport;
  private readonly _model: PreviewModel;
  private _state: ServerState | undefined;
  private _kept = '';
  private readonly _keptChanged = new Signal<this, void>(this);
}
