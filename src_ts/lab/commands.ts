import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { describeFailure, isCancelled } from '../core/failure';
import type { IServer } from '../core/protocol';
import { askUris } from '../models/code/code';
import { hasKeys, isLoggedIn, takesNodes } from '../models/servers/servers';
import { ACTIONS, applies, isAllowed, SEARCH_ACTIONS } from '../views/parts/actionlist';
import { actionCaptions, actionLabels } from '../views/parts/actionwords';
import type { ActionId, INodeTarget } from '../views/parts/host';
import { chosenTarget, nodesOf } from '../views/parts/target';
import { commandOf } from './commandof';
import { fromArgs, type Place, TARGET_ARGS } from './targetargs';
import { copyAndSay } from './clipboard';
import { CodeActions } from './codeactions';
import { ServerActions } from './serveractions';
import { snippetMenu } from './snippetmenu';
import {
  ITiledBrowser,
  ITiledCode,
  ITiledCopies,
  ITiledEditing,
  ITiledExports,
  ITiledNotebook,
  ITiledPreviews,
  ITiledSession
} from './tokens';

/** Where nodes are in the page. */
const SELECTORS: Record<Place, string> = {
  sidebar: '.tjl-SidePanel .tjl-Row[data-kind="node"]',
  preview: '.tjl-PreviewPanel'
};

// What is done with a node by whoever wants to come back to it.
const OPENING: readonly ActionId[] = ['open-preview', 'insert-code', 'insert-and-run', 'export'];

/** What the actions do. */
class Actions {
  constructor(
    private readonly _app: JupyterFrontEnd,
    private readonly _browser: ITiledBrowser,
    private readonly _session: ITiledSession,
    private readonly _code: CodeActions,
    private readonly _previews: ITiledPreviews | null,
    private readonly _exports: ITiledExports | null,
    private readonly _editing: ITiledEditing | null,
    private readonly _copies: ITiledCopies | null,
    private readonly _trans: TranslationBundle
  ) {
    this._labels = actionLabels(_trans);
    this._servers = new ServerActions(_browser, _session, _app.commands, _trans);
  }

  /** The node that a command acts on. */
  target(args: ReadonlyPartialJSONObject): INodeTarget | null {
    const place = args.place as Place | undefined;
    const shown = place === 'sidebar' ? null : (this._previews?.current ?? null);
    const { model } = this._browser;
    const selected = place === 'preview' || !model ? null : chosenTarget(model);
    return fromArgs(args) ?? shown ?? selected;
  }

  /** Whether JupyterLab can do it at all, and it means something for the target. */
  offers(id: ActionId, target: INodeTarget | null, args: ReadonlyPartialJSONObject): boolean {
    const possible =
      this._code.offers(id, target, args) &&
      (id !== 'open-preview' || this._previews !== null) &&
      (id !== 'export' || this._exports !== null) &&
      (id !== 'copy-to' || this._canCopy()) &&
      (id !== 'log-out' || isLoggedIn(this._server(target))) &&
      (id !== 'api-keys' || hasKeys(this._server(target))) &&
      isAllowed(id, target, this._editing && this._browser.model?.rights);
    return possible && applies(id, target);
  }

  /** What an action is called, which may depend on what it is done to. */
  label(id: ActionId, args: ReadonlyPartialJSONObject): string {
    const target = this.target(args);
    if (id === 'favourite' && target && this._browser.model?.places.isFavourite(target)) {
      return this._trans.__('Remove from favourites');
    }
    if (id === 'log-in' && isLoggedIn(this._server(target))) {
      return this._trans.__('Switch user');
    }
    const snippet = id === 'insert-code-as' ? this._code.snippet(target, args) : null;
    return snippet || this._labels[id];
  }

  /** Do it; what goes wrong is said, not thrown. */
  async run(
    id: ActionId,
    target: INodeTarget | null,
    args: ReadonlyPartialJSONObject
  ): Promise<void> {
    // A key calls what a menu would not offer.
    if (!this.offers(id, target, args)) {
      return;
    }
    try {
      await this._run(id, target, args);
    } catch (reason) {
      if (!isCancelled(reason)) {
        const { message, hint, detail } = describeFailure(reason);
        Notification.error([message, hint, detail].filter(Boolean).join(' '));
      }
    }
  }

