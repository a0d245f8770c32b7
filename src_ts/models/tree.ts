import { describeFailure, isCancelled } from '../core/failure';
import type { IError, INodeSummary, IServer } from '../core/protocol';
import type { ITransport } from '../core/transport';
import { Branch, PAGE } from './branch';
import { FilteredRows } from './filter';
import { type IForest, type IRows, Layout } from './layout';
import { Model } from './model';
import { type IRow, isContainer, nodeId, parseNodeId } from './rows';
import type { ServersModel } from './servers';

// More pages at once would only queue behind each other in the server.
const AT_ONCE = 3;

/** A search in force. */
export interface IQuery {
  server: string;
  /** Where the search began. */
  path: string[];
  /** What was searched for; `null` where a single node was looked up by its path. */
  text: string | null;
}

/** The servers and the nodes below them, as a list of rows of which some are loaded. */
export class TreeModel extends Model {
  constructor(
    private readonly _transport: ITransport,
    private readonly _servers: ServersModel
  ) {
    super();
    _servers.changed.connect(this._onServers, this);
  }

  /** How many rows there are, loaded or not. */
  get count(): number {
    return this._rows.count;
  }

  at(index: number): IRow | undefined {
    return this._rows.at(index);
  }

  indexOf(id: string): number {
    return this._rows.indexOf(id);
  }

  // --- the active row ----------------------------------------------------------------------

  /** The place of the row that has the focus and is described; -1 where there is none. */
  get activeIndex(): number {
    if (this._active === null) {
      return -1;
    }
    const index = this.indexOf(this._active);
    return index >= 0 ? index : Math.min(this._activePlace, this.count - 1);
  }

  get active(): IRow | undefined {
    return this.at(this.activeIndex);
  }

  /** Make a row the active one. */
  activate(index: number): void {
    const row = this.at(index);
    if (row) {
      this._active = row.id;
      this._activePlace = index;
      this.notify();
    }
  }

  // --- opening and closing -----------------------------------------------------------------

  expand(row: IRow): void {
    if (row.expandable && !this._expanded.has(row.id)) {
      this._expanded.add(row.id);
      this._branches.get(row.id)?.invalidate();
      this._grow(row.id, row.server, row.path);
      this._renew();
    }
  }

  collapse(row: IRow): void {
    if (this._expanded.delete(row.id)) {
      this._renew();
    }
  }

  toggle(row: IRow): void {
    if (row.expanded) {
      this.collapse(row);
    } else {
      this.expand(row);
    }
  }

  /** What is open, in a form that can be kept and given back later. */
  get expansion(): string[] {
    return [...this._expanded].filter(id => parseNodeId(id) !== null);
  }

  set expansion(ids: readonly string[]) {
    this._expanded = new Set(ids.filter(id => parseNodeId(id) !== null));
    this._growExpanded();
    this._renew();
  }

  /** How many children a row has, where that is known. */
  childrenOf(row: IRow): number | null {
    const branch = this._branches.get(row.id);
    return branch?.total != null && branch.exact ? branch.total : (row.node?.children ?? null);
  }

  // --- filtering and searching -------------------------------------------------------------

  get filter(): string {
    return this._filter;
  }

  /** Show only what was loaded and holds a text. Empty shows everything. */
  set filter(text: string) {
    if (text !== this._filter) {
      this._filter = text;
      this._renew();
    }
  }

  /** How many loaded nodes pass the filter; `null` without a filter. */
  get matches(): number | null {
    return this._rows instanceof FilteredRows ? this._rows.matches : null;
  }

  /** How many nodes of those that are open were not loaded, and so cannot pass the filter. */
  get unloaded(): number {
    const open = this._results ? [this._results] : [];
    const all = [...open, ...[...this._branches.values()].filter(b => this._expanded.has(b.id))];
    return all.reduce((sum, branch) => sum + (branch.total ?? 0) - branch.loadedCount, 0);
  }

  get query(): IQuery | null {
    return this._query;
  }

  /** How many nodes a search found; `null` while it looks. */
  get found(): number | null {
    return this._results?.total ?? null;
  }

  /** Have the server search below a node, and show what it finds in place of the tree. */
  search(server: string, path: string[], text: string): void {
    this._showResults({ server, path, text }, new Branch('search', server, path, text));
  }

