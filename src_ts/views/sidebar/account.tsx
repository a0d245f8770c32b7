import { type ReactElement, useEffect, useMemo, useState } from 'react';
import type { ITransport } from '../../core/transport';
import { LoginModel } from '../../models/servers/login';
import type { ServersModel } from '../../models/servers/servers';
import { useModel } from '../parts/hooks';
import type { IHost } from '../parts/host';
import { StateDot } from '../parts/icons';
import { Kernel } from './kernel';
import { LoginForm } from '../login/login';
import { Problem } from '../parts/problem';
import { whoWords } from '../tree/row';
import { Summary } from '../tree/summary';

/** Props of the account. */
export interface IAccountProps {
  transport: ITransport;
  servers: ServersModel;
  /** Id of the server. */
  server: string;
  host: IHost;
}

/** Who is logged in to a server, and a form to log in: what a cell shows. */
export function Account({ transport, servers, server, host }: IAccountProps): ReactElement {
  const { trans } = host;
  useModel(servers);
  const login = useMemo(() => new LoginModel(transport, server), [transport, server]);
  useModel(login);
  const [open, setOpen] = useState(false);
  const info = servers.get(server);

  useEffect(() => {
    void servers.load();
    void login.load();
    return () => login.dispose();
  }, [servers, login]);

  // Where a cell waits, the server is asked for nothing but a login.
  const unknown = info?.state === 'unknown' && login.ways !== null && !login.waiting;
  useEffect(() => {
    if (unknown) {
      servers.connect({ server }).catch(() => undefined);
    }
  }, [unknown, servers, server]);

  const close = () => {
    login.cancel();
    setOpen(false);
  };
  const form = info && (login.waiting || open) && (
    <LoginForm
      model={login}
      host={host}
      name={info.name}
      uri={info.uri}
      focus
      onDone={() => setOpen(login.waiting)}
      onClose={close}
    />
  );
  return (
    <div className="tjl-Root tjl-Account">
      <Kernel transport={transport} host={host} keeping={info !== undefined} />
      {login.error && !form && (
        <Problem error={login.error} host={host} onRetry={() => void login.load()} />
      )}
      {form}
      {info && !form && (
        <div className="tjl-Account-line">
          <StateDot state={info.state} credential={info.credential} />
          <strong>{info.name}</strong>
          <Summary parts={[whoWords(info, trans)]} />
          {info.credential === 'login' && info.state === 'live' ? (
            <button
              type="button"
              className="tjl-Button"
              onClick={() => void servers.logOut(server).catch(() => undefined)}
            >
              {trans.__('Log out')}
            </button>
          ) : (
            login.ways !== null &&
            login.ways.length > 0 && (
              <button type="button" className="tjl-Button" onClick={() => setOpen(true)}>
                {trans.__('Log in')}
              </button>
            )
          )}
        </div>
      )}
    </div>
  );
}
