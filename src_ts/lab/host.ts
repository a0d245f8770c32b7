import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ITranslator, nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { Model } from '../models/state/model';
import type { ViewKind } from '../models/preview/sliced';
import { ACTIONS, SEARCH_ACTIONS } from '../views/parts/actionlist';
import type { ActionId, IAction, IHost, INodeTarget } from '../views/parts/host';
import { canCopyPictures, copyPng, download as save } from '../views/parts/saving';
import { commandOf } from './commandof';
import { toArgs } from './targetargs';
import { copyText } from './clipboard';
import { download } from './download';
import { snippetMenu } from './snippetmenu';
import {
  ITiledBrowser,
  ITiledCode,
  ITiledHost,
  ITiledNotebook,
  ITiledSession,
  ITiledSettings
} from './tokens';

class LabHost implements IHost {
  constructor(
    private readonly _app: JupyterFrontEnd,
    private readonly _session: ITiledSession,
    private readonly _settings: ITiledSettings,
    private readonly _browser: ITiledBrowser,
    private readonly _code: ITiledCode,
    private readonly _notebook: ITiledNotebook | null,
    readonly trans: TranslationBundle
  ) {}

  // A preview has its panel to itself, and nothing there scrolls.
  readonly wheelZooms = true;

  readonly keepsPlaces = true;

  get kernelName(): string {
    return this._session.kernelName;
  }

  get previews(): readonly ViewKind[] {
    return this._settings.previews;
  }

  get places(): Model | null {
    return this._browser.model?.places ?? null;
  }

  serverName(id: string): string | undefined {
    return this._browser.model?.servers.get(id)?.name;
  }

  actions(target: INodeTarget): IAction[] {
    const marked = this._browser.model?.places.isFavourite(target);
    return this._offered(ACTIONS, toArgs(target)).map(action =>
      action.id === 'favourite' ? { ...action, marked } : action
    );
  }

  searchActions(): IAction[] {
    return this._offered(SEARCH_ACTIONS, {});
  }

  run(id: ActionId, target?: INodeTarget): void {
    void this._commands.execute(commandOf(id), target && toArgs(target));
  }

  chooseSnippet(button: HTMLElement, target: INodeTarget): void {
    const menu = snippetMenu(this._commands, this.trans.__('Insert code as'), target);
    const { left, bottom } = button.getBoundingClientRect();
    menu.aboutToClose.connect(() => button.focus());
    menu.open(left, bottom);
    menu.activateNextItem();
  }

  startDrag(event: MouseEvent, target: INodeTarget): void {
    this._notebook?.drag(event, this._code.write(target));
  }

  openMenu(row: Element, { x, y }: { x: number; y: number }): void {
    // JupyterLab opens what it would open after a click with the other button.
    row.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, clientX: x, clientY: y }));
  }

  copy(text: string): Promise<void> {
    return copyText(text);
  }

  save(file: Blob, name: string): void {
    save(file, name);
  }

  readonly copyPicture = canCopyPictures() ? copyPng : undefined;

  download(file: string): void {
    void download(this._app.serviceManager.contents, file);
  }

  private _offered(ids: readonly ActionId[], args: ReadonlyPartialJSONObject): IAction[] {
    return ids
      .filter(id => this._commands.isVisible(commandOf(id), args))
      .map(id => ({
        id,
        label: this._commands.label(commandOf(id), args),
        enabled: this._commands.isEnabled(commandOf(id), args),
        shortcut: this._shortcut(id)
      }));
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
  requires: [ITiledSession, ITiledSettings, ITiledBrowser, ITiledCode],
  optional: [ITiledNotebook, ITranslator],
  provides: ITiledHost,
  activate: (
    app: JupyterFrontEnd,
    session: ITiledSession,
    settings: ITiledSettings,
    browser: ITiledBrowser,
    code: ITiledCode,
    notebook: ITiledNotebook | null,
    translator: ITranslator | null
  ): ITiledHost =>
    new LabHost(
      app,
      session,
      settings,
      browser,
      code,
      notebook,
      (translator ?? nullTranslator).load('tiled_jl')
    )
};
