import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Dialog, ICommandPalette, Notification, showDialog } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { describeFailure, isCancelled } from '../core/failure';
import type { ICodeResult, Right } from '../core/protocol';
import type { ActionId, INodeTarget } from '../views/host';
import {
  actionLabels,
  ACTIONS,
  applies,
  commandOf,
  fromArgs,
  type Place,
  TARGET_ARGS
} from './actions';
import { copyText } from './clipboard';
import {
  ITiledBrowser,
  ITiledEditing,
  ITiledExports,
  ITiledNotebook,
  ITiledPreviews,
  ITiledSession
} from './tokens';

const COPIED_FOR = 2000;

/** What one has to be allowed for an action. */
const RIGHTS: Partial<Record<ActionId, Right>> = {
  'edit-metadata': 'edit',
  'new-container': 'create',
  upload: 'create',
  delete: 'delete'
};

/** What the actions do. */
class Actions {
  constructor(
    private readonly _app: JupyterFrontEnd,
    private readonly _browser: ITiledBrowser,
    private readonly _session: ITiledSession,
    private readonly _previews: ITiledPreviews | null,
    private readonly _notebook: ITiledNotebook | null,
    private readonly _exports: ITiledExports | null,
    private readonly _editing: ITiledEditing | null,
    private readonly _trans: TranslationBundle
  ) {}

  /** The node that a command acts on. */
  target(args: ReadonlyPartialJSONObject): INodeTarget | null {
    const place = args.place as Place | undefined;
    const shown = place === 'sidebar' ? null : (this._previews?.current ?? null);
    const selected = place === 'preview' ? null : this._selected();
    return fromArgs(args) ?? shown ?? selected;
  }

  /** Whether JupyterLab can do it at all, and it means something for the target. */
  offers(id: ActionId, target: INodeTarget | null): boolean {
    const possible =
      (id !== 'open-preview' || this._previews !== null) &&
      (id !== 'export' || this._exports !== null) &&
      (id !== 'log-out' || this._isLoggedIn(target)) &&
      this._isAllowed(id, target) &&
      (!id.startsWith('insert-') || this._notebook !== null);
    return possible && applies(id, target);
  }

  /** Do it; what goes wrong is said, not thrown. */
  async run(id: ActionId, target: INodeTarget | null): Promise<void> {
    // A key calls what a menu would not offer.
    if (!this._isAllowed(id, target)) {
      return;
    }
    try {
      await this._run(id, target);
    } catch (reason) {
      if (!isCancelled(reason)) {
        const { message, hint } = describeFailure(reason);
        Notification.error([message, hint].filter(Boolean).join(' '));
      }
    }
  }

  private async _run(id: ActionId, target: INodeTarget | null): Promise<void> {
    switch (id) {
      case 'refresh':
        return this._browser.model?.refresh();
      case 'add-server':
        return this._addServer();
      case 'reconnect':
        return this._reconnect(target);
      default:
        break;
    }
    if (!target) {
      return;
    }
    switch (id) {
      case 'open-preview':
        return this._previews?.open(target);
      case 'insert-code':
        return this._notebook?.insert(await this._code(target), { run: false });
      case 'insert-and-run':
        return this._notebook?.insert(await this._code(target), { run: true });
      case 'copy-code': {
        const { setup, body } = await this._code(target);
        return this._copy([...setup, '', body].join('\n'));
      }
      case 'copy-path':
        return this._copy(target.path.join('/'));
      case 'copy-uri':
        return this._copy(await this._uri(target));
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
      case 'log-in':
        return this._logIn(target.server);
      case 'log-out':
        return this._logOut(target.server);
      case 'remove-server':
        return this._removeServer(target.server);
    }
  }

  private _selected(): INodeTarget | null {
    const selection = this._browser.model?.selection;
    return selection
      ? { server: selection.server.id, path: selection.node.path, node: selection.node }
      : null;
  }

  private async _code({ server, path, at }: INodeTarget): Promise<ICodeResult> {
    return (await this._session.transport.request('nodes.code', { server, path, at })).result;
  }

  private async _uri({ server, path }: INodeTarget): Promise<string> {
    return (await this._session.transport.request('nodes.get', { server, path })).result.uri;
  }

