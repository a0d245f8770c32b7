import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator, type TranslationBundle } from '@jupyterlab/translation';

import { nodeId } from '../models/tree/rows';
import type { INodeTarget } from '../views/parts/host';
import { fromArgs, TARGET_ARGS } from './targetargs';
import type { EditorPanel } from './editorpanel';
import {
  ITiledBrowser,
  ITiledEditing,
  ITiledHost,
  ITiledSession,
  type UploadSource
} from './tokens';

class Editing implements ITiledEditing {
  constructor(
    private readonly _app: JupyterFrontEnd,
    private readonly _session: ITiledSession,
    private readonly _browser: ITiledBrowser,
    private readonly _host: ITiledHost,
    private readonly _trans: TranslationBundle
  ) {}

  readonly tracker = new WidgetTracker<MainAreaWidget<EditorPanel>>({
    namespace: 'tiled-jl-editor'
  });

  async edit({ server, path }: INodeTarget): Promise<void> {
    const id = `tiled-jl-editor:${encodeURIComponent(nodeId(server, path))}`;
    const there = () => this.tracker.find(widget => widget.id === id) !== undefined;
    if (!there()) {
      const [{ EditorPanel }, { MetadataEditorModel }, browser] = await Promise.all([
        import('./editorpanel'),
        import('../models/editing/metadataeditor'),
        this._browser.load()
      ]);
      if (there()) {
        // Asked for twice while the first was being loaded.
        return;
      }
      const model = new MetadataEditorModel(
        this._session.transport,
        { server, path },
        browser.drafts
      );
      let saved = model.saved;
      model.changed.connect(() => {
        if (model.saved !== saved) {
          saved = model.saved;
          browser.changedNode(server, path);
        }
      });
      const widget = new MainAreaWidget({ content: new EditorPanel(model, this._host) });
      widget.toolbar.hide();
      widget.id = id;
      await this.tracker.add(widget);
      this._app.shell.add(widget, 'main', { type: 'Tiled metadata' });
    }
    this._app.shell.activateById(id);
  }

  async newContainer(target: INodeTarget): Promise<void> {
    const { server, path } = target;
    const browser = await this._browser.load();
    const { askForContainer } = await import('./makingdialogs');
    const made = await askForContainer(this._nameOf(target), this._trans, async asked => {
      await this._session.transport.request('nodes.create', { server, path, ...asked });
    });
    if (made) {
      browser.filled(server, path);
    }
  }

  async upload(target: INodeTarget, given?: readonly UploadSource[]): Promise<void> {
    const { server, path } = target;
    const [{ askForNames }, { chooseFiles }] = await Promise.all([
      import('./uploaddialog'),
      import('../views/parts/choosefiles')
    ]);
    const files = given ?? (await chooseFiles());
    const { transfers } = await this._browser.load();
    const begin = async (source: UploadSource, key: string): Promise<void> => {
      await (typeof source === 'string'
        ? transfers.uploadFrom({ server, path, file: this._kernelPath(source), key })
        : transfers.upload({ server, path, key }, source));
    };
    if (files.length && (await askForNames(this._nameOf(target), files, this._trans, begin))) {
      // There it can be followed.
      await this._app.commands.execute('tiled-jl:activate');
    }
  }

  async delete({ server, path }: INodeTarget): Promise<void> {
    const browser = await this._browser.load();
    const { transport } = this._session;
    const { result: extent } = await transport.request('nodes.measure', { server, path });
    const { askWhetherToDelete } = await import('./makingdialogs');
    if (await askWhetherToDelete(path[path.length - 1], extent, this._trans)) {
      await transport.request('nodes.delete', { server, path, nodes: extent.nodes });
      browser.tree.drop(server, path);
    }
  }

  /** The path of a file as the kernel knows it, also of one that several people edit. */
  private _kernelPath(path: string): string {
    const { contents } = this._app.serviceManager;
    return contents.driveName(path) === 'RTC' ? contents.localPath(path) : path;
  }

  private _nameOf({ server, path }: INodeTarget): string {
    return path[path.length - 1] ?? this._host.serverName?.(server) ?? server;
  }
}

/** What is said of nodes, edited in the main area, and there again after a reload. */
export const editingPlugin: JupyterFrontEndPlugin<ITiledEditing> = {
  id: 'tiled-jl:editing',
  description: 'Edits the metadata of Tiled nodes; makes, fills and deletes nodes.',
  autoStart: true,
  requires: [ITiledSession, ITiledBrowser, ITiledHost],
  optional: [ILayoutRestorer, ITranslator],
  provides: ITiledEditing,
  activate: (
    app: JupyterFrontEnd,
    session: ITiledSession,
    browser: ITiledBrowser,
    host: ITiledHost,
    restorer: ILayoutRestorer | null,
    translator: ITranslator | null
  ): ITiledEditing => {
    const trans = (translator ?? nullTranslator).load('tiled_jl');
    const editing: Editing = new Editing(app, session, browser, host, trans);
    host.upload = (target, files) => void editing.upload(target, files);
    // What may be edited is not known yet when the page is loaded again: the server was not asked.
    app.commands.addCommand('tiled-jl:restore-editor', {
      label: trans.__('Edit metadata…'),
      caption: trans.__('Open the editor of a node again'),
      describedBy: { args: TARGET_ARGS },
      isVisible: () => false,
      execute: args => {
        const target = fromArgs(args);
        return target && editing.edit(target);
      }
    });
    if (restorer) {
      void restorer.restore(editing.tracker, {
        command: 'tiled-jl:restore-editor',
        args: ({ content }) => ({ ...content.model.target }),
        name: widget => widget.id
      });
    }
    return editing;
  }
};
