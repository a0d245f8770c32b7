import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ReactWidget } from '@jupyterlab/ui-components';

import { ITiledBrowser, ITiledHost } from './tokens';

const RANK = 900;

/** Says in the status bar how the browser stands, once it is in use. */
export const statusPlugin: JupyterFrontEndPlugin<void> = {
  id: 'tiled-jl:status',
  description: 'Says in the status bar how the kernel and the servers of the Tiled browser stand.',
  autoStart: true,
  requires: [ITiledBrowser, ITiledHost],
  optional: [IStatusBar],
  activate: (
    app: JupyterFrontEnd,
    browser: ITiledBrowser,
    host: ITiledHost,
    bar: IStatusBar | null
  ): void =>
    browser.whenLoaded(model => {
      const show = () => void app.commands.execute('tiled-jl:activate');
      void import('../views/sidebar/status').then(({ Status }) => {
        const item = ReactWidget.create(<Status model={model} host={host} onOpen={show} />);
        bar?.registerStatusItem('tiled-jl:status', { item, align: 'right', rank: RANK });
      });
    })
};
