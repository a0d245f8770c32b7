import { type ReactElement, useEffect, useRef, useState } from 'react';
import { type IFailure, describeFailure } from '../../core/failure';
import { formatPath } from '../../models/servers/address';
import type { BrowserModel } from '../../models/browser';
import { useModel } from '../parts/hooks';
import type { IHost } from '../parts/host';
import { Icon } from '../parts/icons';
import { PanelButton } from '../parts/panelbutton';
import { Problem } from '../parts/problem';

/** Props of the breadcrumbs. */
export interface ICrumbsProps {
  model: BrowserModel;
  host: IHost;
}

// Longer paths leave out what is between the server and these last steps.
const SHOWN = 2;

/** Where the selection is: each step leads there, and the whole can be edited as text. */
export function Crumbs({ model, host }: ICrumbsProps): ReactElement | null {
  useModel(model);
  const { trans } = host;
  const [editing, setEditing] = useState(false);
  const [error, setError] = useState<IFailure | null>(null);
  const pencil = useRef<HTMLButtonElement>(null);
  const { selection } = model;
  const last = useRef(selection);
  if (selection) {
    last.current = selection;
  }
  const shown = selection ?? last.current;
  const server = shown ? model.servers.get(shown.server.id) : undefined;
  const [first] = model.servers.items;
  if (!first) {
    return null;
  }

  const path = server && shown ? shown.node.path : [];
  const { id, name } = server ?? first;

  const go = async (act: () => Promise<void>) => {
    setError(null);
    try {
      await act();
    } catch (reason) {
      setError(describeFailure(reason));
    }
  };

  const finish = (text: string | null) => {
    setEditing(false);
    pencil.current?.focus();
    if (text !== null) {
      void go(() => model.goTo(text));
    }
  };

  const steps = [name, ...path].map((label, depth) => ({ label, depth }));
  const hidden = steps.length > SHOWN + 1 ? steps.slice(1, steps.length - SHOWN) : [];
  const visible = steps.filter(step => !hidden.includes(step));

  return (
    <>
      <nav className="tjl-Crumbs" aria-label={trans.__('Path')}>
        {editing ? (
          <PathField initial={formatPath(path)} label={trans.__('Path or URI')} onDone={finish} />
        ) : (
          <ol
            onClick={event => {
              if (event.target === event.currentTarget) {
                setEditing(true);
              }
            }}
          >
            {visible.map(({ label, depth }) => (
              <li key={depth}>
                {depth > 0 && <Icon name="right" />}
                {hidden[0] && depth === hidden[0].depth + hidden.length && (
                  <>
                    <span title={hidden.map(step => step.label).join(' ▸ ')}>…</span>
                    <Icon name="right" />
                  </>
                )}
                <button
                  type="button"
                  className="tjl-Crumb"
                  title={label}
                  aria-current={depth === path.length ? 'location' : undefined}
                  onClick={() => void go(() => model.select(id, path.slice(0, depth)))}
                >
                  {label}
                </button>
              </li>
            ))}
          </ol>
        )}
        <button
          ref={pencil}
          type="button"
          className="tjl-IconButton"
          aria-label={trans.__('Edit path')}
          title={trans.__('Type a path or paste a URI')}
          hidden={editing}
          onClick={() => setEditing(true)}
        >
          <Icon name="edit" />
        </button>
        <PanelButton model={model} panel="arrange" label={trans.__('Sort and columns')} />
      </nav>
      {error && <Problem error={error} host={host} onDismiss={() => setError(null)} />}
    </>
  );
}

interface IPathFieldProps {
  initial: string;
  label: string;
  /** What was typed, or `null` if it is to be forgotten. */
  onDone: (text: string | null) => void;
}

function PathField({ initial, label, onDone }: IPathFieldProps): ReactElement {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <input
      ref={field}
      className="tjl-Crumbs-field"
      aria-label={label}
      defaultValue={initial}
      spellCheck={false}
      onBlur={() => onDone(null)}
      onKeyDown={event => {
        if (event.key === 'Enter' || event.key === 'Escape') {
          event.preventDefault();
          event.stopPropagation();
          onDone(event.key === 'Enter' ? event.currentTarget.value : null);
        }
      }}
    />
  );
}
