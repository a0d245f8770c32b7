import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { type ISignal, Signal } from '@lumino/signaling';

import { ITiledSettings } from './tokens';

const PLUGIN_ID = 'tiled-jl:plugin';

class Settings implements ITiledSettings {
  constructor(registry: ISettingRegistry | null) {
    this.ready = registry ? this._load(registry) : Promise.resolve();
  }

  readonly ready: Promise<void>;

  get kernel(): string {
    return this._kernel;
  }

  async setKernel(name: string): Promise<void> {
    this._kernel = name;
    await this._settings?.set('kernel', name);
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

  private async _load(registry: ISettingRegistry): Promise<void> {
    try {
      this._settings = await registry.load(PLUGIN_ID);
      this._settings.changed.connect(this._read, this);
      this._read();
    } catch (reason) {
      console.warn('The settings of the Tiled browser could not be read; defaults apply.', reason);
    }
  }

  private _read(): void {
    this._kernel = (this._settings?.get('kernel').composite as string | undefined) ?? '';
    this._followSelection = this._settings?.get('followSelection').composite === true;
    this._changed.emit();
  }

  private _settings: ISettingRegistry.ISettings | null = null;
  private _kernel = '';
  private _followSelection = false;
  private readonly _changed = new Signal<this, void>(this);
}

/** The settings of the Tiled browser. */
export const settingsPlugin: JupyterFrontEndPlugin<ITiledSettings> = {
  id: PLUGIN_ID,
  description: 'Reads and keeps the settings of the Tiled browser.',
  autoStart: true,
  optional: [ISettingRegistry],
  provides: ITiledSettings,
  activate: (_: JupyterFrontEnd, registry: ISettingRegistry | null): ITiledSettings =>
    new Settings(registry)
};
