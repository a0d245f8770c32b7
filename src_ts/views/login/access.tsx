import { type ReactElement, type ReactNode, useEffect, useRef } from 'react';
import type { IApiKey, ILoginSession } from '../../core/protocol';
import type { AccessModel } from '../../models/servers/access';
import { Confirmed } from './confirmed';
import { formatTime } from '../parts/format';
import { useModel } from '../parts/hooks';
import type { IHost, ITranslator } from '../parts/host';
import { Icon } from '../parts/icons';
import { KeyForm } from './keyform';
import { Problem } from '../parts/problem';

/** Props of the panel. */
export interface IAccessProps {
  model: AccessModel;
  host: IHost;
  /** What the server is called. */
  name: string;
  /** Where the server is. */
  uri: string;
  onClose: () => void;
}

/** The API keys and the logins of whoever is logged in, with what can be done about them. */
export function Access({ model, host, name, uri, onClose }: IAccessProps): ReactElement {
  useModel(model);
  const { trans } = host;
  const { listed, busy, error } = model;
  const panel = useRef<HTMLElement>(null);

  useEffect(() => panel.current?.focus(), []);
  useEffect(() => void model.load(), [model]);

  return (
    <section
      ref={panel}
      className="tjl-Form tjl-Access"
      aria-label={trans.__('API keys at %1', name)}
      aria-busy={busy}
      tabIndex={-1}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onClose();
        }
      }}
    >
      <h3 className="tjl-Form-title" aria-label={trans.__('API keys at %1', name)}>
        {trans.__('API keys at %1', name)}
        <button
          type="button"
          className="tjl-IconButton"
          aria-label={trans.__('Close')}
          title={trans.__('Close')}
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </h3>
      {busy && <div className="tjl-Bar" />}
      {error && <Problem error={error} host={host} onRetry={() => void model.load()} />}
      {model.made && (
        <Made key={model.made.firstEight} file={model.made.file} uri={uri} host={host} />
      )}
      {listed && <KeyForm model={model} host={host} />}
      {listed && <Keys model={model} host={host} />}
      {listed && listed.sessions.length > 0 && <Sessions model={model} host={host} />}
    </section>
  );
}

type IListProps = Pick<IAccessProps, 'model' | 'host'>;

function Keys({ model, host }: IListProps): ReactElement {
  const { trans } = host;
  const keys = model.listed?.keys ?? [];
  if (keys.length === 0) {
    return <p className="tjl-Login-note">{trans.__('You have no API keys here.')}</p>;
  }
  return (
    <ul className="tjl-Access-list" aria-label={trans.__('API keys')}>
      {keys.map(key => (
        <li key={key.firstEight}>
          <div className="tjl-Access-name">
            <code>{key.firstEight}…</code> {key.note}
          </div>
          <KeyFacts of={key} host={host} />
          {model.listed?.mayRevoke && (
            <Confirmed
              host={host}
              what={key.firstEight}
              label={trans.__('Revoke')}
              question={
                key.inUse
                  ? trans.__('This sidebar uses it, and so do other programs perhaps. They stop.')
                  : trans.__('Programs that use it are let in no longer. This cannot be undone.')
              }
              onConfirm={() => model.revoke(key.firstEight)}
            />
          )}
        </li>
      ))}
    </ul>
  );
}

function KeyFacts({ of: key, host }: { of: IApiKey; host: IHost }): ReactElement {
  const { trans } = host;
  const scopes = key.scopes.includes('inherit') ? [trans.__('all that you may do')] : key.scopes;
  return (
    <dl className="tjl-Facts">
      <Fact label={trans.__('May')}>{scopes.join(', ')}</Fact>
      {key.accessTags && <Fact label={trans.__('Only tagged')}>{key.accessTags.join(', ')}</Fact>}
      <Fact label={isOver(key) ? trans.__('Expired') : trans.__('Expires')}>
        {key.expires ? <Moment iso={key.expires} trans={trans} /> : trans.__('never')}
      </Fact>
      <Fact label={trans.__('Last used')}>
        {key.lastUsed ? <Moment iso={key.lastUsed} trans={trans} /> : trans.__('not yet')}
      </Fact>
      {key.inUse && <Fact label={trans.__('Here')}>{trans.__('in use by this sidebar')}</Fact>}
      {key.file && <Fact label={trans.__('File')}>{key.file}</Fact>}
    </dl>
  );
}

function isOver({ expires }: IApiKey): boolean {
  return expires !== null && Date.parse(expires) < Date.now();
}

function Sessions({ model, host }: IListProps): ReactElement {
  const { trans } = host;
  const sessions = model.listed?.sessions ?? [];
  const others = sessions.filter(({ inUse }) => !inUse);
  return (
    <>
      <h4 className="tjl-Access-heading">{trans.__('Logins')}</h4>
      <ul className="tjl-Access-list" aria-label={trans.__('Logins')}>
        {sessions.map(session => (
          <Session key={session.id} session={session} model={model} host={host} />
        ))}
      </ul>
      {others.length > 0 && (
        <Confirmed
          host={host}
          label={trans.__('Log out everywhere')}
          question={trans._n(
            'This login and %2 other end. Who uses them has to log in again.',
            'This login and %2 others end. Who uses them has to log in again.',
            others.length,
            others.length
          )}
          onConfirm={() => model.end(sessions.map(({ id }) => id))}
        />
      )}
    </>
  );
}

function Session({
  session: { id, expires, inUse },
  model,
  host
}: IListProps & { session: ILoginSession }): ReactElement {
  const { trans } = host;
  return (
    <li>
      <div>
        <code>{id.slice(0, 8)}</code> {inUse ? trans.__('this login') : trans.__('another login')},{' '}
        {trans.__('until')} <Moment iso={expires} trans={trans} />
      </div>
      {!inUse && (
        <Confirmed
          host={host}
          what={id.slice(0, 8)}
          label={trans.__('End')}
          question={trans.__('Who uses it has to log in again.')}
          onConfirm={() => model.end([id])}
        />
      )}
    </li>
  );
}

/** Where the secret of a new key is, and how a program uses it: the page does not have it. */
function Made({ file, uri, host }: { file: string; uri: string; host: IHost }): ReactElement {
  const { trans } = host;
  const code = `from_uri(${JSON.stringify(uri)}, api_key=Path(${JSON.stringify(file)}))`;
  return (
    <div className="tjl-Access-made" role="status">
      <p>{trans.__('The key is in a file that only you can read. It is shown nowhere.')}</p>
      <code>{file}</code>
      <div className="tjl-Buttons">
        <button type="button" className="tjl-Button" onClick={() => void host.copy(file)}>
          {trans.__('Copy the path')}
        </button>
        <button
          type="button"
          className="tjl-Button"
          title={code}
          onClick={() => void host.copy(`from pathlib import Path\n\n${code}`)}
        >
          {trans.__('Copy code')}
        </button>
      </div>
    </div>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }): ReactElement {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A moment by the person's own clock, with UTC on hover. */
function Moment({ iso, trans }: { iso: string; trans: ITranslator }): ReactElement {
  const utc = new Date(iso).toISOString().slice(0, 19).replace('T', ' ');
  return (
    <time dateTime={iso} title={trans.__('%1 UTC', utc)}>
      {formatTime(iso)}
    </time>
  );
}
