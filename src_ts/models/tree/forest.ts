import type { IServer } from '../../core/protocol';
import { Branch } from './branch';
import type { IForest } from './layout';
import { type IRow, nodeId, parseNodeId } from './rows';
import type { ServersModel } from '../servers/servers';

/** The branches that were looked at, and which of them are open. */
export class Forest implements IForest {
  constructor(
    private readonly _servers: ServersModel,
    private readonly _pageSize?: number
  ) {}

  /** What a search found, when that is on show in place of the servers. */
  get results(): Branch | null {
    return this._results;
  }

  set results(results: Branch | null) {
    this._results = results;
    for (const id of this._branches.keys()) {
      if (parseNodeId(id) === null) {
        this._branches.delete(id);
        this._expanded.delete(id);
      }
    }
  }

  get servers(): readonly IServer[] {
    return this._servers.items;
  }

  open(rowId: string): Branch | undefined {
    return this._expanded.has(rowId) ? this._branches.get(rowId) : undefined;
  }

  /** The children under a row as far as they were loaded, be it open or not. */
  branch(rowId: string): Branch | undefined {
    return this._branches.get(rowId);
  }

  expand(rowId: string, server: string, path: string[]): void {
    this._expanded.add(rowId);
    this._grow(rowId, server, path);
  }

  /** Close a row; whether it was open. */
  collapse(rowId: string): boolean {
    return this._expanded.delete(rowId);
  }

  isExpanded(rowId: string): boolean {
    return this._expanded.has(rowId);
  }

  /** What is open in the tree, not below what a search found. */
  get expansion(): string[] {
    return [...this._expanded].filter(id => parseNodeId(id) !== null);
  }

  set expansion(ids: readonly string[]) {
    this._expanded = new Set(ids.filter(id => parseNodeId(id) !== null));
    this.update();
  }

  /**
   * Take in another list of servers: forget what is gone, try again with what is back, and make
   * branches for what is open.
   */
  update(): void {
    for (const [id, branch] of this._branches) {
      const server = this._servers.get(branch.server);
      if (!server) {
        this._branches.delete(id);
        this._expanded.delete(id);
      } else if (branch.error && cameBack(this._states.get(server.id), server)) {
        branch.invalidate();
      }
    }
    this._states = new Map(this.servers.map(server => [server.id, server.state]));
    for (const id of this._expanded) {
      const node = parseNodeId(id);
      if (node && this._servers.get(node.server)) {
        this._grow(id, node.server, node.path);
      }
    }
  }

  /** Forget what is closed, and ask again for the rest as it comes into view. */
  invalidate(): void {
    for (const id of this._branches.keys()) {
      if (!this._expanded.has(id)) {
        this._branches.delete(id);
      }
    }
    this._branches.forEach(branch => branch.invalidate());
    // A single node that was looked up is not the answer to a question that could be asked again.
    if (this._results?.conditions?.length) {
      this._results.invalidate();
    }
  }

  /** The branches of which nothing was loaded yet and whose children are to be shown. */
  *blank(): IterableIterator<Branch> {
    const open = [...this._branches.values()].filter(branch => this._expanded.has(branch.id));
    for (const branch of this._results ? [this._results, ...open] : open) {
      if (branch.total === null && branch.error === null && this._servers.get(branch.server)) {
        yield branch;
      }
    }
  }

  /** All branches: of the tree, what a search found, and what hangs from that. */
  get all(): Branch[] {
    return [...this._branches.values(), ...(this._results ? [this._results] : [])];
  }

  /** The branch that a row belongs to. */
  branchOf(row: IRow): Branch | undefined {
    if (row.kind === 'server') {
      return undefined;
    }
    if (row.kind !== 'node') {
      const id = row.id.replace(/#\d+$/, '');
      return id === this._results?.id ? this._results : this._branches.get(id);
    }
    if (this._results && row.level === 1) {
      return this._results;
    }
    const scope = row.id.slice(0, row.id.indexOf('['));
    return this._branches.get(scope + nodeId(row.server, row.path.slice(0, -1)));
  }

  /** The page of its branch that a row is on. */
  pageOf(branch: Branch, row: IRow): number {
    const position =
      row.kind === 'node'
        ? branch.positionOf(
            branch.conditions === null ? row.path[row.path.length - 1] : JSON.stringify(row.path)
          )
        : Number(row.id.slice(row.id.lastIndexOf('#') + 1));
    return Math.floor((position ?? 0) / branch.pageSize);
  }

  /** How many nodes of those that are open were not loaded. */
  get unloaded(): number {
    const open = [...this._branches.values()].filter(branch => this._expanded.has(branch.id));
    return (this._results ? [this._results] : open).reduce(
      (sum, branch) => sum + (branch.total ?? 0) - branch.loadedCount,
      0
    );
  }

  private _grow(id: string, server: string, path: string[]): void {
    if (!this._branches.has(id)) {
      this._branches.set(id, new Branch(id, server, path, null, this._pageSize));
    }
  }

  private _results: Branch | null = null;
  private _expanded = new Set<string>();
  private _states = new Map<string, IServer['state']>();
  private readonly _branches = new Map<string, Branch>();
}

/** Whether a server answers now that did not a moment ago. */
function cameBack(before: IServer['state'] | undefined, server: IServer): boolean {
  const answers = server.state === 'live' || server.state === 'anonymous';
  return answers && before !== server.state;
}
