import type { INodeCode, ISnippet } from '../../core/protocol';
import type { BrowserModel } from '../../models/browser';
import type { INodeTarget } from './host';

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
