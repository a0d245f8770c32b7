import { type FormEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import { type IFailure, describeFailure } from '../../core/failure';
import type { BrowserModel } from '../../models/browser';
import { nodeId } from '../../models/tree/rows';
import { fieldOf } from '../parts/fields';
import type { IHost } from '../parts/host';
import { Problem } from '../parts/problem';

/** Props of the form. */
export interface IServerFormProps {
  model: BrowserModel;
  host: IHost;
  /** What the URI field starts with. */
  uri: string;
  /** Absent where the form cannot be left, because there is nothing else. */
  onClose?: () => void;
}

/** A form that connects to a server and keeps it in the list. */
export function ServerForm({ model, host, uri, onClose }: IServerFormProps): ReactElement {
  const { trans } = host;
  const [error, setError] = useState<IFailure | null>(null);
  const [busy, setBusy] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const key = useRef<HTMLInputElement>(null);
  const mounted = useRef(true);

  useEffect(() => {
    mounted.current = true;
    if (onClose) {
      (uri ? key : first).current?.focus();
    }
    return () => {
      mounted.current = false;
    };
    // The field takes the focus once, when the form opens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => fieldOf(form, name);
    const secret = text('key');
    // The key leaves the page with this request and does not stay in it.
    if (key.current) {
      key.current.value = '';
    }
    setBusy(true);
    setError(null);
    try {
      const server = await model.servers.add({
        uri: text('uri'),
        name: text('name') || null,
        apiKey: secret || null,
        remember: form.get('remember') !== null
      });
      const index = model.tree.indexOf(nodeId(server.id, []));
      const row = model.tree.at(index);
      if (row) {
        model.tree.activate(index);
        model.tree.expand(row);
      }
      onClose?.();
      if (server.state === 'unauthorized') {
        model.openLogin(server.id);
      }
    } catch (reason) {
      if (mounted.current) {
        setError(describeFailure(reason));
      }
    } finally {
      if (mounted.current) {
        setBusy(false);
      }
    }
  };

  return (
    <form
      className="tjl-Form"
      aria-label={trans.__('Add a server')}
      autoComplete="off"
      onSubmit={event => void submit(event)}
      onKeyDown={event => {
        if (event.key === 'Escape' && onClose) {
          event.stopPropagation();
          onClose();
        }
      }}
    >
      <h3 className="tjl-Form-title">{trans.__('Add a server')}</h3>
      <label>
        <span>{trans.__('URI')}</span>
        <input
          ref={first}
          name="uri"
          type="url"
          required
          spellCheck={false}
          defaultValue={uri}
          placeholder={trans.__('https://example.org')}
        />
      </label>
      <label>
        <span>{trans.__('API key')}</span>
        <input
          ref={key}
          name="key"
          type="password"
          autoComplete="off"
          placeholder={trans.__('if you have one')}
        />
      </label>
      <label>
        <span>{trans.__('Name')}</span>
        <input name="name" spellCheck={false} placeholder={trans.__('chosen for you')} />
      </label>
      <label className="tjl-Form-check">
        <input name="remember" type="checkbox" />
        <span>{trans.__('Remember the key on this computer')}</span>
      </label>
      {error && <Problem error={error} host={host} />}
      <div className="tjl-Buttons">
        <button type="submit" className="tjl-Button tjl-mod-primary" disabled={busy}>
          {busy ? trans.__('Connecting…') : trans.__('Connect')}
        </button>
        {onClose && (
          <button type="button" className="tjl-Button" onClick={onClose}>
            {trans.__('Cancel')}
          </button>
        )}
      </div>
    </form>
  );
}
