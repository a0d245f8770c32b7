import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import { Toolbar } from '@jupyterlab/ui-components';

import type { INodeTarget } from '../views/parts/host';
import { commandOf } from './commandof';
import { toArgs } from './targetargs';
import type { PreviewPanel } from './previewpanel';
import { ITiledHost, ITiledPreviews, ITiledSession, ITiledSettings } from './tokens';

type Tab = MainAreaWidget<PreviewPanel>;

const SAVE_AFTER = 500;

class Previews implements ITiledPreviews {
  constructor(
    private readonly _app: JupyterFrontEnd,
    private readonly _session: ITiledSession,
    private readonly _settings: ITiledSettings,
    private readonly _host: ITiledHost
  ) {}

  readonly tracker = new WidgetTracker<Tab>({ namespace: 'tiled-jl-preview' });

  get current(): INodeTarget | null {
    return this._front?.content.target ?? null;
  }

  get canPin(): boolean {
    return this._front?.content.outer.follows === true;
  }

  async open(target: INodeTarget): Promise<void> {
    await this._settings.ready;
    const { PreviewPanel } = await import('./previewpanel');
    const following = this._following;
    const id = PreviewPanel.idOf(target);
    if (!target.follows && following && PreviewPanel.idOf(pinned(following)) === id) {
      following.content.pin();
    }
    if (!this._find(id)) {
      await this._add(new PreviewPanel(this._session, this._host, target), true);
    }
    this._app.shell.activateById(id);
  }

  async follow(target: INodeTarget): Promise<void> {
    const { PreviewPanel } = await import('./previewpanel');
    const wanted = { ...target, follows: true };
    const following = this._following;
    if (!following) {
      // A tab comes to the front by being activated; the focus belongs to the tree all the same.
      const focused = document.activeElement;
      await this._add(new PreviewPanel(this._session, this._host, wanted), true);
      requestAnimationFrame(() => (focused as HTMLElement | null)?.focus());
    } else if (PreviewPanel.idOf(pinned(following)) !== PreviewPanel.idOf(target)) {
      following.content.showNode(wanted);
    }
  }

  pin(): void {
    this._front?.content.pin();
  }

  /** The preview that is in front in the main area. */
  private get _front(): Tab | null {
    const { currentWidget } = this.tracker;
    return currentWidget === this._app.shell.currentWidget ? currentWidget : null;
  }

  /** The preview that shows what is selected. */
  private get _following(): Tab | undefined {
    return this.tracker.find(({ content }) => content.outer.follows === true);
  }

  private _find(id: string): Tab | undefined {
    return this.tracker.find(widget => widget.id === id);
  }

  private async _add(content: PreviewPanel, activate: boolean): Promise<void> {
    // The view has a toolbar of its own. That of JupyterLab, which folds, would stay in memory.
    const widget = new MainAreaWidget({ content, toolbar: new Toolbar() });
    widget.id = content.identity;
    widget.toolbar.hide();
    let saving: ReturnType<typeof setTimeout> | undefined;
    widget.disposed.connect(() => clearTimeout(saving));
    content.targetChanged.connect(() => {
      const id = content.identity;
      if (id !== widget.id && this._find(id)) {
        // Its node has a preview that stays already.
        this._app.shell.activateById(id);
        widget.dispose();
        return;
      }
      clearTimeout(saving);
      if (id === widget.id) {
        saving = setTimeout(() => void this.tracker.save(widget), SAVE_AFTER);
      } else {
        // At once: the next tab that follows the selection takes the name that this one had.
        widget.id = id;
        void this.tracker.save(widget);
      }
    });
    await this.tracker.add(widget);
    this._app.shell.add(widget, 'main', { type: 'Tiled preview', activate });
  }
}

function pinned({ content }: Tab): INodeTarget {
  return { ...content.outer, follows: false };
}

/** The previews in the main area, there again after a reload as they were. */
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
          const { server, path, view, follows } = content.outer;
          return toArgs({ server, path, view, follows });
        },
        name: widget => widget.id
      });
    }
    return previews;
  }
};