  private async _copy(text: string): Promise<void> {
    await copyText(text);
    Notification.success(this._trans.__('Copied: %1', text.split('\n').pop() ?? ''), {
      autoClose: COPIED_FOR
    });
  }

  private async _addServer(): Promise<void> {
    const model = await this._browser.load();
    await this._app.commands.execute('tiled-jl:activate');
    model.form = { uri: '' };
  }

  /** Whether nothing is changed, or the server lets this person do it. */
  private _isAllowed(id: ActionId, target: INodeTarget | null): boolean {
    const right = RIGHTS[id];
    if (right === undefined) {
      return true;
    }
    const rights = this._editing && this._browser.model?.rights;
    const family = target?.node?.structureFamily ?? 'container';
    const holds = right !== 'create' || family === 'container';
    return Boolean(target && holds && rights?.allows(right, target.server, target.path));
  }

  private _isLoggedIn(target: INodeTarget | null): boolean {
    const server = target && this._browser.model?.servers.get(target.server);
    return Boolean(server && server.credential !== 'anonymous');
  }

  private async _logIn(id: string): Promise<void> {
    const model = await this._browser.load();
    await this._app.commands.execute('tiled-jl:activate');
    model.openLogin(id);
  }

  private async _logOut(id: string): Promise<void> {
    await (await this._browser.load()).servers.logOut(id);
  }

  private async _reconnect(target: INodeTarget | null): Promise<void> {
    const { state } = this._session.transport;
    if (state === 'ready' && target) {
      await (await this._browser.load()).servers.connect({ server: target.server });
    } else {
      await this._session.reconnect();
    }
  }

  private async _removeServer(id: string): Promise<void> {
    const { servers } = await this._browser.load();
    const { button } = await showDialog({
      title: this._trans.__('Remove the server “%1”?', servers.get(id)?.name ?? id),
      body: this._trans.__(
        'It leaves the sidebar, and the login or API key kept for it is deleted. Its data is not touched.'
      ),
      buttons: [
        Dialog.cancelButton(),
        Dialog.warnButton({ label: this._trans.__('Remove server') })
      ]
    });
    if (button.accept) {
      await servers.remove(id);
    }
  }
}

/** The commands on nodes, servers and the browser's kernel. */
export const commandsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'tiled-jl:commands',
  description: 'Adds the commands on Tiled nodes, servers and the kernel of the browser.',
  autoStart: true,
  requires: [ITiledBrowser, ITiledSession],
  optional: [
    ITiledPreviews,
    ITiledNotebook,
    ITiledExports,
    ITiledEditing,
    ICommandPalette,
    ITranslator
  ],
  activate: (
    app: JupyterFrontEnd,
    browser: ITiledBrowser,
    session: ITiledSession,
    previews: ITiledPreviews | null,
    notebook: ITiledNotebook | null,
    exports: ITiledExports | null,
    editing: ITiledEditing | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ): void => {
    const { commands } = app;
    const trans = (translator ?? nullTranslator).load('tiled_jl');
    const actions = new Actions(app, browser, session, previews, notebook, exports, editing, trans);
    const labels = actionLabels(trans);
    const category = trans.__('Tiled');

    for (const id of ACTIONS) {
      commands.addCommand(commandOf(id), {
        label: labels[id],
        describedBy: { args: TARGET_ARGS },
        isEnabled: args => actions.offers(id, actions.target(args)),
        isVisible: args => actions.offers(id, actions.target(args)),
        execute: args => actions.run(id, actions.target(args))
      });
      palette?.addItem({ command: commandOf(id), category });
    }

    const kernelCommands = [
      {
        id: 'tiled-jl:restart-kernel',
        label: trans.__('Restart the kernel of the Tiled browser'),
        run: () => session.restart()
      },
      {
        id: 'tiled-jl:shut-down-kernel',
        label: trans.__('Shut down the kernel of the Tiled browser'),
        run: () => session.shutdown()
      },
      {
        id: 'tiled-jl:choose-kernel',
        label: trans.__('Choose the kernel of the Tiled browser…'),
        run: () => session.chooseKernel()
      }
    ];
    for (const { id, label, run } of kernelCommands) {
      commands.addCommand(id, {
        label,
        describedBy: { args: { type: 'object', properties: {} } },
        execute: run
      });
      palette?.addItem({ command: id, category });
    }
  }
};
