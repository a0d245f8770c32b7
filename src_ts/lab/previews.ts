import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import { Toolbar } from '@jupyterlab/ui-components';

import type { INodeTarget } from '../views/host';
import { commandOf } from './actions';
import type { PreviewPanel } from './previewpanel';
import { ITiledHost, ITiledPreviews, ITiledSession } from './tokens';

class Previews implements ITiledPreviews {
  constructor(
    private readonly _app: JupyterFrontEnd,
    private readonly _session: ITiledSession,
    private readonly _host: ITiledHost
  ) {}

  readonly tracker = new WidgetTracker<MainAreaWidget<PreviewPanel>>({
    namespace: 'tiled-jl-preview'
  });

  get current(): INodeTarget | null {
    const { currentWidget } = this.tracker;
    return currentWidget && currentWidget === this._app.shell.currentWidget
      ? currentWidget.content.target
      : null;
  }

  async open(target: INodeTarget): Promise<void> {
    const { PreviewPanel } = await import('./previewpanel');
    const id = PreviewPanel.idOf(target);
    if (!this.tracker.find(widget => widget.id === id)) {
      const widget = this._make(new PreviewPanel(this._session, this._host, target));
      widget.id = id;
      await this.tracker.add(widget);
      this._app.shell.add(widget, 'main', { type: 'Tiled preview' });
    }
    this._app.shell.activateById(id);
  }

  private _make(content: PreviewPanel): MainAreaWidget<PreviewPanel> {
    // The view has a toolbar of its own. That of JupyterLab, which folds, would stay in memory.
    const widget = new MainAreaWidget({ content, toolbar: new Toolbar() });
    widget.toolbar.hide();
    return widget;
  }
}

/** The previews in the main area, there again after a reload. */
export const previewsPlugin: JupyterFrontEndPlugin<ITiledPreviews> = {
  id: 'tiled-jl:previews',
  description: 'Shows previews of Tiled nodes in the main area.',
  autoStart: true,
  requires: [ITiledSession, ITiledHost],
  optional: [ILayoutRestorer],
  provides: ITiledPreviews,
  activate: (
    app: JupyterFrontEnd,
    session: ITiledSession,
    host: ITiledHost,
    restorer: ILayoutRestorer | null
  ): ITiledPreviews => {
    const previews = new Previews(app, session, host);
    if (restorer) {
      void restorer.restore(previews.tracker, {
        command: commandOf('open-preview'),
        args: ({ content }) => {
          const { server, path } = content.target;
          return { server, path };
        },
        name: widget => widget.id
      });
    }
    return previews;
  }
};
