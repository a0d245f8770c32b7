import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import type { JSX } from 'react';

import type { BrowserModel } from '../models/browser';
import type { IHost } from '../views/parts/host';
import { Sidebar } from '../views/sidebar/sidebar';
import { SidebarAccess } from '../views/sidebar/sidebaraccess';

/** The contents of the sidebar. */
export class SidebarView extends ReactWidget {
  constructor(
    private readonly _model: BrowserModel,
    private readonly _host: IHost
  ) {
    super();
    this.addClass('tjl-SidePanel-view');
    this.node.tabIndex = -1;
  }

  protected override render(): JSX.Element {
    return (
      <Sidebar model={this._model} host={this._host}>
        <SidebarAccess model={this._model} host={this._host} />
      </Sidebar>
    );
  }

  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    // A form that has opened meanwhile keeps the focus.
    const form = document.activeElement?.closest('.tjl-Form');
    if (form && this.node.contains(form)) {
      return;
    }
    // The tree has one row that takes the focus; without rows the first field does.
    const find = (selector: string) => this.node.querySelector<HTMLElement>(selector);
    (find('[role="treeitem"][tabindex="0"]') ?? find('input') ?? this.node).focus();
  }
}
