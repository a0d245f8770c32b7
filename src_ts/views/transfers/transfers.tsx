import { type ReactElement, useState } from 'react';
import type { ICopyOutcome } from '../../core/protocol';
import { say } from '../../core/words';
import { type IMove, isOpen, type TransfersModel } from '../../models/transfers/transfers';
import { formatCount, formatSize } from '../parts/format';
import { useModel } from '../parts/hooks';
import type { IHost, ITranslator } from '../parts/host';
import { Icon, type IconName } from '../parts/icons';
import { Problem, Quoted } from '../parts/problem';

/** Props of the transfers. */
export interface ITransfersViewProps {
  model: TransfersModel;
  host: IHost;
}

/** What is on its way, and what was. */
export function TransfersView({ model, host }: ITransfersViewProps): ReactElement {
  useModel(model);
  const [open, setOpen] = useState(true);
  const { trans } = host;
  const { items, error } = model;
  const over = items.filter(item => !isOpen(item));
  return (
    <section className="tjl-Transfers" aria-label={trans.__('Transfers')}>
      <h3 className="tjl-Section">
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? 'down' : 'right'} />
          {trans.__('Transfers')}
        </button>
      </h3>
      {/* How far they are is there to be read; only that one is over is said. */}
      <div className="tjl-Hidden" role="status">
        {over
          .map(item => trans.__('%1: %2', nameOf(item, host), stateWords(item, trans)))
          .join('. ')}
      </div>
      {error && <Problem error={error} host={host} />}
      {open && (
        <ul>
          {/* What was begun last is looked for first. */}
          {[...items].reverse().map(item => (
            <Transfer key={item.id} item={item} model={model} host={host} />
          ))}
        </ul>
      )}
    </section>
  );
}

interface ITransferProps extends ITransfersViewProps {
  item: IMove;
}

function Transfer({ item, model, host }: ITransferProps): ReactElement {
  const { trans } = host;
  const name = nameOf(item, host);
  const change = (what: 'cancel' | 'retry' | 'remove') => () => void model.change(item.id, what);
  return (
    <li className="tjl-Transfer" data-state={item.state}>
      <span className="tjl-Transfer-name" title={item.file || name}>
        {name}
      </span>
      <span>
        {item.state === 'done' && item.kind === 'export' && host.download && (
          <Do
            icon="export"
            label={trans.__('Download %1 in the browser', name)}
            onClick={() => host.download?.(item.file)}
          />
        )}
        {((item.state === 'cancelled' && model.canRetry(item)) || hasFailures(item)) && (
          <Do
            icon="run"
            label={item.to ? trans.__('Go on with %1', name) : trans.__('Begin %1 again', name)}
            onClick={change('retry')}
          />
        )}
        {isOpen(item) ? (
          <Do icon="close" label={trans.__('Cancel %1', name)} onClick={change('cancel')} />
        ) : (
          item.state !== 'failed' && (
            <Do
              icon="close"
              label={trans.__('Take %1 off the list', name)}
              onClick={change('remove')}
            />
          )
        )}
      </span>
      {item.state === 'running' && (
        <progress
          aria-label={trans.__('Progress of %1', name)}
          max={item.total ?? undefined}
          value={item.total === null ? undefined : item.done}
        />
      )}
      {item.error ? (
        <Problem
          error={item.error}
          host={host}
          onRetry={model.canRetry(item) ? change('retry') : undefined}
          onDismiss={change('remove')}
        />
      ) : (
        <span className="tjl-Transfer-state">{stateWords(item, trans)}</span>
      )}
      {hasFailures(item) && (
        <details className="tjl-Transfer-failures">
          <summary>{trans.__('What could not be copied')}</summary>
          <ul>
            {item.outcome?.failures.map(({ path, error }) => (
              <li key={path}>
                {trans.__('%1: %2', path, say(error.message, trans))}
                <Quoted>{error.detail}</Quoted>
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

interface IDoProps {
  icon: IconName;
  label: string;
  onClick: () => void;
}

function Do({ icon, label, onClick }: IDoProps): ReactElement {
  return (
    <button
      type="button"
      className="tjl-IconButton"
      aria-label={label}
      title={label}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

function nameOf({ file, server, path, to }: IMove, host: IHost): string {
  if (to) {
    const place = [host.serverName?.(to.server) ?? to.server, ...to.path].join(' ▸ ');
    return `${path[path.length - 1] ?? server} → ${place}`;
  }
  return file.split('/').pop() ?? file;
}

function hasFailures({ outcome }: IMove): boolean {
  return Boolean(outcome?.failures.length);
}

/** What has become of a copy. */
function outcomeWords({ copied, skipped, failures }: ICopyOutcome, trans: ITranslator): string {
  return [
    trans._n('%2 copied', '%2 copied', copied, formatCount(copied)),
    skipped ? trans._n('%2 left', '%2 left', skipped, formatCount(skipped)) : '',
    failures.length ? trans._n('%2 failed', '%2 failed', failures.length, failures.length) : ''
  ]
    .filter(Boolean)
    .join(', ');
}

function stateWords(item: IMove, trans: ITranslator): string {
  const { state, done, total, speed, outcome } = item;
  if (item.kind === 'upload' && state === 'running' && done === total) {
    return trans.__('read, and written to the server');
  }
  switch (state) {
    case 'waiting':
      return trans.__('waits for others');
    case 'running':
      return [
        total ? trans.__('%1 %', Math.floor((100 * done) / total)) : '',
        total
          ? trans.__('%1 of %2', formatSize(done, trans), formatSize(total, trans))
          : formatSize(done, trans),
        speed === null ? '' : trans.__('%1/s', formatSize(speed, trans))
      ]
        .filter(Boolean)
        .join(' · ');
    case 'done':
      return outcome ? outcomeWords(outcome, trans) : trans.__('done, %1', formatSize(done, trans));
    case 'failed':
      return trans.__('failed');
    case 'cancelled':
      return trans.__('cancelled');
  }
}
