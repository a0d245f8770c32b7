import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';

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
  }

  private _settings: ISettingRegistry.ISettings | null = null;
  private _kernel = '';
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
