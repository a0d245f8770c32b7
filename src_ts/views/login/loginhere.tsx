import { type ReactElement, useEffect, useMemo, useState } from 'react';
import type { ITransport } from '../../core/transport';
import { LoginModel } from '../../models/servers/login';
import { ServersModel } from '../../models/servers/servers';
import { useModel } from '../parts/hooks';
import type { IHost } from '../parts/host';
import { LoginForm } from './login';

/** Props of the offer. */
export interface ILoginHereProps {
  transport: ITransport;
  /** Id of the server. */
  server: string;
  host: IHost;
}

/** Offers to log in where something was refused, wherever else that can be done. */
export function LoginHere({ transport, server, host }: ILoginHereProps): ReactElement {
  const [open, setOpen] = useState(false);
  return open ? (
    <Form transport={transport} server={server} host={host} onClose={() => setOpen(false)} />
  ) : (
    <div className="tjl-LoginHere">
      {host.trans.__('Log in to go on.')}
      <button type="button" className="tjl-Button tjl-mod-primary" onClick={() => setOpen(true)}>
        {host.trans.__('Log in')}
      </button>
    </div>
  );
}

function Form({
  transport,
  server,
  host,
  onClose
}: ILoginHereProps & { onClose: () => void }): ReactElement | null {
  const servers = useMemo(() => new ServersModel(transport), [transport]);
  const login = useMemo(() => new LoginModel(transport, server), [transport, server]);
  useModel(servers);
  const info = servers.get(server);

  useEffect(() => {
    void servers.load();
    return () => {
      servers.dispose();
      login.dispose();
    };
  }, [servers, login]);

  return info ? (
    <LoginForm
      model={login}
      host={host}
      name={info.name}
      uri={info.uri}
      keys
      focus
      onDone={onClose}
      onClose={onClose}
    />
  ) : null;
}
