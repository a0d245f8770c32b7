import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { PathExt } from '@jupyterlab/coreutils';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator, type TranslationBundle } from '@jupyterlab/translation';

import type { IExportOptionsResult } from '../core/protocol';
import { partWords } from '../models/transfers/exporting';
import type { TransfersModel } from '../models/transfers/transfers';
import type { INodeTarget } from '../views/parts/host';
import { nodesOf } from '../views/parts/target';
import { download } from './download';
import { ITiledBrowser, ITiledExports, ITiledSession } from './tokens';

class Exports implements ITiledExports {
  constructor(
    private readonly _app: JupyterFrontEnd,
    private readonly _browser: ITiledBrowser,
    private readonly _session: ITiledSession,
    private readonly _notebooks: INotebookTracker | null,
    private readonly _files: IDefaultFileBrowser | null,
    private readonly _trans: TranslationBundle
  ) {}

  async export(target: INodeTarget): Promise<void> {
    const { folder } = this;
    const nodes = nodesOf(target);
    const several = nodes.length > 1;
    const options = await this._optionsOf(nodes);
    const { askHow } = await import('./exportdialog');
    const choice = await askHow(this._words(nodes), {
      options,
      part: several ? '' : partWords(target.at),
      count: nodes.length,
      folder,
      downloads: true,
      trans: this._trans
    });
    if (!choice) {
      return;
    }
    const { transfers } = await this._browser.load();
    const { format, name, shown, columns } = choice;
    for (const { server, path, at } of nodes) {
      const { id } = await transfers.start({
        server,
        path,
        format,
        name: several ? path[path.length - 1] : name,
        folder,
        at: shown ? at : null,
        columns: columns && [...columns]
      });
      if (choice.download) {
        this._downloadOnceDone(transfers, id);
      }
    }
    // There it can be followed.
    await this._app.commands.execute('tiled-jl:activate');
  }

  /** How nodes can be written, all of them: those alike are asked of once. */
  private async _optionsOf(nodes: INodeTarget[]): Promise<IExportOptionsResult> {
    const kinds = new Map(nodes.map(node => [kindOf(node), node]));
    const answers = await Promise.all(
      [...kinds.values()].map(({ server, path }) =>
        this._session.transport.request('transfers.options', { server, path })
      )
    );
    const [first, ...others] = answers.map(({ result }) => result);
    const common = first.formats.filter(({ mediaType }) =>
      others.every(({ formats }) => formats.some(format => format.mediaType === mediaType))
    );
    return { ...first, formats: common, columns: nodes.length === 1 ? first.columns : [] };
  }

  private _words([first, ...others]: INodeTarget[]): string {
    const count = 1 + others.length;
    return others.length
      ? this._trans._n('%2 node', '%2 nodes', count, count)
      : (first.path[first.path.length - 1] ?? first.server);
  }

  private _downloadOnceDone(transfers: TransfersModel, id: string): void {
    const look = () => {
      const item = transfers.items.find(each => each.id === id);
      if (!item || item.state === 'done') {
        transfers.changed.disconnect(look);
      }
      if (item?.state === 'done') {
        void download(this._app.serviceManager.contents, item.file);
      }
    };
    transfers.changed.connect(look);
    look();
  }

  /** The folder of the notebook in front, or else that of the file browser, as the kernel knows it. */
  get folder(): string {
    const { contents } = this._app.serviceManager;
    const { currentWidget } = this._app.shell;
    const panel = this._notebooks?.find(notebook => notebook === currentWidget);
    const path = panel ? PathExt.dirname(panel.context.path) : (this._files?.model.path ?? '');
    // What another drive holds, the kernel cannot reach.
    const drive = contents.driveName(path);
    return drive === '' || drive === 'RTC' ? contents.localPath(path) : '';
  }
}

/** Nodes of one kind can be written in the same formats. */
function kindOf({ server, path, node }: INodeTarget): string {
  return JSON.stringify(node ? [server, node.structureFamily, node.specs] : [server, path]);
}

/** Nodes written to files of Jupyter. */
export const exportsPlugin: JupyterFrontEndPlugin<ITiledExports> = {
  id: 'tiled-jl:exports',
  description: 'Writes Tiled nodes to files.',
  autoStart: true,
  requires: [ITiledBrowser, ITiledSession],
  optional: [INotebookTracker, IDefaultFileBrowser, ITranslator],
  provides: ITiledExports,
  activate: (
    app: JupyterFrontEnd,
    browser: ITiledBrowser,
    session: ITiledSession,
    notebooks: INotebookTracker | null,
    files: IDefaultFileBrowser | null,
    translator: ITranslator | null
  ): ITiledExports =>
    new Exports(
      app,
      browser,
      session,
      notebooks,
      files,
      (translator ?? nullTranslator).load('tiled_jl')
    )
};
