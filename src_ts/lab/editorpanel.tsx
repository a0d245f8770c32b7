import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import type { JSX } from 'react';

import type { MetadataEditorModel } from '../models/editing/metadataeditor';
import type { IHost } from '../views/parts/host';
import { MetadataEditor } from '../views/metadata/metadataeditor';
import { tiledIcon } from './icon';

/** An editor of what is said of one node, as a tab of the main area. */
export class EditorPanel extends ReactWidget {
  constructor(
    readonly model: MetadataEditorModel,
    private readonly _host: IHost
  ) {
    super();
    const { server, path } = model.target;
    this.addClass('tjl-EditorPanel');
    const key = path[path.length - 1] ?? server;
    this.title.label = _host.trans.__('Metadata of %1', key);
    this.title.caption = [_host.serverName?.(server) ?? server, ...path].join(' / ');
    this.title.icon = tiledIcon;
    this.title.closable = true;
    model.changed.connect(this._onChanged, this);
    this._onChanged();
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this.model.dispose();
      super.dispose();
    }
  }

  protected override render(): JSX.Element {
    return <MetadataEditor model={this.model} host={this._host} />;
  }

  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    this.node.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus();
  }

  /** What is not saved is marked as JupyterLab marks a file that is not. */
  private _onChanged(): void {
    this.title.className = this.model.isDirty ? 'jp-mod-dirty' : '';
  }
}
