import type { INodeCode, ISnippet } from '../../core/protocol';
import type { BrowserModel } from '../../models/browser';
import { type IRow, nodeOf } from '../../models/tree/rows';
import type { IHost, INodeTarget } from './host';

/** What an action in the sidebar is done to: all that was chosen; `null` where nothing was. */
export function chosenTarget(model: BrowserModel): INodeTarget | null {
  const targets = model.chosen.map(({ server, node }) => ({
    server: server.id,
    path: node.path,
    node
  }));
  const [first, ...others] = targets;
  return targets.length > 1 ? { ...first, others } : (first ?? null);
}

/** The node of a row, if files can be dropped on it; asks whether one may where nobody knows. */
export function fileTarget(row: IRow, model: BrowserModel, host: IHost): INodeTarget | null {
  const { server, path } = row;
  const node = nodeOf(row);
  if (node?.structureFamily !== 'container') {
    return null;
  }
  // The answer is there by the next time that the pointer moves.
  void model.rights.find(server, path);
  const target = { server, path, node };
  return host.actions(target).some(({ id }) => id === 'upload') ? target : null;
}

/** Each of the nodes that an action is done to. */
export function nodesOf(target: INodeTarget): INodeTarget[] {
  const { others = [], ...first } = target;
  return [first, ...others];
}

/** The question for the code of a node. */
export function codeOf(target: INodeTarget, snippet?: ISnippet | null): INodeCode {
  const { server, path, at, columns } = target;
  return { server, path, at, columns, snippet };
}
