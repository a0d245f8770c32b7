import { type ReactElement, useEffect, useRef, useState } from 'react';
import type { IStartCopy } from '../../core/protocol';
import type { DestinationModel } from '../../models/transfers/destination';
import { formatCount } from '../parts/format';
import { useModel } from '../parts/hooks';
import type { IHost, ITranslator } from '../parts/host';
import { Icon } from '../parts/icons';
import { Problem } from '../parts/problem';
import { Choice } from '../parts/toolbar';

/** How nodes are to be copied. */
export type ICopyChoice = Required<Pick<IStartCopy, 'onConflict' | 'assets'>>;

/** What is done unless something else is chosen. */
const FIRST_COPY: ICopyChoice = { onConflict: 'error', assets: 'copy' };

/** Props of the form. */
export interface ICopyFormProps {
  destination: DestinationModel;
  host: IHost;
  /** `null` as long as nothing can be copied to where the form is. */
  onChange: (choice: ICopyChoice | null) => void;
}

/** The question into which container of which server nodes are copied, and how. */
export function CopyForm({ destination, host, onChange }: ICopyFormProps): ReactElement {
  useModel(destination);
  const { trans } = host;
  const { servers, place, writable, error } = destination;
  const [choice, setChoice] = useState(FIRST_COPY);
  const choose = (change: Partial<ICopyChoice>) => setChoice({ ...choice, ...change });
  useEffect(() => {
    onChange(writable ? choice : null);
  }, [writable, choice, onChange]);
  return (
    <div className="tjl-Root tjl-ExportForm tjl-CopyForm">
      <Choice
        label={trans.__('Server')}
        visible
        value={place.server}
        options={servers.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={server => destination.go({ server, path: [] })}
      />
      <Way destination={destination} trans={trans} />
      <Containers destination={destination} trans={trans} />
      {error && <Problem error={error} host={host} onRetry={() => destination.lookOn()} />}
      <Choice
        label={trans.__('Where there is a node of that name')}
        visible
        value={choice.onConflict}
        options={[
          { value: 'error', label: trans.__('Copy nothing') },
          { value: 'skip', label: trans.__('Leave it, and copy what is missing') }
        ]}
        onChange={onConflict => choose({ onConflict })}
      />
      <Choice
        label={trans.__('Data in files')}
        visible
        value={choice.assets}
        options={[
          { value: 'copy', label: trans.__('Copy the data') },
          { value: 'reference', label: trans.__('Refer to the files, which the server can read') }
        ]}
        onChange={assets => choose({ assets })}
      />
    </div>
  );
}

interface IWayProps {
  destination: DestinationModel;
  trans: ITranslator;
}

/** The path to the container, each step of which leads back there. */
function Way({ destination, trans }: IWayProps): ReactElement {
  const { servers, place } = destination;
  const name = servers.find(({ id }) => id === place.server)?.name ?? place.server;
  return (
    <ol className="tjl-Preview-path" aria-label={trans.__('Into')}>
      {[name, ...place.path].map((step, depth) => (
        <li key={depth} title={step}>
          {depth > 0 && <Icon name="right" />}
          <button
            type="button"
            className="tjl-Link"
            aria-current={depth === place.path.length ? 'location' : undefined}
            onClick={() =>
              destination.go({ server: place.server, path: place.path.slice(0, depth) })
            }
          >
            {step}
          </button>
        </li>
      ))}
    </ol>
  );
}

/** The containers that one may go on to, and a field to find one of many. */
function Containers({ destination, trans }: IWayProps): ReactElement {
  const { place, containers, partial, writable, loading, error } = destination;
  const [text, setText] = useState('');
  useEffect(() => setText(''), [place]);
  const field = useRef<HTMLInputElement>(null);
  const wanted = text.trim().toLowerCase();
  const found = containers.filter(key => key.toLowerCase().includes(wanted));
  const go = () => {
    if (found.length === 1) {
      destination.enter(found[0]);
    } else if (wanted && (!found.length || partial || containers.includes(text.trim()))) {
      destination.goTo(text);
    }
  };
  return (
    <>
      <input
        ref={field}
        type="search"
        aria-label={trans.__('Find a container, or type its path')}
        placeholder={trans.__('Find a container, or type its path')}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={event => setText(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Enter') {
            // It leads there, and copies nothing yet.
            event.preventDefault();
            go();
          }
        }}
      />
      <div className="tjl-CopyForm-containers" aria-busy={loading}>
        {found.length > 0 && (
          <ul aria-label={trans.__('Containers in it')}>
            {found.map(key => (
              <li key={key}>
                <button
                  type="button"
                  className="tjl-Link"
                  onClick={() => {
                    // The focus would go with the button.
                    field.current?.focus();
                    destination.enter(key);
                  }}
                >
                  <Icon name="container" />
                  {key}
                </button>
              </li>
            ))}
          </ul>
        )}
        {!error && !found.length && (
          <p>
            {loading
              ? trans.__('Loading…')
              : wanted
                ? trans.__('None of these. Enter goes to the path.')
                : trans.__('No containers in it')}
          </p>
        )}
        {partial && (
          <p>
            {trans.__(
              'Among the first %1 of %2 entries.',
              formatCount(partial.looked),
              formatCount(partial.total)
            )}{' '}
            <button type="button" className="tjl-Link" onClick={() => destination.lookOn()}>
              {trans.__('Look further')}
            </button>
          </p>
        )}
        <p role="status">
          {!loading &&
            !error &&
            !writable &&
            trans.__('Nothing can be copied to here. Choose another container.')}
        </p>
      </div>
    </>
  );
}
