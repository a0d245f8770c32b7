import type { ReactElement } from 'react';
import type { PreviewModel } from '../../models/preview/preview';
import type { IHost } from '../parts/host';

/** Props of a link to a node. */
export interface INodeLinkProps {
  model: PreviewModel;
  host: IHost;
  path: string[];
  /** Its name stands out. */
  strong?: boolean;
}

/** The key of a node, which opens its preview: in a tab where there are any, else in place. */
export function NodeLink({ model, host, path, strong }: INodeLinkProps): ReactElement {
  const name = path[path.length - 1];
  const target = { server: model.server, path };
  const open = () =>
    host.actions(target).some(({ id }) => id === 'open-preview')
      ? host.run('open-preview', target)
      : model.enter(path);
  return (
    <button type="button" className="tjl-Link" data-strong={strong} title={name} onClick={open}>
      {name}
    </button>
  );
}
