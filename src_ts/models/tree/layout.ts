import type { INodeSummary, IServer } from '../../core/protocol';
import type { Branch } from './branch';
import { type IRow, isContainer, nodeId } from './rows';

/** The rows of a tree, by their place from the top. */
export interface IRows {
  readonly count: number;
  at(index: number): IRow | undefined;
  /** The place of a row, -1 where it is not on show. */
  indexOf(id: string): number;
}

/** What rows are made of. */
export interface IForest {
  readonly servers: readonly IServer[];
  /** What a search found, when that is on show in place of the servers. */
  readonly results: Branch | null;
  /** The children under a row, if it is open. */
  open(rowId: string): Branch | undefined;
  /** The children under a row as far as they were loaded, be it open or not. */
  branch(rowId: string): Branch | undefined;
}

/** The identity of a child's row. Under a search result it carries the result's place as scope. */
export function childId(branch: Branch, index: number, node: INodeSummary): string {
  const scope =
    branch.conditions === null ? branch.id.slice(0, branch.id.indexOf('[')) : `${index}:`;
  return scope + nodeId(branch.server, node.path);
}

/**
 * Every row as it stands, loaded or not.
 *
 * No list of them is kept: a container of 100,000 children costs what was opened below it. An
 * instance is good until the forest changes.
 */
export class Layout implements IRows {
  constructor(private readonly _forest: IForest) {}

  get count(): number {
    const { results, servers } = this._forest;
    if (results) {
      return this._measure(results).size;
    }
    return servers.reduce((sum, server) => sum + this._serverSize(server), 0);
  }

  at(index: number): IRow | undefined {
    if (index < 0 || index >= this.count) {
      return undefined;
    }
    const { results, servers } = this._forest;
    if (results) {
      return this._inBranch(results, index, 1);
    }
    let first = 0;
    for (const [position, server] of servers.entries()) {
      if (index === first) {
        return serverRow(server, position, servers.length, this._open(server) !== undefined);
      }
      const size = this._serverSize(server);
      const branch = this._open(server);
      if (branch && index < first + size) {
        return this._inBranch(branch, index - first - 1, 2);
      }
      first += size;
    }
    return undefined;
  }

  indexOf(id: string): number {
    const { results, servers } = this._forest;
    if (results) {
      return this._findIn(results, id);
    }
    let first = 0;
    for (const server of servers) {
      if (id === nodeId(server.id, [])) {
        return first;
      }
      const branch = this._open(server);
      if (branch) {
        const found = this._findIn(branch, id);
        if (found >= 0) {
          return first + 1 + found;
        }
      }
      first += this._serverSize(server);
    }
    return -1;
  }

  private _open(server: IServer): Branch | undefined {
    return this._forest.open(nodeId(server.id, []));
  }

  private _serverSize(server: IServer): number {
    const branch = this._open(server);
    return 1 + (branch ? this._measure(branch).size : 0);
  }

  private _measure(branch: Branch): IMeasure {
    const known = this._measures.get(branch);
    if (known) {
      return known;
    }
    const measure: IMeasure = { size: branch.total || 1, open: [] };
    for (const [index, node] of branch.total ? branch.loaded() : []) {
      const below = isContainer(node) ? this._forest.open(childId(branch, index, node)) : undefined;
      if (below) {
        const size = this._measure(below).size;
        measure.open.push({ index, branch: below, size });
        measure.size += size;
      }
    }
    this._measures.set(branch, measure);
    return measure;
  }

  /** The row at a place below the one that a branch hangs from. */
  private _inBranch(branch: Branch, place: number, level: number): IRow {
    if (!branch.total) {
      return standIn(branch, level);
    }
    let index = place;
    for (const open of this._measure(branch).open) {
      if (index <= open.index) {
        break;
      }
      if (index <= open.index + open.size) {
        return this._inBranch(open.branch, index - open.index - 1, level + 1);
      }
      index -= open.size;
    }
    return this._child(branch, index, level);
  }

  private _child(branch: Branch, index: number, level: number): IRow {
    const place = { level, position: index + 1, setSize: branch.total ?? 1 };
    const node = branch.at(index);
    if (node) {
      const id = childId(branch, index, node);
      return nodeRow(branch, node, id, this._forest.open(id) !== undefined, place);
    }
    const error = branch.failureAt(index);
    return {
      ...place,
      id: `${branch.id}#${index}`,
      kind: error ? 'error' : 'loading',
      server: branch.server,
      path: branch.path,
      expandable: false,
      expanded: false,
      error,
      compact: true
    };
  }

  private _findIn(branch: Branch, id: string): number {
    if (id.startsWith(`${branch.id}#`)) {
      const index = Number(id.slice(branch.id.length + 1));
      return index < (branch.total || 1) ? this._placeOf(branch, index) : -1;
    }
    for (const [index, node] of this._candidates(branch, id)) {
      if (childId(branch, index, node) === id) {
        return this._placeOf(branch, index);
      }
    }
    for (const open of this._measure(branch).open) {
      const found = this._findIn(open.branch, id);
      if (found >= 0) {
        return this._placeOf(branch, open.index) + 1 + found;
      }
    }
    return -1;
  }

  private *_candidates(branch: Branch, id: string): IterableIterator<[number, INodeSummary]> {
    if (branch.conditions !== null) {
      yield* branch.loaded();
      return;
    }
    const start = id.indexOf('[');
    if (start < 0 || id.includes('#', id.lastIndexOf(']'))) {
      return;
    }
    const path = (JSON.parse(id.slice(start)) as string[]).slice(1);
    const index = branch.positionOf(path[branch.path.length] ?? '');
    const node = index === undefined ? undefined : branch.at(index);
    if (index !== undefined && node) {
      yield [index, node];
    }
  }

  /** Where a child stands, counted from the first row of its branch. */
  private _placeOf(branch: Branch, index: number): number {
    let place = index;
    for (const open of this._measure(branch).open) {
      if (open.index >= index) {
        break;
      }
      place += open.size;
    }
    return place;
  }

  private readonly _measures = new Map<Branch, IMeasure>();
}

interface IMeasure {
  size: number;
  open: { index: number; branch: Branch; size: number }[];
}

interface IPlace {
  level: number;
  position: number;
  setSize: number;
}

/** The row of a server. */
export function serverRow(
  server: IServer,
  position: number,
  setSize: number,
  expanded: boolean
): IRow {
  return {
    id: nodeId(server.id, []),
    kind: 'server',
    level: 1,
    position: position + 1,
    setSize,
    server: server.id,
    path: [],
    expandable: true,
    expanded,
    info: server
  };
}

/** The row of a node. */
export function nodeRow(
  branch: Branch,
  node: INodeSummary,
  id: string,
  expanded: boolean,
  place: IPlace
): IRow {
  return {
    ...place,
    id,
    kind: 'node',
    server: branch.server,
    path: node.path,
    expandable: isContainer(node) && node.broken === null,
    expanded,
    node
  };
}

/** The only row below a container that has no children to show, for whichever reason. */
function standIn(branch: Branch, level: number): IRow {
  const kind = branch.error ? 'error' : branch.total === 0 ? 'empty' : 'loading';
  return {
    id: `${branch.id}#0`,
    kind,
    level,
    position: 1,
    setSize: 1,
    server: branch.server,
    path: branch.path,
    expandable: false,
    expanded: false,
    error: branch.error ?? undefined
  };
}
