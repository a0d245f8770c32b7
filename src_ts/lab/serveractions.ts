import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';

import type { BrowserModel } from '../models/browser';
import type { INodeTarget } from '../views/parts/host';
import type { ITiledBrowser, ITiledSession } from './tokens';

/** What is done to servers, and to who we are there. */
export class ServerActions {
  constructor(
    private readonly _browser: ITiledBrowser,
    private readonly _session: ITiledSession,
    private readonly _commands: CommandRegistry,
    private readonly _trans: TranslationBundle
  ) {}

  async add(): Promise<void> {
    (await this._inView()).form = { uri: '' };
  }

  async logIn(id: string): Promise<void> {
    (await this._inView()).openLogin(id);
  }

  async showKeys(id: string): Promise<void> {
    (await this._inView()).openAccess(id);
  }

  async logOut(id: string): Promise<void> {
    await (await this._browser.load()).servers.logOut(id);
  }

  /** Ask a server again, or start the kernel again where that is gone. */
  async reconnect(target: INodeTarget | null): Promise<void> {
    const { state } = this._session.transport;
    if (state === 'ready' && target) {
      await (await this._browser.load()).servers.connect({ server: target.server });
    } else {
      await this._session.reconnect();
    }
  }

  /** Take a server off the list, once a person agrees. */
  async remove(id: string): Promise<void> {
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

  /** What the sidebar shows, which has come into view. */
  private async _inView(): Promise<BrowserModel> {
    const model = await this._browser.load();
    await this._commands.execute('tiled-jl:activate');
    return model;
  }
}