  /** Show the tree again. */
  clearSearch(): void {
    if (this._query) {
      this._dropResults();
      this._active = this._activeBefore;
      this._renew();
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
    this._filter = '';
    for (let depth = 0; depth < path.length; depth++) {
      const id = nodeId(server, path.slice(0, depth));
      this._expanded.add(id);
      this._grow(id, server, path.slice(0, depth));
    }
    this._renew();
    await Promise.all(
      path.map((_, depth) => this._loaded(nodeId(server, path.slice(0, depth))))
    );
    const index = this.indexOf(nodeId(server, path));
    if (index >= 0) {
      this.activate(index);
      return;
    }
    const { result } = await this._transport.request('nodes.get', { server, path });
    const alone = new Branch('search', server, path, '');
    alone.put(0, { items: [result.summary], offset: 0, total: 1, exact: true });
    this._showResults({ server, path, text: null }, alone);
    this.activate(0);
  }

  // --- loading -----------------------------------------------------------------------------

  /** Why something on show could not be brought up to date. */
  get error(): IError | null {
    return this._error;
  }

  dismissError(): void {
    this._error = null;
    this.notify();
  }

  /** Whether anything is being loaded. */
  get loading(): boolean {
    return this._inFlight.size > 0;
  }

  /** Say which rows are in view, so that they are loaded and others are not. */
  show(first: number, last: number): void {
    this._view = [first, last];
    this._pump();
  }

  /** Try again to load what a row stands for. */
  retry(row: IRow): void {
    const id = row.id.replace(/#\d+$/, '');
    const branch = id === 'search' ? this._results : this._branches.get(id);
    branch?.invalidate();
    this._renew();
  }

  /** Ask again for everything on show, or for one container; what is open stays open. */
  refresh(row?: IRow): void {
    this._error = null;
    if (!row) {
      for (const id of this._branches.keys()) {
        if (!this._expanded.has(id)) {
          this._branches.delete(id);
        }
      }
    }
    const all = row
      ? [this._branches.get(row.id)]
      : [...this._branches.values(), this._query?.text != null ? this._results : null];
    all.forEach(branch => branch?.invalidate());
    this._renew();
  }

  override dispose(): void {
    this._inFlight.forEach(request => request.abort());
    super.dispose();
  }

  private _showResults(query: IQuery, results: Branch): void {
    this._activeBefore = this._query ? this._activeBefore : this._active;
    this._dropResults();
    this._query = query;
    this._results = results;
    this._filter = '';
    this._active = null;
    this._renew();
  }

  private _dropResults(): void {
    this._query = null;
    this._results = null;
    for (const id of this._branches.keys()) {
      if (parseNodeId(id) === null) {
        this._branches.delete(id);
        this._expanded.delete(id);
      }
    }
  }

  private _onServers(): void {
    const known = new Map(this._servers.items.map(server => [server.id, server]));
    for (const [id, branch] of this._branches) {
      const server = known.get(branch.server);
      if (!server) {
        this._branches.delete(id);
        this._expanded.delete(id);
      } else if (branch.error && cameBack(this._states.get(server.id), server)) {
        branch.invalidate();
      }
    }
    if (this._query && !known.has(this._query.server)) {
      this._dropResults();
    }
    this._states = new Map(this._servers.items.map(server => [server.id, server.state]));
    this._growExpanded();
    this._renew();
  }

  /** Make branches for what is open, as far as their servers are known. */
  private _growExpanded(): void {
    for (const id of this._expanded) {
      const node = parseNodeId(id);
      if (node && this._servers.get(node.server)) {
        this._grow(id, node.server, node.path);
      }
    }
  }

  private _grow(id: string, server: string, path: string[]): void {
    if (!this._branches.has(id)) {
      this._branches.set(id, new Branch(id, server, path));
    }
  }

  private _renew(): void {
    const forest: IForest = {
      servers: this._servers.items,
      results: this._results,
      open: id => (this._expanded.has(id) ? this._branches.get(id) : undefined)
    };
    const place = this.activeIndex;
    this._rows = this._filter
      ? new FilteredRows(forest, id => this._branches.get(id), this._filter)
      : new Layout(forest);
    this._followActive(place);
    this.notify();
    this._pump();
  }

  /** Keep the active row where it was, also when a placeholder has become a node. */
  private _followActive(place: number): void {
    if (this._active === null) {
      return;
    }
    const index = this.indexOf(this._active);
    this._activePlace = index >= 0 ? index : Math.max(0, Math.min(place, this.count - 1));
    this._active = this.at(this._activePlace)?.id ?? null;
  }

  /** Start the requests that are wanted most, as many as may run at once. */
  private _pump(): void {
    for (const [branch, page] of this._wanted()) {
      if (this._inFlight.size >= AT_ONCE) {
        return;
      }
      const key = `${page}@${branch.id}`;
      if (!this._inFlight.has(key)) {
        const request = new AbortController();
        this._inFlight.set(key, request);
        void this._load(branch, page, request.signal).finally(() => {
          this._inFlight.delete(key);
          this._pump();
        });
      }
    }
  }

  private *_wanted(): IterableIterator<[Branch, number]> {
    if (this._results && this._results.total === null && this._results.error === null) {
      yield [this._results, 0];
    }
    for (const branch of this._branches.values()) {
      if (
        this._expanded.has(branch.id) &&
        branch.total === null &&
        branch.error === null &&
        this._servers.get(branch.server)
      ) {
        yield [branch, 0];
      }
    }
    for (let index = this._view[0]; index <= this._view[1]; index++) {
      const row = this.at(index);
      const branch = row && this._branchOf(row);
      if (row && branch && branch.total !== null) {
        const page = Math.floor((this._positionIn(branch, row) ?? 0) / PAGE);
        if (branch.error === null && branch.needs(page)) {
          yield [branch, page];
        }
      }
    }
  }

  /** The branch that a row belongs to. */
  private _branchOf(row: IRow): Branch | undefined {
    if (row.kind === 'server') {
      return undefined;
    }
    if (row.kind !== 'node') {
      const id = row.id.replace(/#\d+$/, '');
      return id === 'search' ? (this._results ?? undefined) : this._branches.get(id);
    }
    if (this._results && row.level === 1) {
      return this._results;
    }
    const scope = row.id.slice(0, row.id.indexOf('['));
    return this._branches.get(scope + nodeId(row.server, row.path.slice(0, -1)));
  }

  private _positionIn(branch: Branch, row: IRow): number | undefined {
    if (row.kind !== 'node') {
      return Number(row.id.slice(row.id.lastIndexOf('#') + 1));
    }
    return this._filter
      ? branch.positionOf(branch.text === null ? row.path[row.path.length - 1] : JSON.stringify(row.path))
      : row.position - 1;
  }

  private async _load(branch: Branch, page: number, signal: AbortSignal): Promise<void> {
    try {
      await this._connected(branch.server);
      const { result } = await this._transport.request(
        'nodes.list',
        {
          server: branch.server,
          path: branch.path,
          offset: page * PAGE,
          limit: PAGE,
          text: branch.text
        },
        { signal }
      );
      branch.put(page, result);
    } catch (reason) {
      if (isCancelled(reason)) {
        return;
      }
      const error = describeFailure(reason);
      if (branch.total !== null && error.code !== 'not_found') {
        this._error = error;
      }
      branch.fail(page, error);
    }
    this._growExpanded();
    this._renew();
  }

  /** A server that nobody has asked yet is asked who we are before it is read. */
  private async _connected(id: string): Promise<void> {
    if (this._servers.get(id)?.state === 'unknown') {
      let connecting = this._connecting.get(id);
      if (!connecting) {
        connecting = this._servers.connect({ server: id });
        this._connecting.set(id, connecting);
        const done = () => this._connecting.delete(id);
        connecting.then(done, done);
      }
      await connecting;
    }
  }

  /** Wait until the first children of a container are there, or cannot be. */
  private _loaded(id: string): Promise<void> {
    const settled = () => {
      const branch = this._branches.get(id);
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

  private _rows: IRows = new Layout({ servers: [], results: null, open: () => undefined });
  private _branches = new Map<string, Branch>();
  private _expanded = new Set<string>();
  private _results: Branch | null = null;
  private _query: IQuery | null = null;
  private _filter = '';
  private _active: string | null = null;
  private _activeBefore: string | null = null;
  private _activePlace = 0;
  private _view: [number, number] = [0, -1];
  private _error: IError | null = null;
  private _states = new Map<string, IServer['state']>();
  private readonly _inFlight = new Map<string, AbortController>();
  private readonly _connecting = new Map<string, Promise<IServer>>();
}

/** Whether a server answers now that did not a moment ago. */
function cameBack(before: IServer['state'] | undefined, server: IServer): boolean {
  const answers = server.state === 'live' || server.state === 'anonymous';
  return answers && before !== server.state;
}

/** The container in which a search from a row looks: the row itself, or its parent. */
export function containerOf(row: IRow): string[] {
  const own = row.kind === 'server' || (row.node !== undefined && isContainer(row.node));
  return own || row.kind !== 'node' ? row.path : row.path.slice(0, -1);
}

/** The node that a row stands for; that of a server is its root. */
export function nodeOf(row: IRow): INodeSummary | null {
  if (row.kind === 'server' && row.info) {
    return {
      key: row.info.name,
      path: [],
      structureFamily: 'container',
      specs: [],
      summary: '',
      children: null,
      preview: 'none',
      broken: null
    };
  }
  return row.node ?? null;
}
