import { ServersModel } from '../models/servers/servers';
import { Account } from '../views/sidebar/account';
import { WidgetHost } from './host';
import type { IViewer } from './model';
import { mounting } from './mount';

/** Draw who is logged in to a server. */
export const mount: IViewer['mount'] = mounting('login', (model, transport, reconnect) => {
  const servers = new ServersModel(transport);
  const { server } = model.get('_target');
  const host = new WidgetHost(transport, { refresh: () => void servers.load(), reconnect });
  return {
    element: <Account transport={transport} servers={servers} server={server} host={host} />,
    dispose: () => servers.dispose()
  };
});
