import { lazy, type ReactElement, type ReactNode, Suspense, useEffect } from 'react';
import { failure } from '../../core/failure';
import type { BrowserModel } from '../../models/browser';
import { Crumbs } from './crumbs';
import { Details } from '../tree/details';
import { useModel, useSlow } from '../parts/hooks';
import type { IHost } from '../parts/host';
import { Command, Kernel } from './kernel';
import { LoginForm } from '../login/login';
import { Problem } from '../parts/problem';
import { Search } from '../search/search';
import { ServerForm } from './serverform';
import { Splitter } from './splitter';
import { Begun } from '../transfers/begun';
import { Tree } from '../tree/tree';

// What opens under the field is loaded when it is first opened.
const Arrange = lazy(async () => ({ default: (await import('./arrange')).Arrange }));
const Facets = lazy(async () => ({ default: (await import('./facets')).Facets }));
const Places = lazy(async () => ({ default: (await import('./places')).Places }));

/** Props of the sidebar. */
export interface ISidebarProps {
  model: BrowserModel;
  host: IHost;
  /** For a notebook cell: no details, and no form to add a server. */
  compact?: boolean;
  /** The server is given: there is no form to add another. */
  given?: boolean;
  /** What the host adds below the forms. */
  children?: ReactNode;
}

/** Servers, their nodes, and the details of the one that was chosen. */
export function Sidebar({
  model,
  host,
  compact = false,
  given = compact,
  children
}: ISidebarProps): ReactElement {
  useModel(model);
  useModel(model.servers);
  useModel(model.tree);
  const { servers, tree, transport } = model;
  const { trans } = host;
  const slow = useSlow(tree.loading);
  const some = servers.items.length > 0;

  useEffect(() => model.start(), [model]);

  return (
    <div className="tjl-Root tjl-Sidebar" data-compact={compact}>
      <Kernel transport={transport} host={host} keeping={some} />
      {servers.error && (
        <Problem error={servers.error} host={host} onRetry={() => void servers.load()} />
      )}
      {some && <Search model={model} host={host} />}
      <Suspense>
        {some && model.panel === 'facets' && <Facets model={model} host={host} />}
        {some && model.panel === 'places' && <Places model={model} host={host} />}
      </Suspense>
      {some && <Crumbs model={model} host={host} />}
      <Suspense>
        {some && model.panel === 'arrange' && <Arrange model={model} host={host} />}
      </Suspense>
      {model.form && !given && (
        <ServerForm
          key={model.form.uri}
          model={model}
          host={host}
          uri={model.form.uri}
          onClose={() => {
            model.form = null;
          }}
        />
      )}
      {model.login && <SidebarLogin model={model} host={host} />}
      {children}
      {servers.problems.length > 0 && (
        <Problem
          error={{
            ...failure('bad_request', trans.__('Some profiles on this computer cannot be used.')),
            detail: servers.problems.join('\n')
          }}
          host={host}
          onDismiss={() => servers.dismissProblems()}
        />
      )}
      {tree.error && tree.error.code !== 'expired' && (
        <Problem
          error={tree.error}
          host={host}
          onRetry={() => void model.refresh()}
          onDismiss={() => tree.dismissError()}
        />
      )}
      {slow && some && <div className="tjl-Bar" />}
      {some ? (
        <Tree model={model} host={host} />
      ) : (
        servers.loaded && !model.form && <Welcome model={model} host={host} />
      )}
      {some && !compact && (
        <>
          <Splitter label={trans.__('Height of the details')} />
          <Details model={model} host={host} />
        </>
      )}
      <Begun model={model.transfers} host={host} />
    </div>
  );
}

/** The form to log in to a server of the sidebar. */
function SidebarLogin({ model, host }: ISidebarProps): ReactElement | null {
  const { login, servers } = model;
  const server = login && servers.get(login.server);
  return login && server ? (
    <LoginForm
      key={server.id}
      model={login}
      host={host}
      name={server.name}
      uri={server.uri}
      keys
      // A login that has expired asks for itself, and takes nothing from under the hands.
      focus={server.state !== 'expired'}
      onDone={() => model.closeLogin()}
      onClose={() => model.closeLogin()}
    />
  ) : null;
}

/** What stands where the servers will be. */
function Welcome({ model, host }: ISidebarProps): ReactElement {
  const { trans } = host;
  return (
    <div className="tjl-Welcome">
      <p>{trans.__('No server yet. Connect to one, and its data can be browsed here.')}</p>
      <ServerForm model={model} host={host} uri="" />
      <p>{trans.__('No server at hand? This starts one with sample data:')}</p>
      <Command text="tiled-jl demo" host={host} />
    </div>
  );
}
