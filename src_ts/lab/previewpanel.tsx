import { ReactWidget } from '@jupyterlab/ui-components';
import type { JSX } from 'react';

import { PreviewModel } from '../models/preview';
import type { IHost, INodeTarget } from '../views/host';
import { Preview } from '../views/preview';
import { tiledIcon } from './icon';
import type { ITiledSession } from './tokens';

/** A preview of one node, as a tab of the main area. */
export class PreviewPanel extends ReactWidget {
  constructor(
    session: ITiledSession,
    private readonly _host: IHost,
    private readonly _target: INodeTarget
  ) {
    super();
    const { server, path } = _target;
    this._model = new PreviewModel(session.transport, { server, path }, _host.previews);
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

  /** The node of the tab. */
  get outer(): INodeTarget {
    return this._target;
  }

  /** The node on show, which may be one within it, and the part of it that is on show. */
  get target(): INodeTarget {
    let shown = this._model;
    while (shown.inner) {
      shown = shown.inner;
    }
    const { server, path, node, part } = shown;
    return { server, path, node: node ?? this._target.node, at: part };
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._model.dispose();
      super.dispose();
    }
  }

  protected override render(): JSX.Element {
    return <Preview model={this._model} host={this._host} />;
  }

  private readonly _model: PreviewModel;
}
