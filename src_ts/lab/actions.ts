import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { isContainer } from '../models/rows';
import type { ActionId, INodeTarget } from '../views/host';

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
      items: { type: ['integer', 'array', 'null'] },
      description:
        'Along each leading dimension a position, from where up to where, or null where it is whole.'
    },
    node: { type: 'object', description: 'What is known of the node.' },
    columns: {
      type: 'array',
      items: { type: 'string' },
      description: 'Columns of a table; by default all.'
    },
    others: {
      type: 'array',
      items: { type: 'object' },
      description: 'More nodes to act on, each with a server and a path.'
    },
    snippet: {
      type: ['string', 'integer'],
      description:
        'For code: which way to write it, by its label or its place among those that fit.'
    },
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
    'insert-code-as': trans.__('Insert code as…'),
    'insert-and-run': trans.__('Insert and run'),
    'copy-code': trans.__('Copy code'),
    'copy-path': trans.__('Copy path'),
    'copy-uri': trans.__('Copy URI'),
    export: trans.__('Export…'),
    'edit-metadata': trans.__('Edit metadata…'),
    'new-container': trans.__('New container…'),
    upload: trans.__('Upload files…'),
    delete: trans.__('Delete…'),
    favourite: trans.__('Add to favourites'),
    arrange: trans.__('Sort and columns…'),
    'copy-to': trans.__('Copy to…'),
    'insert-search-code': trans.__('Insert the code of the search'),
    'copy-search-code': trans.__('Copy the code of the search'),
    'log-in': trans.__('Log in'),
    'log-out': trans.__('Log out'),
    'api-keys': trans.__('API keys…'),
    refresh: trans.__('Refresh'),
    'add-server': trans.__('Add a server'),
    reconnect: trans.__('Reconnect'),
    'remove-server': trans.__('Remove server')
  };
}

/** What an action does, where its words alone may leave that open. */
export function actionCaptions(trans: TranslationBundle): Partial<Record<ActionId, string>> {
  return {
    'insert-code': trans.__('Put code that reads the node into the notebook in front'),
    'insert-code-as': trans.__('Choose how the code that reads the node is written'),
    'insert-and-run': trans.__('Put code that reads the node into the notebook, and run it'),
    export: trans.__('Write the node to a file'),
    'copy-to': trans.__('Copy the node into a container of this or another server'),
    'insert-search-code': trans.__('Put code that repeats the search into the notebook in front'),
    'copy-search-code': trans.__('Copy code that repeats the search')
  };
}

/** Whether an action means anything for a target. */
export function applies(id: ActionId, target: INodeTarget | null): boolean {
  switch (id) {
    case 'open-preview':
    case 'edit-metadata':
    case 'new-container':
    case 'upload':
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
      return target !== null && !target.others?.length;
    case 'arrange':
      return target !== null && (!target.node || isContainer(target.node));
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

/** Write a target as the arguments of a command. */
export function toArgs(target: INodeTarget): ReadonlyPartialJSONObject {
  // What nobody knows is left out: arguments are JSON.
  return JSON.parse(JSON.stringify(target)) as ReadonlyPartialJSONObject;
}

/** Read the target from the arguments of a command; `null` when they name none. */
export function fromArgs(args: ReadonlyPartialJSONObject): INodeTarget | null {
  const { server, path, at, columns, node, others, view, follows } = args as Partial<INodeTarget>;
  return typeof server === 'string' && Array.isArray(path)
    ? { server, path, at, columns, node, others, view, follows }
    : null;
}

function isNode(target: INodeTarget | null): boolean {
  return target !== null && target.path.length > 0;
}
