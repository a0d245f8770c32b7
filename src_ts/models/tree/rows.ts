import type { IFailure } from '../../core/failure';
import type { INodeSummary, IServer } from '../../core/protocol';

/** What stands in a line of the tree. */
export type RowKind = 'server' | 'node' | 'loading' | 'error' | 'empty';

/** One line of the tree, with what a screen reader has to be told of its place. */
export interface IRow {
  /** Unique among the rows, the same as long as it stands for the same thing. */
  id: string;
  kind: RowKind;
  /** Depth, from 1. */
  level: number;
  /** Place among its siblings, from 1. */
  position: number;
  /** How many siblings there are, itself included. */
  setSize: number;
  /** Id of the server. */
  server: string;
  /** Path of the node; of the parent for a row that stands for no node. */
  path: string[];
  expandable: boolean;
  expanded: boolean;
  /** The server itself, for `server`. */
  info?: IServer;
  /** For `node`. */
  node?: INodeSummary;
  /** For `error`. */
  error?: IFailure;
  /** An `error` that stands for one of many rows that could not be read, and takes no more room. */
  compact?: boolean;
}

/** The identity of a node in the tree, or of a server for an empty path. */
export function nodeId(server: string, path: readonly string[]): string {
  return JSON.stringify([server, ...path]);
}

/** The way from a server to a node, from its identity. */
export function parseNodeId(id: string): { server: string; path: string[] } | null {
  try {
    const parts: unknown = JSON.parse(id);
    if (Array.isArray(parts) && parts.length && parts.every(part => typeof part === 'string')) {
      return { server: parts[0], path: parts.slice(1) };
    }
  } catch {
    return null;
  }
  return null;
}

/** Whether a node can have children, as far as the tree is concerned. */
export function isContainer(node: INodeSummary): boolean {
  return node.structureFamily === 'container' || node.structureFamily === 'composite';
}

/** The node that a row stands for; that of a server is its root. */
export function nodeOf(row: IRow): INodeSummary | null {
  if (row.kind === 'server' && row.info) {
    return {
      key: row.info.name,
      path: [],
      structureFamily: 'container',
      specs: [],
      shape: null,
      count: null,
      dtype: '',
      children: null,
      preview: 'none',
      broken: null,
      values: {}
    };
  }
  return row.node ?? null;
}
