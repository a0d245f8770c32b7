import type { ICondition } from '../../core/protocol';
import type { ITransport } from '../../core/transport';
import type { ServersModel } from '../servers/servers';
import { Branch } from './branch';
import { OpenTree } from './opentree';
import { nodeId } from './rows';

/** A search in force. */
export interface IQuery {
  server: string;
  /** Where the search began. */
  path: string[];
  /** What is to be met, all of it; empty where a single node was looked up by its path. */
  conditions: readonly ICondition[];
}

/** The servers and the nodes below them, or what a search found in their place. */
export class TreeModel extends OpenTree {
  constructor(
    private readonly _transport: ITransport,
    private readonly _servers: ServersModel,
    private readonly _pageSize?: number
  ) {
    super(_transport, _servers, _pageSize);
  }

  get query(): IQuery | null {
    return this._query;
  }

  /** How many nodes a search found; `null` while it looks. */
  get found(): number | null {
    return this.forest.results?.total ?? null;
  }

  /** Whether what a search found is from any depth, not from the children of where it began. */
  get deep(): boolean {
    return this.forest.results?.deep ?? false;
  }

  /**
   * Have the server search below a node for what meets all conditions, and show what it finds in
   * place of the tree.
   */
  search(server: string, path: string[], conditions: readonly ICondition[]): void {
    const results = new Branch('search', server, path, conditions, this._pageSize);
    this._showResults({ server, path, conditions }, results);
  }

  /** Show the tree again. */
  clearSearch(): void {
    if (this._query) {
      this._dropResults();
      this.activeRow.goBack();
      this.relist();
    }
  }

  /**
   * Go to a node by its path.
   *
   * It becomes the active row in the tree where it is among what was loaded, and is shown alone,
   * like the only result of a search, where it is not.
   *
   * @throws RequestError - when there is no such node.
   */
  async reveal(server: string, path: string[]): Promise<void> {
    this.clearSearch();
    for (let depth = 0; depth < path.length; depth++) {
      const parent = path.slice(0, depth);
      this.forest.expand(nodeId(server, parent), server, parent);
    }
    this.relist('');
    await Promise.all(path.map((_, depth) => this._loaded(nodeId(server, path.slice(0, depth)))));
    const index = this.indexOf(nodeId(server, path));
    if (index >= 0) {
      this.activate(index);
      return;
    }
    const { result } = await this._transport.request('nodes.get', { server, path });
    const alone = new Branch('search', server, path, []);
    alone.put(0, { items: [result.summary], offset: 0, total: 1, exact: true, deep: false });
    this._showResults({ server, path, conditions: [] }, alone);
    this.activate(0);
  }

  /** A search at a server that is gone ends. */
  protected override onServers(): void {
    if (this._query && !this._servers.get(this._query.server)) {
      this._dropResults();
    }
    super.onServers();
  }

  private _showResults(query: IQuery, results: Branch): void {
    if (this._query) {
      this.activeRow.clear();
    } else {
      this.activeRow.leave();
    }
    this._query = query;
    this.forest.results = results;
    this.relist('');
  }

  private _dropResults(): void {
    this._query = null;
    this.forest.results = null;
  }

  /** Wait until the first children of a container are there, or cannot be. */
  private _loaded(id: string): Promise<void> {
    const settled = () => {
      const branch = this.forest.branch(id);
      return !branch || branch.total !== null || branch.error !== null;
    };
    return new Promise(resolve => {
      const check = () => {
        if (settled()) {
          this.changed.disconnect(check);
          resolve();
        }
      };
      this.changed.connect(check);
      check();
    });
  }

  private _query: IQuery | null = null;
}
