import type { Right } from '../../core/protocol';
import type { Rights } from '../../models/tree/rights';
import type { ActionId, INodeTarget } from './host';

/** The actions on a node or a server, in the order in which every menu shows them. */
export const ACTIONS: readonly ActionId[] = [
  'open-preview',
  'insert-code',
  'insert-code-as',
  'insert-and-run',
  'copy-code',
  'copy-path',
  'copy-uri',
  'export',
  'copy-to',
  'favourite',
  'arrange',
  'edit-metadata',
  'new-container',
  'upload',
  'delete',
  'log-in',
  'log-out',
  'api-keys',
  'refresh',
  'add-server',
  'reconnect',
  'remove-server'
];

/** The actions on the search in force. */
export const SEARCH_ACTIONS: readonly ActionId[] = ['insert-search-code', 'copy-search-code'];

/** What one has to be allowed for an action. */
const RIGHTS: Partial<Record<ActionId, Right>> = {
  'edit-metadata': 'edit',
  'new-container': 'create',
  upload: 'create',
  delete: 'delete'
};

/** Whether nothing is changed by an action, or the server lets this person do it. */
export function isAllowed(
  id: ActionId,
  target: INodeTarget | null,
  rights: Rights | null | undefined
): boolean {
  const right = RIGHTS[id];
  if (right === undefined) {
    return true;
  }
  const family = target?.node?.structureFamily ?? 'container';
  const holds = right !== 'create' || family === 'container';
  return Boolean(target && holds && rights?.allows(right, target.server, target.path));
}

/** Whether an action means anything for a target. */
export function applies(id: ActionId, target: INodeTarget | null): boolean {
  switch (id) {
    case 'open-preview':
    case 'edit-metadata':
    case 'delete':
      return isNode(target) && !target?.others?.length;
    case 'copy-path':
    case 'export':
    case 'copy-to':
    case 'insert-code-as':
      return isNode(target);
    case 'insert-code':
    case 'insert-and-run':
    case 'copy-code':
    case 'copy-uri':
      return target !== null;
    case 'favourite':
    case 'new-container':
    case 'upload':
      return target !== null && !target.others?.length;
    case 'arrange':
      return target !== null && (target.node?.structureFamily ?? 'container') === 'container';
    case 'log-in':
    case 'log-out':
    case 'api-keys':
    case 'remove-server':
      return target !== null && !isNode(target);
    case 'insert-search-code':
    case 'copy-search-code':
    case 'refresh':
    case 'add-server':
    case 'reconnect':
      return true;
  }
}

function isNode(target: INodeTarget | null): boolean {
  return target !== null && target.path.length > 0;
}
