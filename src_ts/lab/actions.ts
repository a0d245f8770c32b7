import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { ActionId, INodeTarget } from '../views/host';

/** The actions on a node or a server, in the order in which every menu shows them. */
export const ACTIONS: readonly ActionId[] = [
  'open-preview',
  'insert-code',
  'insert-and-run',
  'copy-code',
  'copy-path',
  'copy-uri',
  'export',
  'log-in',
  'log-out',
  'refresh',
  'add-server',
  'reconnect',
  'remove-server'
];

/** Where a command without a target of its own was called from. */
export type Place = 'sidebar' | 'preview';

/** JSON schema of the arguments of a command that acts on a node. */
export const TARGET_ARGS = {
  type: 'object',
  properties: {
    server: { type: 'string', description: 'Id of the server; with path, the node to act on.' },
    path: { type: 'array', items: { type: 'string' } },
    at: {
      type: 'array',
      items: { type: ['integer', 'null'] },
      description: 'Position along each leading dimension, null where it is whole.'
    },
    node: { type: 'object', description: 'What is known of the node.' },
    view: { type: 'object', description: 'How a preview shows the node.' },
    follows: {
      type: 'boolean',
      description: 'Open it in the preview that follows the selection.'
    },
    place: {
      type: 'string',
      enum: ['sidebar', 'preview'],
      description: 'Without a server and a path: act on the node selected or shown there.'
    }
  }
} as const;

/** The command behind an action. */
export function commandOf(id: ActionId): string {
  return `tiled-jl:${id}`;
}

/** The words for each action, the same wherever it is offered. */
export function actionLabels(trans: TranslationBundle): Record<ActionId, string> {
  return {
    'open-preview': trans.__('Open preview'),
    'insert-code': trans.__('Insert code'),
    'insert-and-run': trans.__('Insert and run'),
    'copy-code': trans.__('Copy code'),
    'copy-path': trans.__('Copy path'),
    'copy-uri': trans.__('Copy URI'),
    export: trans.__('Export…'),
    'log-in': trans.__('Log in'),
    'log-out': trans.__('Log out'),
    refresh: trans.__('Refresh'),
    'add-server': trans.__('Add a server'),
    reconnect: trans.__('Reconnect'),
    'remove-server': trans.__('Remove server')
  };
}

/** Whether an action means anything for a target. */
export function applies(id: ActionId, target: INodeTarget | null): boolean {
  switch (id) {
    case 'open-preview':
    case 'copy-path':
    case 'export':
      return isNode(target);
    case 'insert-code':
    case 'insert-and-run':
    case 'copy-code':
    case 'copy-uri':
      return target !== null;
    case 'log-in':
    case 'log-out':
    case 'remove-server':
      return target !== null && !isNode(target);
    case 'refresh':
    case 'add-server':
    case 'reconnect':
      return true;
  }
}

/** Write a target as the arguments of a command. */
export function toArgs(target: INodeTarget): ReadonlyPartialJSONObject {
  const { server, path, at, node, view, follows } = target;
  return {
    server,
    path,
    at,
    node: node && { ...node },
    view: view && (JSON.parse(JSON.stringify(view)) as ReadonlyPartialJSONObject),
    follows
  };
}

/** Read the target from the arguments of a command; `null` when they name none. */
export function fromArgs(args: ReadonlyPartialJSONObject): INodeTarget | null {
  const { server, path, at, node, view, follows } = args as Partial<INodeTarget>;
  return typeof server === 'string' && Array.isArray(path)
    ? { server, path, at, node, view, follows }
    : null;
}

function isNode(target: INodeTarget | null): boolean {
  return target !== null && target.path.length > 0;
}