  private async _run(
    id: ActionId,
    target: INodeTarget | null,
    args: ReadonlyPartialJSONObject
  ): Promise<void> {
    if (OPENING.includes(id) && target?.path.length) {
      this._browser.model?.places.visit(target);
    }
    switch (id) {
      case 'insert-code':
      case 'insert-code-as':
      case 'insert-and-run':
      case 'copy-code':
      case 'insert-search-code':
      case 'copy-search-code':
        return this._code.run(id, target, args);
      case 'refresh':
        return this._browser.model?.refresh();
      case 'add-server':
        return this._servers.add();
      case 'reconnect':
        return this._servers.reconnect(target);
      default:
        break;
    }
    if (!target) {
      return;
    }
    switch (id) {
      case 'favourite':
        return (await this._browser.load()).places.toggle(target);
      case 'arrange':
        return this._arrange(target);
      case 'open-preview':
        return this._previews?.open(target);
      case 'copy-path':
        return copyAndSay(
          nodesOf(target)
            .map(({ path }) => path.join('/'))
            .join('\n'),
          this._trans
        );
      case 'copy-uri':
        return copyAndSay(
          (await askUris(this._session.transport, nodesOf(target))).join('\n'),
          this._trans
        );
      case 'export':
        return this._exports?.export(target);
      case 'edit-metadata':
        return this._editing?.edit(target);
      case 'new-container':
        return this._editing?.newContainer(target);
      case 'upload':
        return this._editing?.upload(target);
      case 'delete':
        return this._editing?.delete(target);
      case 'copy-to':
        return this._copies?.copyTo(target);
      case 'log-in':
        return this._servers.logIn(target.server);
      case 'log-out':
        return this._servers.logOut(target.server);
      case 'api-keys':
        return this._servers.showKeys(target.server);
      case 'remove-server':
        return this._servers.remove(target.server);
    }
  }

  /** Whether there is a server that takes copies. */
  private _canCopy(): boolean {
    return Boolean(this._copies && this._browser.model?.servers.items.some(takesNodes));
  }

  private async _arrange({ server, path }: INodeTarget): Promise<void> {
    const model = await this._browser.load();
    await this._app.commands.execute('tiled-jl:activate');
    await model.select(server, path);
    model.panel = 'arrange';
  }

  private _server(target: INodeTarget | null): IServer | undefined {
    return target ? this._browser.model?.servers.get(target.server) : undefined;
  }

  private readonly _labels: Record<ActionId, string>;
  private readonly _servers: ServerActions;
}

/** The commands on nodes, servers and the browser's kernel. */
export const commandsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'tiled-jl:commands',
  description: 'Adds the commands on Tiled nodes, servers and the kernel of the browser.',
  autoStart: true,
  requires: [ITiledBrowser, ITiledSession, ITiledCode],
  optional: [
    ITiledPreviews,
    ITiledNotebook,
    ITiledExports,
    ITiledEditing,
    ITiledCopies,
    ICommandPalette,
    ITranslator
  ],
  activate: (
    app: JupyterFrontEnd,
    browser: ITiledBrowser,
    session: ITiledSession,
    writer: ITiledCode,
    previews: ITiledPreviews | null,
    notebook: ITiledNotebook | null,
    exports: ITiledExports | null,
    editing: ITiledEditing | null,
    copies: ITiledCopies | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ): void => {
    const { commands } = app;
    const trans = (translator ?? nullTranslator).load('tiled_jl');
    const code = new CodeActions(browser, writer, notebook, trans);
    const actions = new Actions(
      app,
      browser,
      session,
      code,
      previews,
      exports,
      editing,
      copies,
      trans
    );
    const captions = actionCaptions(trans);
    const category = trans.__('Tiled');

    for (const id of [...ACTIONS, ...SEARCH_ACTIONS]) {
      commands.addCommand(commandOf(id), {
        label: args => actions.label(id, args),
        caption: captions[id],
        describedBy: { args: TARGET_ARGS },
        isEnabled: args => actions.offers(id, actions.target(args), args),
        isVisible: args => actions.offers(id, actions.target(args), args),
        execute: args => actions.run(id, actions.target(args), args)
      });
      palette?.addItem({ command: commandOf(id), category });
    }

    for (const [place, selector] of Object.entries(SELECTORS) as [Place, string][]) {
      const submenu = snippetMenu(commands, trans.__('Insert code as'), { place });
      app.contextMenu.addItem({ type: 'submenu', submenu, selector, rank: 1.5 });
    }

    const kernelCommands = [
      {
        id: 'tiled-jl:restart-kernel',
        label: trans.__('Restart the kernel of the Tiled browser'),
        caption: trans.__('Start the kernel behind the Tiled sidebar afresh'),
        run: () => session.restart()
      },
      {
        id: 'tiled-jl:shut-down-kernel',
        label: trans.__('Shut down the kernel of the Tiled browser'),
        caption: trans.__('End the kernel behind the Tiled sidebar until it is needed again'),
        run: () => session.shutdown()
      },
      {
        id: 'tiled-jl:choose-kernel',
        label: trans.__('Choose the kernel of the Tiled browser…'),
        caption: trans.__('Choose the kernel that serves the Tiled sidebar'),
        run: () => session.chooseKernel()
      }
    ];
    for (const { id, label, caption, run } of kernelCommands) {
      commands.addCommand(id, {
        label,
        caption,
        describedBy: { args: { type: 'object', properties: {} } },
        execute: run
      });
      palette?.addItem({ command: id, category });
    }
  }
};
