import { type ReactElement, useState } from 'react';
import type { IFact } from '../core/protocol';
import type { BrowserModel } from '../models/browser';
import { Actions } from './actions';
import { formatTime } from './format';
import { useModel, useSlow } from './hooks';
import type { IHost } from './host';
import { Icon } from './icons';
import { Metadata } from './metadata';
import { Problem } from './problem';
import { stateWords } from './row';
import { utcTime } from './times';

/** Props of the details. */
export interface IDetailsProps {
  model: BrowserModel;
  host: IHost;
}

/** What is known of the selected node, under a heading that folds it away. */
export function Details({ model, host }: IDetailsProps): ReactElement {
  useModel(model);
  const [open, setOpen] = useState(true);
  const { trans } = host;
  return (
    <section className="tjl-Details" aria-label={trans.__('Details')} data-open={open}>
      <h3 className="tjl-Section">
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? 'down' : 'right'} />
          {trans.__('Details')}
        </button>
      </h3>
      {open && <Body model={model} host={host} />}
    </section>
  );
}

function Body({ model, host }: IDetailsProps): ReactElement {
  const { details, selection } = model;
  useModel(details);
  const { trans } = host;
  const slow = useSlow(details.loading);
  if (!selection) {
    return (
      <div className="tjl-Details-body">
        <p className="tjl-Details-note">{trans.__('Choose a node to see what it is.')}</p>
      </div>
    );
  }
  const { server, node } = selection;
  const { detail, error } = details;
  const family = node.path.length ? node.structureFamily : stateWords(server.state, trans);
  return (
    <div className="tjl-Details-body" aria-busy={details.loading}>
      {slow && <div className="tjl-Bar" />}
      <div className="tjl-Details-head">
        <strong>{node.key}</strong>
        <span>{[family, node.summary].filter(Boolean).join(' · ')}</span>
      </div>
      {node.path.length > 0 && node.broken === null && (
        <Actions
          host={host}
          target={{ server: server.id, path: node.path, node }}
          worded={['open-preview', 'insert-code', 'insert-and-run', 'export']}
        />
      )}
      {node.broken !== null && <p className="tjl-Details-broken">{node.broken}</p>}
      {error && <Problem error={error} host={host} onRetry={() => details.reload()} />}
      {node.path.length === 0 && (
        <Facts
          facts={[
            { label: trans.__('URI'), value: server.uri },
            { label: trans.__('Version'), value: server.version ?? '' },
            { label: trans.__('You'), value: server.identity ?? '' }
          ].filter(fact => fact.value)}
        />
      )}
      {detail && (
        <>
          <Facts
            facts={
              detail.timeCreated
                ? [
                    ...detail.facts,
                    {
                      label: trans.__('Created'),
                      value: formatTime(detail.timeCreated),
                      title: utcTime(Date.parse(detail.timeCreated))
                    }
                  ]
                : detail.facts
            }
          />
          <Metadata metadata={detail.metadata} host={host} />
        </>
      )}
    </div>
  );
}

function Facts({ facts }: { facts: (IFact & { title?: string })[] }): ReactElement | null {
  return facts.length ? (
    <dl className="tjl-Facts">
      {facts.map(({ label, value, title }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd title={title}>{value}</dd>
        </div>
      ))}
    </dl>
  ) : null;
}
