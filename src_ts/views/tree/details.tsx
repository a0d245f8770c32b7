import { type ReactElement, useState } from 'react';
import { needsLogin } from '../../core/failure';
import { say } from '../../core/words';
import type { INodeDetail, IServer } from '../../core/protocol';
import type { BrowserModel } from '../../models/browser';
import { Actions } from '../parts/actions';
import { factWords } from './factwords';
import { formatCount, formatTime } from '../parts/format';
import { useModel, useSignal, useSlow } from '../parts/hooks';
import type { IHost, ITranslator } from '../parts/host';
import { Icon } from '../parts/icons';
import { LogInButton } from '../login/loginbutton';
import { Metadata } from '../metadata/metadata';
import { Problem, Quoted } from '../parts/problem';
import { identityWords, stateWords } from './row';
import { summaryWords } from '../parts/summarywords';
import { chosenTarget } from '../parts/target';
import { utcTime } from '../parts/times';

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
  const { details, drafts, selection } = model;
  useModel(details);
  useModel(drafts);
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
        <span>{[family, summaryWords(node, trans)].filter(Boolean).join(' · ')}</span>
      </div>
      <Chosen model={model} host={host} />
      {drafts.get(server.id, node.path) && (
        <p className="tjl-Details-note">
          {trans.__('Changes of its metadata are not saved: edit it to go on.')}
        </p>
      )}
      {node.broken !== null && (
        <div className="tjl-Details-broken">
          {trans.__('The server cannot describe this node.')}
          <Quoted>{node.broken}</Quoted>
        </div>
      )}
      {error && (
        <Problem error={error} host={host} onRetry={() => details.reload()}>
          {needsLogin(error) && <LogInButton server={server.id} model={model} host={host} />}
        </Problem>
      )}
      <Facts
        facts={[
          ...(node.path.length ? [] : serverFacts(server, trans)),
          ...(detail ? nodeFacts(detail, trans) : [])
        ]}
      />
      {detail && <Metadata metadata={detail.metadata} host={host} />}
    </div>
  );
}

/** What can be done with the node, or with all that were chosen together. */
function Chosen({ model, host }: IDetailsProps): ReactElement | null {
  const { tree } = model;
  useSignal(tree.changed, () => tree.marks.version);
  const target = chosenTarget(model);
  const count = 1 + (target?.others?.length ?? 0);
  if (!target?.path.length || (count === 1 && target.node?.broken)) {
    return null;
  }
  return (
    <>
      <p className="tjl-Details-chosen" role="status">
        {count > 1 && host.trans._n('%2 node chosen', '%2 nodes chosen', count, formatCount(count))}
      </p>
      <Actions
        host={host}
        target={target}
        worded={['open-preview', 'insert-code', 'export', 'edit-metadata']}
      />
    </>
  );
}

interface IShownFact {
  label: string;
  value: string;
  title?: string;
}

function serverFacts(server: IServer, trans: ITranslator): IShownFact[] {
  return [
    { label: trans.__('URI'), value: server.uri },
    { label: trans.__('Version'), value: server.version ?? '' },
    { label: trans.__('You'), value: identityWords(server, trans) }
  ].filter(fact => fact.value);
}

function nodeFacts({ facts, timeCreated }: INodeDetail, trans: ITranslator): IShownFact[] {
  const shown = facts.map(({ kind, value }) => ({
    label: factWords(kind, trans),
    value: say(value, trans)
  }));
  const created = timeCreated && {
    label: trans.__('Created'),
    value: formatTime(timeCreated),
    title: utcTime(Date.parse(timeCreated))
  };
  return created ? [...shown, created] : shown;
}

function Facts({ facts }: { facts: IShownFact[] }): ReactElement | null {
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
