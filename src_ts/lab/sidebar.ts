import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ILauncher } from '@jupyterlab/launcher';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import {
  addIcon,
  CommandToolbarButton,
  kernelIcon,
  linkIcon,
  refreshIcon,
  SidePanel
} from '@jupyterlab/ui-components';
import { type Message } from '@lumino/messaging';
import { Panel, Widget } from '@lumino/widgets';

import { showUnderFiles } from './dragging';
import { takeFiles } from './filedrop';
import { tiledIcon } from './icon';
import { ITiledBrowser, ITiledEditing, ITiledHost, ITiledSession } from './tokens';

const RANK = 110;

/** A panel that is filled when it is first seen. */
class TiledPanel extends SidePanel {
  constructor(
    private readonly _fill: () => Promise<Widget>,
    translator: ITranslator
  ) {
    super({ content: new Panel(), translator });
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    if (!this._filled) {
      this._filled = true;
      void this._fill().then(view => {
        this.content.addWidget(view);
        if (this._activated) {
          view.activate();
        }
      });
    }
  }

  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    this._activated = true;
    this.content.widgets[0]?.activate();
  }

  private _filled = false;
  private _activated = false;
}

/** The sidebar. Nothing of it loads, and no kernel starts, before it is first shown. */
export const sidebarPlugin: JupyterFrontEndPlugin<void> = {
  id: 'tiled-jl:sidebar',
  description: 'Adds the Tiled sidebar, in which servers and their nodes are found.',
  autoStart: true,
  requires: [ITiledBrowser, ITiledSession, ITiledHost],
  optional: [ITiledEditing, ILauncher, ILayoutRestorer, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    browser: ITiledBrowser,
    session: ITiledSession,
    host: ITiledHost,
    editing: ITiledEditing | null,
    launcher: ILauncher | null,
    restorer: ILayoutRestorer | null,
    translator: ITranslator | null
  ): void => {
    const { commands } = app;
    const trans = (translator ?? nullTranslator).load('tiled_jl');
    const panel = new TiledPanel(async () => {
      const [{ SidebarView }, model] = await Promise.all([import('./sidebarview'), browser.load()]);
      session.transport.start();
      const view = new SidebarView(model, host);
      if (editing) {
        takeFiles(view.node, model, host, (target, files) => void editing.upload(target, files));
      }
      return view;
    }, translator ?? nullTranslator);
    panel.id = 'tiled-jl-sidebar';
    panel.addClass('tjl-SidePanel');
    panel.title.icon = tiledIcon;
    panel.title.caption = trans.__('Tiled');
    panel.node.setAttribute('role', 'region');
    panel.node.setAttribute('aria-label', trans.__('Tiled'));

    const heading = new Widget({ node: document.createElement('h2') });
    heading.addClass('tjl-SidePanel-heading');
    heading.node.textContent = trans.__('Tiled');
    panel.toolbar.addItem('heading', heading);
    const buttons = [
      { name: 'follow', id: 'tiled-jl:follow-selection', icon: linkIcon },
      { name: 'refresh', id: 'tiled-jl:refresh', icon: refreshIcon },
      { name: 'add-server', id: 'tiled-jl:add-server', icon: addIcon },
      { name: 'kernel', id: 'tiled-jl:choose-kernel', icon: kernelIcon }
    ];
    for (const { name, id, icon } of buttons) {
      panel.toolbar.addItem(name, new CommandToolbarButton({ commands, id, icon, label: '' }));
    }

    commands.addCommand('tiled-jl:activate', {
      label: ({ isLauncher }) =>
        isLauncher ? trans.__('Tiled browser') : trans.__('Show the Tiled sidebar'),
      caption: trans.__('Browse Tiled servers in the sidebar'),
      icon: ({ isLauncher }) => (isLauncher ? tiledIcon : undefined),
      describedBy: {
        args: {
          type: 'object',
          properties: {
            isLauncher: {
              type: 'boolean',
              description: trans.__('Whether it is a card of the launcher')
            }
          }
        }
      },
      execute: () => app.shell.activateById(panel.id)
    });
    launcher?.add({ command: 'tiled-jl:activate', args: { isLauncher: true } });
    giveFocusBack(app, panel);
    if (editing) {
      showUnderFiles(app.shell, panel.id);
    }
    app.shell.add(panel, 'left', { rank: RANK, type: 'Tiled' });
    restorer?.add(panel, panel.id);
  }
};

/** Focus a row again once its menu has closed, which leaves the focus nowhere. */
function giveFocusBack(app: JupyterFrontEnd, panel: Widget): void {
  let before: Element | null = null;
  panel.node.addEventListener('contextmenu', () => {
    before = document.activeElement;
  });
  app.contextMenu.menu.aboutToClose.connect(() => {
    const row = before;
    before = null;
    requestAnimationFrame(() => {
      if (row instanceof HTMLElement && document.activeElement === document.body) {
        row.focus();
      }
    });
  });
}
