import type { ReactElement } from 'react';
import type { BrowserModel } from '../../models/browser';
import type { IHost } from '../parts/host';

/** Props of the button. */
export interface ILogInButtonProps {
  /** Id of the server. */
  server: string;
  model: BrowserModel;
  host: IHost;
}

/** Opens the form to log in, where something was refused. The keyboard has a command for it. */
export function LogInButton({ server, model, host }: ILogInButtonProps): ReactElement {
  return (
    <button
      type="button"
      className="tjl-Link tjl-Row-action"
      tabIndex={-1}
      onClick={event => {
        event.stopPropagation();
        model.openLogin(server);
      }}
    >
      {host.trans.__('Log in')}
    </button>
  );
}
