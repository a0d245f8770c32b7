import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { handOver } from '../core/translator';
import { KernelSession } from './kernel';
import { ITiledSession, ITiledSettings } from './tokens';

/** The kernel that serves the sidebar and the previews; it starts with the first request. */
export const sessionPlugin: JupyterFrontEndPlugin<ITiledSession> = {
  id: 'tiled-jl:session',
  description: 'Runs the kernel that serves the Tiled sidebar and the previews.',
  autoStart: true,
  requires: [ITiledSettings],
  optional: [ITranslator],
  provides: ITiledSession,
  activate: (
    app: JupyterFrontEnd,
    settings: ITiledSettings,
    translator: ITranslator | null
  ): ITiledSession => {
    const trans = (translator ?? nullTranslator).load('tiled_jl');
    handOver(trans);
    return new KernelSession({ services: app.serviceManager, settings, trans });
  }
};
