import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';

import type { INodeTarget } from '../views/host';
import { commandOf } from './actions';
import type { PreviewPanel } from './previewpanel';
import { ITiledHost, ITiledPreviews, ITiledSession, ITiledSettings } from './tokens';

class Previews implements ITiledPreviews {
  constructor(
    private readonly _app: JupyterFrontEnd,
    private readonly _session: ITiledSession,
    private readonly _settings: ITiledSettings,
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
    await this._settings.ready;
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
    const widget = new MainAreaWidget({ content });
    // The view has a toolbar of its own.
    widget.toolbar.hide();
    return widget;
  }
}

/** The previews in the main area, there again after a reload. */
export const previewsPlugin: JupyterFrontEndPlugin<ITiledPreviews> = {
  id: 'tiled-jl:previews',
  description: 'Shows previews of Tiled nodes in the main area.',
  autoStart: true,
  requires: [ITiledSession, ITiledSettings, ITiledHost],
  optional: [ILayoutRestorer],
  provides: ITiledPreviews,
  activate: (
    app: JupyterFrontEnd,
    session: ITiledSession,
    settings: ITiledSettings,
    host: ITiledHost,
    restorer: ILayoutRestorer | null
  ): ITiledPreviews => {
    const previews = new Previews(app, session, settings, host);
    if (restorer) {
      void restorer.restore(previews.tracker, {
        command: commandOf('open-preview'),
        args: ({ content }) => {
          const { server, path } = content.outer;
          return { server, path };
        },
        name: widget => widget.id
      });
    }
    return previews;
  }
};
