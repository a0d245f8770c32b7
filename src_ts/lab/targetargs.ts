import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { INodeTarget } from '../views/parts/host';

/** Where a command without a target of its own was called from. */
export type Place = 'sidebar' | 'preview';

/** JSON schema of the arguments of a command that acts on a node. */
export const TARGET_ARGS = {
  type: 'object',
  properties: {
    server: { type: 'string', description: 'Id of the server; with path, the node to act on.' },
    path: {
      type: 'array',
      items: { type: 'string' },
      description: 'Keys from the root of the server to the node.'
    },
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
