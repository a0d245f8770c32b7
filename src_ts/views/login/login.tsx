import { type FormEvent, type ReactElement, type RefObject, useEffect, useRef } from 'react';
import type { LoginModel, Way } from '../../models/servers/login';
import { fieldOf } from '../parts/fields';
import { useModel } from '../parts/hooks';
import type { IHost } from '../parts/host';
import { LoginCode } from './logincode';
import { Problem } from '../parts/problem';

/** Props of the form. */
export interface ILoginFormProps {
  model: LoginModel;
  host: IHost;
  /** What the server is called. */
  name: string;
  /** Where the server is, so that a person sees who gets their password. */
  uri: string;
  /** An API key can be given too. */
  keys?: boolean;
  /** The first field takes the focus. */
  focus?: boolean;
  onDone?: () => void;
  onClose: () => void;
}

/** A form to log in to a server: by password, web browser or API key. */
export function LoginForm(props: ILoginFormProps): ReactElement {
  const { model, host, name, uri, keys = false, focus = false, onDone, onClose } = props;
  const { trans } = host;
  useModel(model);
  const { ways, way, busy, code, error, welcome } = model;
  const form = useRef<HTMLFormElement>(null);
  const secret = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (model.ways === null) {
      void model.load();
    }
  }, [model]);

  useEffect(() => {
    if (focus) {
      const fields = 'input:not([type=checkbox]), select, button';
      form.current?.querySelector<HTMLElement>(fields)?.focus();
    }
    // The fields that there are depend on what the server offers.
  }, [focus, ways]);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const typed = secret.current?.value ?? '';
    // The secret leaves the page with this request and does not stay in it.
    if (secret.current) {
      secret.current.value = '';
    }
    const remember = data.get('remember') !== null;
    const done = await send(model, fieldOf(data, 'username'), typed, remember);
    if (done) {
      onDone?.();
    } else {
      secret.current?.focus();
    }
  };

  if (welcome !== null) {
    return (
      <div className="tjl-Form tjl-Login" role="status">
        {welcome || trans.__('Connected.')}
      </div>
    );
  }
  return (
    <form
      ref={form}
      className="tjl-Form tjl-Login"
      aria-label={trans.__('Log in to %1', name)}
      aria-busy={busy}
      autoComplete="off"
      onSubmit={event => void submit(event)}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onClose();
        }
      }}
    >
      <h3 className="tjl-Form-title">{trans.__('Log in to %1', name)}</h3>
      {uri !== name && <div className="tjl-Login-note">{uri}</div>}
      {ways && <WayField model={model} host={host} keys={keys} />}
      {way === 'key' && !keys && (
        <div className="tjl-Login-note">
          {trans.__('This server has no logins. It may take an API key: from_uri(uri, api_key=…).')}
        </div>
      )}
      {way === 'key' && keys && (
        <SecretField key="key" field={secret} label={trans.__('API key')} />
      )}
      {way !== null && way !== 'key' && way.mode === 'password' && (
        <>
          <label>
            <span>{trans.__('User')}</span>
            <input
              name="username"
              required
              spellCheck={false}
              autoCapitalize="none"
              autoComplete="off"
              defaultValue={model.username ?? ''}
            />
          </label>
          <SecretField key={way.provider} field={secret} label={trans.__('Password')} />
        </>
      )}
      {code && <LoginCode code={code} host={host} />}
      {way !== null && way !== 'key' && way.mode === 'browser' && !code && (
        <div className="tjl-Login-note">
          {trans.__('You log in on a web page, which asks for a code that you get here.')}
        </div>
      )}
      {(keys || way !== 'key') && way !== null && !code && (
        <label className="tjl-Form-check">
          <input name="remember" type="checkbox" defaultChecked={model.remember} />
          <span>{trans.__('Remember on this computer')}</span>
        </label>
      )}
      {error && (
        <Problem
          error={error}
          host={host}
          onRetry={ways === null ? () => void model.load() : undefined}
        />
      )}
      <div className="tjl-Buttons">
        {!code && way !== null && (keys || way !== 'key') && (
          <button type="submit" className="tjl-Button tjl-mod-primary" disabled={busy}>
            {busy ? trans.__('Logging in…') : labelOf(way, host)}
          </button>
        )}
        <button type="button" className="tjl-Button" onClick={onClose}>
          {trans.__('Cancel')}
        </button>
      </div>
    </form>
  );
}

function send(
  model: LoginModel,
  username: string,
  secret: string,
  remember: boolean
): Promise<boolean> {
  const { way } = model;
  if (way === 'key') {
    return model.giveKey(secret.trim(), remember);
  }
  return way?.mode === 'browser' ? model.visit(remember) : model.logIn(username, secret, remember);
}

function labelOf(way: Way, { trans }: IHost): string {
  if (way === 'key') {
    return trans.__('Connect');
  }
  return way.mode === 'browser' ? trans.__('Get a code') : trans.__('Log in');
}

/** The choice among several ways to log in; nothing where there is no choice. */
function WayField({
  model,
  host,
  keys
}: {
  model: LoginModel;
  host: IHost;
  keys: boolean;
}): ReactElement | null {
  const { trans } = host;
  const offered: Way[] = [...(model.ways ?? []), ...(keys ? ['key' as const] : [])];
  if (offered.length < 2) {
    return null;
  }
  return (
    <label>
      <span>{trans.__('With')}</span>
      <select
        value={offered.findIndex(way => way === model.way)}
        onChange={event => model.choose(offered[Number(event.target.value)])}
      >
        {offered.map((way, index) => (
          <option key={index} value={index}>
            {way === 'key'
              ? trans.__('API key')
              : way.mode === 'browser'
                ? trans.__('%1 (web browser)', way.provider)
                : trans.__('%1 (password)', way.provider)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A field for what must not stay in the page: it is empty again as soon as it was sent. */
function SecretField({
  field,
  label
}: {
  field: RefObject<HTMLInputElement>;
  label: string;
}): ReactElement {
  return (
    <label>
      <span>{label}</span>
      <input ref={field} type="password" required autoComplete="off" />
    </label>
  );
}
