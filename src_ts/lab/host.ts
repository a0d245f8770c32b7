import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ITranslator, nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';

import type { ActionId, IAction, IHost, INodeTarget } from '../views/host';
import { canCopyPictures, copyPng, download } from '../views/saving';
import { ACTIONS, commandOf, toArgs } from './actions';
import { copyText } from './clipboard';
import { ITiledBrowser, ITiledHost, ITiledNotebook, ITiledSession } from './tokens';

class LabHost implements IHost {
  constructor(
    private readonly _app: JupyterFrontEnd,
    private readonly _session: ITiledSession,
    private readonly _browser: ITiledBrowser,
    private readonly _notebook: ITiledNotebook | null,
    readonly trans: TranslationBundle
  ) {}

  // A preview has its panel to itself, and nothing there scrolls.
  readonly wheelZooms = true;

  get kernelName(): string {
    return this._session.kernelName;
  }

  serverName(id: string): string | undefined {
    return this._browser.model?.servers.get(id)?.name;
  }

  actions(target: INodeTarget): IAction[] {
    const args = toArgs(target);
    return ACTIONS.filter(id => this._commands.isVisible(commandOf(id), args)).map(id => ({
      id,
      label: this._commands.label(commandOf(id), args),
      enabled: this._commands.isEnabled(commandOf(id), args),
      shortcut: this._shortcut(id)
    }));
  }

  run(id: ActionId, target?: INodeTarget): void {
    void this._commands.execute(commandOf(id), target && toArgs(target));
  }

  startDrag(event: MouseEvent, { server, path, at }: INodeTarget): void {
    const code = this._session.transport.request('nodes.code', { server, path, at });
    this._notebook?.drag(
      event,
      code.then(({ result }) => result)
    );
  }

  copy(text: string): Promise<void> {
    return copyText(text);
  }

  save(file: Blob, name: string): void {
    download(file, name);
  }

  readonly copyPicture = canCopyPictures() ? copyPng : undefined;

  download(file: string): void {
    const { contents } = this._app.serviceManager;
    void contents.getDownloadUrl(file).then(url => {
      const link = document.createElement('a');
      link.href = url;
      link.download = '';
      link.click();
    });
  }

  private get _commands(): CommandRegistry {
    return this._app.commands;
  }

  private _shortcut(id: ActionId): string | undefined {
    const binding = this._commands.keyBindings.find(({ command }) => command === commandOf(id));
    return binding && CommandRegistry.formatKeystroke(binding.keys);
  }
}

/** What JupyterLab offers to the views. */
export const hostPlugin: JupyterFrontEndPlugin<ITiledHost> = {
  id: 'tiled-jl:host',
  description: 'Offers words, actions, the clipboard and drag and drop to the views of Tiled.',
  autoStart: true,
  requires: [ITiledSession, ITiledBrowser],
  optional: [ITiledNotebook, ITranslator],
  provides: ITiledHost,
  activate: (
    app: JupyterFrontEnd,
    session: ITiledSession,
    browser: ITiledBrowser,
    notebook: ITiledNotebook | null,
    translator: ITranslator | null
  ): ITiledHost =>
    new LabHost(app, session, browser, notebook, (translator ?? nullTranslator).load('tiled_jl'))
};
