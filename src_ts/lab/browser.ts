import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IStateDB } from '@jupyterlab/statedb';

import type { BrowserModel } from '../models/browser';
import { nodeId } from '../models/rows';
import { ITiledBrowser, ITiledSession, ITiledSettings } from './tokens';

const EXPANSION = 'tiled-jl:expansion';
const SELECTION = 'tiled-jl:selection';

class Browser implements ITiledBrowser {
  constructor(
    private readonly _session: ITiledSession,
    private readonly _settings: ITiledSettings,
    private readonly _state: IStateDB | null
  ) {}

  get model(): BrowserModel | null {
    return this._model;
  }

  load(): Promise<BrowserModel> {
    this._loading ??= this._load();
    return this._loading;
  }

  whenLoaded(callback: (model: BrowserModel) => void): void {
    if (this._model) {
      callback(this._model);
    } else {
      this._waiting.push(callback);
    }
  }

  private async _load(): Promise<BrowserModel> {
    const { BrowserModel } = await import('../models/browser');
    await this._settings.ready;
    const { pageSize } = this._settings;
    const model = new BrowserModel({ transport: this._session.transport, pageSize });
    await this._restore(model);
    this._model = model;
    this._waiting.splice(0).forEach(callback => callback(model));
    return model;
  }

  /** Open in the tree what was open when the page was left, and keep it so from now on. */
  private async _restore(model: BrowserModel): Promise<void> {
    const state = this._state;
    if (!state) {
      return;
    }
    const kept = await state.fetch(EXPANSION).catch(() => undefined);
    if (Array.isArray(kept)) {
      model.tree.expansion = kept.filter((id): id is string => typeof id === 'string');
    }
    const selected = await state.fetch(SELECTION).catch(() => undefined);
    if (typeof selected === 'string') {
      model.tree.want(selected);
    }
    let chosen = selected;
    model.selectionChanged.connect((_, selection) => {
      const now = selection && nodeId(selection.server.id, selection.node.path);
      if (now !== null && now !== chosen) {
        chosen = now;
        void state.save(SELECTION, now);
      }
    });
    let saved = JSON.stringify(model.tree.expansion);
    model.tree.changed.connect(() => {
      const now = JSON.stringify(model.tree.expansion);
      if (now !== saved) {
        saved = now;
        void state.save(EXPANSION, model.tree.expansion);
      }
    });
  }

  private _model: BrowserModel | null = null;
  private _loading: Promise<BrowserModel> | null = null;
  private readonly _waiting: ((model: BrowserModel) => void)[] = [];
}

/** What the sidebar shows, shared with the commands. */
export const browserPlugin: JupyterFrontEndPlugin<ITiledBrowser> = {
  id: 'tiled-jl:browser',
  description: 'Holds the Tiled servers and nodes on show, and which one is selected.',
  autoStart: true,
  requires: [ITiledSession, ITiledSettings],
  optional: [IStateDB],
  provides: ITiledBrowser,
  activate: (
    _: JupyterFrontEnd,
    session: ITiledSession,
    settings: ITiledSettings,
    state: IStateDB | null
  ): ITiledBrowser => new Browser(session, settings, state)
};
