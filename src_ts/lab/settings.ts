import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import { type ISignal, Signal } from '@lumino/signaling';

import type { ViewKind } from '../models/preview/sliced';
import type { ISnippetProblem, ISnippets } from '../models/code/snippets';
import { showDigits } from '../views/parts/format';
import { ITiledSettings } from './tokens';

const PLUGIN_ID = 'tiled-jl:plugin';
const PAGE_SIZE = 200;
const DIGITS = 5;
const NO_SNIPPETS: ISnippets = { fitting: () => [], problems: [] };

class Settings implements ITiledSettings {
  constructor(
    registry: ISettingRegistry | null,
    private readonly _restored: Promise<void>,
    private readonly _trans: TranslationBundle
  ) {
    this.ready = this._load(registry);
  }

  readonly ready: Promise<void>;

  get kernel(): string {
    return this._kernel;
  }

  get snippets(): ISnippets {
    return this._snippets;
  }

  get pageSize(): number {
    return this._get('pageSize', PAGE_SIZE);
  }

  get previews(): readonly ViewKind[] {
    return this._get<ViewKind[]>('defaultPreview', []);
  }

  get followSelection(): boolean {
    return this._followSelection;
  }

  async setFollowSelection(follow: boolean): Promise<void> {
    this._followSelection = follow;
    this._changed.emit();
    await this._settings?.set('followSelection', follow);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  async setKernel(name: string): Promise<void> {
    this._kernel = name;
    await this._settings?.set('kernel', name);
  }

  private async _load(registry: ISettingRegistry | null): Promise<void> {
    const { readSnippets } = await import('../models/code/snippets');
    this._readSnippets = readSnippets;
    this._snippets = readSnippets([], this._trans);
    try {
      this._settings = (await registry?.load(PLUGIN_ID)) ?? null;
      this._settings?.changed.connect(this._read, this);
      this._read();
    } catch (reason) {
      console.warn('The settings of the Tiled browser could not be read; defaults apply.', reason);
    }
  }

  private _read(): void {
    this._kernel = this._get('kernel', '');
    this._snippets = this._readSnippets(this._get('snippets', []), this._trans);
    this._followSelection = this._get('followSelection', false);
    showDigits(this._get('digits', DIGITS));
    this._tell();
    this._changed.emit();
  }

  /** Say what is wrong with the snippets, once for each time they are edited. */
  private _tell(): void {
    const { problems } = this._snippets;
    const told = JSON.stringify(problems);
    if (told !== this._told) {
      this._told = told;
      // What is said before that, nobody would see.
      void this._restored.then(() =>
        problems.forEach(problem =>
          Notification.warning(problemWords(problem, this._trans), { autoClose: false })
        )
      );
    }
  }

  private _get<T>(key: string, otherwise: T): T {
    return (this._settings?.get(key).composite as T | undefined) ?? otherwise;
  }

  private _settings: ISettingRegistry.ISettings | null = null;
  private _kernel = '';
  private _followSelection = false;
  private readonly _changed = new Signal<this, void>(this);
  private _readSnippets: (entries: unknown, trans: TranslationBundle) => ISnippets = () =>
    NO_SNIPPETS;
  private _snippets = NO_SNIPPETS;
  private _told = '[]';
}

/** Which snippet of the settings is left out, and why. */
function problemWords(problem: ISnippetProblem, trans: TranslationBundle): string {
  const { entry, label, kind, detail } = problem;
  const which = label
    ? trans.__('Snippet %1, “%2”, of the Tiled settings is left out.', entry, label)
    : trans.__('Snippet %1 of the Tiled settings is left out.', entry);
  const why = {
    shape: trans.__('It needs a text as its %1.', detail),
    condition: trans.__('Its condition cannot be understood: %1.', detail),
    placeholder: trans.__('Its template does not know %1.', detail)
  };
  return `${which} ${why[kind]}`;
}

/** The settings of the Tiled browser. */
export const settingsPlugin: JupyterFrontEndPlugin<ITiledSettings> = {
  id: PLUGIN_ID,
  description: 'Reads and keeps the settings of the Tiled browser.',
  autoStart: true,
  optional: [ISettingRegistry, ITranslator],
  provides: ITiledSettings,
  activate: (
    app: JupyterFrontEnd,
    registry: ISettingRegistry | null,
    translator: ITranslator | null
  ): ITiledSettings =>
    new Settings(registry, app.restored, (translator ?? nullTranslator).load('tiled_jl'))
};
