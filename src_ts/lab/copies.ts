import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';

import { takesNodes } from '../models/servers/servers';
import type { INodeTarget } from '../views/parts/host';
import { nodesOf } from '../views/parts/target';
import { ITiledBrowser, ITiledCopies, ITiledHost, ITiledSession } from './tokens';

class Copies implements ITiledCopies {
  constructor(
    private readonly _app: JupyterFrontEnd,
    private readonly _browser: ITiledBrowser,
    private readonly _session: ITiledSession,
    private readonly _host: ITiledHost
  ) {}

  async copyTo(target: INodeTarget): Promise<void> {
    const nodes = nodesOf(target);
    const { trans } = this._host;
    const { servers, transfers } = await this._browser.load();
    // Most copies go elsewhere.
    const other = servers.items.find(each => each.id !== target.server && takesNodes(each));
    const place = { server: other?.id ?? target.server, path: [] };
    const [{ DestinationModel }, { askWhere }] = await Promise.all([
      import('../models/transfers/destination'),
      import('./copydialog')
    ]);
    const destination = new DestinationModel(this._session.transport, servers, place);
    const title =
      nodes.length === 1
        ? trans.__('Copy %1 to…', target.path[target.path.length - 1])
        : trans._n('Copy %2 node to…', 'Copy %2 nodes to…', nodes.length, nodes.length);
    const choice = await askWhere(title, destination, this._host);
    const { server: toServer, path } = destination.place;
    destination.dispose();
    if (!choice) {
      return;
    }
    for (const { server, path: from } of nodes) {
      await transfers.copy({ server, path: from, toServer, toPath: [...path], ...choice });
    }
    // There they can be followed.
    await this._app.commands.execute('tiled-jl:activate');
  }
}

/** Nodes copied to other containers. */
export const copiesPlugin: JupyterFrontEndPlugin<ITiledCopies> = {
  id: 'tiled-jl:copies',
  description: 'Copies Tiled nodes into containers of this or another server.',
  autoStart: true,
  requires: [ITiledBrowser, ITiledSession, ITiledHost],
  provides: ITiledCopies,
  activate: (
    app: JupyterFrontEnd,
    browser: ITiledBrowser,
    session: ITiledSession,
    host: ITiledHost
  ): ITiledCopies => new Copies(app, browser, session, host)
};
