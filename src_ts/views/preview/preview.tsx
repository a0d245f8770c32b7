import { lazy, type ReactElement, Suspense, useEffect } from 'react';
import { say } from '../../core/words';
import type { PreviewModel } from '../../models/preview/preview';
import { Actions } from '../parts/actions';
import { Boundary } from './boundary';
import { useModel, useSlow } from '../parts/hooks';
import type { IHost, INodeTarget } from '../parts/host';
import { Icon } from '../parts/icons';
import { ImageView } from '../plots/image';
import { LoginHere } from '../login/loginhere';
import { Problem } from '../parts/problem';
import { summaryWords } from '../parts/summarywords';

// What takes a library of its own, or is seldom seen, is loaded when it is first drawn.
const ContentsView = lazy(async () => ({ default: (await import('./contents')).ContentsView }));
const DatasetView = lazy(async () => ({ default: (await import('./dataset')).DatasetView }));
const EventsView = lazy(async () => ({ default: (await import('./events')).EventsView }));
const FileView = lazy(async () => ({ default: (await import('./file')).FileView }));
const HistogramView = lazy(async () => ({ default: (await import('./histogram')).HistogramView }));
const LineView = lazy(async () => ({ default: (await import('../plots/line')).LineView }));
const PlotView = lazy(async () => ({ default: (await import('../tables/plotview')).PlotView }));
const TableView = lazy(async () => ({ default: (await import('../tables/table')).TableView }));

/** Props of a preview. */
export interface IPreviewProps {
  model: PreviewModel;
  host: IHost;
  /** Go back to the node that this one is in, where it is shown in its place. */
  onLeave?: () => void;
  /** Keep this preview, which would show the next node that is selected. */
  onPin?: () => void;
}

/** A node on show, in the way that suits it. */
export function Preview(props: IPreviewProps): ReactElement {
  const { model } = props;
  useModel(model);
  return model.inner ? (
    <Preview {...props} model={model.inner} onLeave={() => model.leave()} />
  ) : (
    <Shown {...props} key={model.path.join('/')} />
  );
}

function Shown(props: IPreviewProps): ReactElement {
  const { model, host } = props;
  useModel(model);
  useModel(model.reader);
  const { plan, error, loading } = model;
  const slow = useSlow(loading);

  useEffect(() => {
    if (!model.plan && !model.loading && !model.error) {
      void model.open();
    }
  }, [model]);

  return (
    <div className="tjl-Root tjl-Preview" aria-busy={loading}>
      <Header {...props} />
      {slow && <div className="tjl-Bar" />}
      {error && <Problem error={error} host={host} onRetry={() => void model.open()} />}
      {model.refused && <LoginHere transport={model.transport} server={model.server} host={host} />}
      {plan ? (
        <Boundary key={plan.kind} host={host}>
          <Suspense fallback={<div className="tjl-Preview-blank" />}>
            <Drawing model={model} host={host} />
          </Suspense>
        </Boundary>
      ) : (
        !error && <div className="tjl-Preview-blank">{slow && host.trans.__('Opening…')}</div>
      )}
    </div>
  );
}

/** The way to the node, and what can be done with it. */
function Header({ model, host, onLeave, onPin }: IPreviewProps): ReactElement {
  // What is zoomed into, and which columns were chosen, is part of what code is written for.
  useModel(model.reader);
  const target: INodeTarget = {
    server: model.server,
    path: model.path,
    node: model.node ?? undefined,
    at: model.index,
    columns: model.columns
  };
  return (
    <div className="tjl-Preview-header">
      {onLeave && (
        <button
          type="button"
          className="tjl-IconButton"
          aria-label={host.trans.__('Back')}
          title={host.trans.__('Back')}
          onClick={onLeave}
        >
          <Icon name="left" />
        </button>
      )}
      <ol className="tjl-Preview-path" aria-label={host.trans.__('Path')}>
        {[serverName(model, host), ...model.path].map((step, depth) => (
          <li key={depth} title={step}>
            {depth > 0 && <Icon name="right" />}
            <span>{step}</span>
          </li>
        ))}
      </ol>
      {model.plan && (
        <span className="tjl-Preview-summary">{summaryWords(model.node, host.trans)}</span>
      )}
      {onPin && (
        <button
          type="button"
          className="tjl-IconButton tjl-Preview-pin"
          aria-label={host.trans.__('Pin')}
          title={host.trans.__('Pin: keep this preview, and show the next node in another one')}
          onClick={onPin}
        >
          <Icon name="pin" />
        </button>
      )}
      <Actions host={host} target={target} worded={[]} without={['open-preview']} />
    </div>
  );
}

function serverName({ plan, server }: PreviewModel, host: IHost): string {
  return host.serverName?.(server) ?? (plan ? new URL(plan.node.uri).host : server);
}

function Drawing({ model, host }: IPreviewProps): ReactElement | null {
  const { plan, kind, models } = model;
  if (!plan) {
    return null;
  }
  const table = kind === 'table' || kind === 'matrix' ? models[kind] : undefined;
  if (kind === 'image' && models.image) {
    return <ImageView model={model} image={models.image} host={host} />;
  }
  if (kind === 'line' && models.line) {
    return <LineView model={model} line={models.line} host={host} />;
  }
  if (kind === 'plot' && models.plot) {
    return <PlotView model={model} plot={models.plot} host={host} />;
  }
  if (table) {
    return <TableView key={kind} model={model} table={table} host={host} />;
  }
  if (kind === 'events' && models.events) {
    return <EventsView model={model} events={models.events} host={host} />;
  }
  if (kind === 'histogram' && models.histogram) {
    return <HistogramView model={model} histogram={models.histogram} host={host} />;
  }
  if (kind === 'file' && models.file) {
    return <FileView model={model} file={models.file} host={host} />;
  }
  if (kind === 'dataset' && plan.dataset) {
    return <DatasetView model={model} dataset={plan.dataset} host={host} />;
  }
  if (kind === 'contents' && plan.contents) {
    return <ContentsView model={model} contents={plan.contents} host={host} />;
  }
  return (
    <div className="tjl-Preview-words">
      {plan.value !== null && (
        <p className="tjl-Preview-value">
          {plan.value}
          {plan.unit && <span> {plan.unit}</span>}
        </p>
      )}
      {plan.message && <p>{say(plan.message, host.trans)}</p>}
    </div>
  );
}
