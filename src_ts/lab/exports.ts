import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { PathExt } from '@jupyterlab/coreutils';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator, type TranslationBundle } from '@jupyterlab/translation';

import type { INodeTarget } from '../views/host';
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

  async export({ server, path, at }: INodeTarget): Promise<void> {
    const { folder } = this;
    const { result: options } = await this._session.transport.request('transfers.options', {
      server,
      path
    });
    const { askHow } = await import('./exportdialog');
    const choice = await askHow(path[path.length - 1] ?? server, {
      options,
      part: partWords(at),
      folder,
      trans: this._trans
    });
    if (!choice) {
      return;
    }
    const { format, name, shown, columns } = choice;
    const { transfers } = await this._browser.load();
    await transfers.start({
      server,
      path,
      format,
      name,
      folder,
      at: shown ? at : null,
      columns: columns && [...columns]
    });
    // There it can be followed.
    await this._app.commands.execute('tiled-jl:activate');
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

/** The part of an array on show, as Python writes it. */
function partWords(at: INodeTarget['at']): string {
  const fixed = at?.some(place => place !== null);
  const words = at?.map(place => (Array.isArray(place) ? place.join(':') : (place ?? ':')));
  return fixed ? `[${words?.join(', ')}]` : '';
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
