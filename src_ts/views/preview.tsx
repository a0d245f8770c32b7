import { lazy, type ReactElement, Suspense, useEffect } from 'react';
import type { PreviewModel } from '../models/preview';
import { Actions } from './actions';
import { useModel, useSlow } from './hooks';
import type { IHost, INodeTarget } from './host';
import { Icon } from './icons';
import { ImageView } from './image';
import { LineView } from './line';
import { Problem } from './problem';

const TableView = lazy(async () => ({ default: (await import('./table')).TableView }));

/** Props of a preview. */
export interface IPreviewProps {
  model: PreviewModel;
  host: IHost;
}

/** A node on show, as an image, a line or a table. */
export function Preview({ model, host }: IPreviewProps): ReactElement {
  useModel(model);
  const { plan, error, loading } = model;
  const slow = useSlow(loading);

  useEffect(() => {
    if (!model.plan && !model.loading && !model.error) {
      void model.open();
    }
  }, [model]);

  return (
    <div className="tjl-Root tjl-Preview" aria-busy={loading}>
      <Header model={model} host={host} />
      {slow && <div className="tjl-Bar" />}
      {error && <Problem error={error} host={host} onRetry={() => void model.open()} />}
      {plan ? (
        <Drawing model={model} host={host} />
      ) : (
        !error && <div className="tjl-Preview-blank">{slow && host.trans.__('Opening…')}</div>
      )}
    </div>
  );
}

/** The way to the node, and what can be done with it. */
function Header({ model, host }: IPreviewProps): ReactElement {
  const target: INodeTarget = {
    server: model.server,
    path: model.path,
    node: model.node ?? undefined,
    at: model.slice
  };
  return (
    <div className="tjl-Preview-header">
      <ol className="tjl-Preview-path" aria-label={host.trans.__('Path')}>
        {[serverName(model, host), ...model.path].map((step, depth) => (
          <li key={depth} title={step}>
            {depth > 0 && <Icon name="right" />}
            <span>{step}</span>
          </li>
        ))}
      </ol>
      {model.plan && <span className="tjl-Preview-summary">{model.node?.summary}</span>}
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
  if (kind === 'image' && models.image) {
    return <ImageView model={model} image={models.image} host={host} />;
  }
  if (kind === 'line' && models.line) {
    return <LineView model={model} line={models.line} host={host} />;
  }
  if (kind === 'table' && models.table) {
    return (
      <Suspense fallback={<div className="tjl-Preview-blank" />}>
        <TableView model={model} table={models.table} host={host} />
      </Suspense>
    );
  }
  return (
    <div className="tjl-Preview-words">
      {plan.value !== null && (
        <p className="tjl-Preview-value">
          {plan.value}
          {plan.unit && <span> {plan.unit}</span>}
        </p>
      )}
      {plan.message && <p>{plan.message}</p>}
    </div>
  );
}
