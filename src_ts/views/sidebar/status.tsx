import type { ReactElement } from 'react';
import type { BrowserModel } from '../../models/browser';
import { useModel } from '../parts/hooks';
import type { IHost, ITranslator } from '../parts/host';

/** Props of the words. */
export interface IStatusProps {
  model: BrowserModel;
  host: IHost;
  /** Show more of it. */
  onOpen: () => void;
}

/** How the kernel and the servers of the browser stand, in a few words. */
export function Status({ model, host, onOpen }: IStatusProps): ReactElement {
  useModel(model);
  return (
    <button
      type="button"
      className="tjl-Status"
      title={host.trans.__('Show the Tiled sidebar')}
      onClick={onOpen}
    >
      {statusWords(model, host.trans)}
    </button>
  );
}

function statusWords({ transport, servers }: BrowserModel, trans: ITranslator): string {
  switch (transport.state) {
    case 'idle':
    case 'starting':
      return trans.__('Tiled: starting');
    case 'reconnecting':
      return trans.__('Tiled: reconnecting');
    case 'dead':
    case 'unavailable':
      return trans.__('Tiled: no kernel');
    default: {
      const all = servers.items.length;
      const open = servers.items.filter(({ state }) => state === 'live' || state === 'anonymous');
      return open.length === all
        ? trans._n('Tiled: %2 server', 'Tiled: %2 servers', all, all)
        : trans.__('Tiled: %1 of %2 servers connected', open.length, all);
    }
  }
}
