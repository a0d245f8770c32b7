import type { ReactElement } from 'react';
import type { BrowserModel } from '../../models/browser';
import { Access } from '../login/access';
import { useModel } from '../parts/hooks';
import type { IHost } from '../parts/host';

/** Props of the panel. */
export interface ISidebarAccessProps {
  model: BrowserModel;
  host: IHost;
}

/** The API keys and logins at a server of the sidebar, while a person looks at them. */
export function SidebarAccess({ model, host }: ISidebarAccessProps): ReactElement | null {
  useModel(model);
  const { access, servers } = model;
  const server = access && servers.get(access.server);
  return server ? (
    <Access
      key={server.id}
      model={access}
      host={host}
      name={server.name}
      uri={server.uri}
      onClose={() => model.closeAccess()}
    />
  ) : null;
}
