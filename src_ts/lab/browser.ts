import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IStateDB } from '@jupyterlab/statedb';
import type { ReadonlyPartialJSONValue } from '@lumino/coreutils';

import type { BrowserModel } from '../models/browser';
import { keepDrafts } from './drafts';
import type { Model } from '../models/state/model';
import { nodeId } from '../models/tree/rows';
import { ITiledBrowser, ITiledSession, ITiledSettings } from './tokens';

/** Something that is there again after a reload. */
interface IKept {
  key: string;
  model: Model;
  /** `null` while there is nothing to keep in place of what was kept before. */
  read: () => ReadonlyPartialJSONValue;
  restore: (kept: ReadonlyPartialJSONValue | undefined) => void;
}

function keptOf(browser: BrowserModel): IKept[] {
  const { tree, places } = browser;
  const { arrangement } = tree;
  return [
    {
      key: 'tiled-jl:arrangement',
      model: arrangement,
      // Each choice is plain data; what was not chosen is left out.
      read: () => JSON.parse(JSON.stringify(arrangement.state)) as ReadonlyPartialJSONValue,
      restore: kept => {
        arrangement.state = kept;
      }
    },
    {
      key: 'tiled-jl:places',
      model: places,
      read: () => places.state,
      restore: kept => {
        places.state = kept;
      }
    },
    {
      key: 'tiled-jl:expansion',
      model: tree,
      read: () => tree.expansion,
      restore: kept => {
        if (Array.isArray(kept)) {
          tree.expansion = kept.filter((id): id is string => typeof id === 'string');
        }
      }
    },
    {
      key: 'tiled-jl:selection',
      model: tree,
      read: () =>
        browser.selection && nodeId(browser.selection.server.id, browser.selection.node.path),
      restore: kept => {
        if (typeof kept === 'string') {
          tree.want(kept);
        }
      }
    }
  ];
}

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
    if (this._state) {
      await keepDrafts(model.drafts, this._state);
    }
    this._model = model;
    this._waiting.splice(0).forEach(callback => callback(model));
    return model;
  }

  /** Have everything as it was when the page was left, and keep it so from now on. */
  private async _restore(model: BrowserModel): Promise<void> {
    const state = this._state;
    if (!state) {
      return;
    }
    for (const { key, model: part, read, restore } of keptOf(model)) {
      restore(await state.fetch(key).catch(() => undefined));
      let saved = JSON.stringify(read());
      part.changed.connect(() => {
        const now = read();
        const text = JSON.stringify(now);
        if (now !== null && text !== saved) {
          saved = text;
          void state.save(key, now);
        }
      });
    }
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
