import type { IFailure } from '../../core/failure';
import type { INodeSummary } from '../../core/protocol';
import type { ITransport } from '../../core/transport';
import { ActiveRow } from './activerow';
import { ArrangementModel } from './arrangement';
import { Branch } from './branch';
import { FilteredRows } from './filter';
import { Forest } from './forest';
import { childId, type IRows, Layout } from './layout';
import { PageLoader } from './loader';
import { Marks } from './marks';
import { Model } from '../state/model';
import { type IRow, nodeId } from './rows';
import type { ServersModel } from '../servers/servers';
import { Viewport } from './viewport';

// Enough to know what there is.
const MOST_SEEN = 2000;

/**
 * The servers and the nodes below them, as a list of rows of which some are loaded: what is open,
 * which row is the active one, and what comes into view.
 */
export class OpenTree extends Model {
  /** How containers are sorted, and which columns they have. */
  readonly arrangement = new ArrangementModel();

  constructor(transport: ITransport, servers: ServersModel, pageSize?: number) {
    super();
    this._loader = new PageLoader(transport, servers, this.arrangement, error => {
      this._error = error ?? this._error;
      this.relist();
    });
    this.forest = new Forest(servers, pageSize);
    this._rows = new Layout(this.forest);
    this._viewport = new Viewport(this, this.forest);
    servers.changed.connect(this.onServers, this);
    this.arrangement.changed.connect(this._onArrangement, this);
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
    return this.activeRow.index;
  }

  get active(): IRow | undefined {
    return this.at(this.activeIndex);
  }

  /** Make a row the active one, and the only one that is chosen. */
  activate(index: number): void {
    this.marks.clear();
    this.focus(index);
  }

  /** Make a row the active one as soon as it is there, unless another has become so by then. */
  want(id: string): void {
    this.activeRow.want(id);
    this.relist();
  }

  /** The nodes that are chosen together. */
  readonly marks = new Marks(this);

  /** Make a row the active one; what is chosen stays so. */
  focus(index: number): void {
    if (this.activeRow.go(index)) {
      this.notify();
    }
  }

  // --- opening and closing -----------------------------------------------------------------

  expand(row: IRow): void {
    if (row.expandable && !this.forest.isExpanded(row.id)) {
      this.forest.branch(row.id)?.invalidate();
      this.forest.expand(row.id, row.server, row.path);
      this.relist();
    }
  }

  collapse(row: IRow): void {
    const { active } = this;
    if (this.forest.collapse(row.id)) {
      this.relist();
      // What was active below the row is out of sight, and the row itself takes its place.
      if (active && active.id !== this.active?.id) {
        this.activate(this.indexOf(row.id));
      }
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
    return this.forest.expansion;
  }

  set expansion(ids: readonly string[]) {
    this.forest.expansion = ids;
    this.relist();
  }

  /** How many children a row has, where that is known. */
  childrenOf(row: IRow): number | null {
    const branch = this.forest.branch(row.id);
    return branch?.exact
      ? (branch.total ?? row.node?.children ?? null)
      : (row.node?.children ?? null);
  }

  /** The nodes beside a row that were loaded and are on show, itself included. */
  siblings(row: IRow): IRow[] {
    const branch = this.forest.branchOf(row);
    return [...(branch?.loaded() ?? [])].flatMap(([index, node]) => {
      const id = branch && childId(branch, index, node);
      return (id && this.at(this.indexOf(id))) || [];
    });
  }

  // --- filtering ---------------------------------------------------------------------------

  get filter(): string {
    return this._filter;
  }

  /** Show only what was loaded and holds a text. Empty shows everything. */
  set filter(text: string) {
    if (text !== this._filter) {
      this.relist(text);
    }
  }

  /** Nodes of a server that were loaded, up to a number of them. */
  *loaded(server: string): IterableIterator<INodeSummary> {
    let count = 0;
    for (const branch of this.forest.all) {
      for (const [, node] of branch.server === server ? branch.loaded() : []) {
        if (count++ >= MOST_SEEN) {
          return;
        }
        yield node;
      }
    }
  }

  /** How many loaded nodes pass the filter; `null` without a filter. */
  get matches(): number | null {
    return this._rows instanceof FilteredRows ? this._rows.matches : null;
  }

  /** How many nodes of those that are open were not loaded, and so cannot pass the filter. */
  get unloaded(): number {
    return this.forest.unloaded;
  }

  // --- loading -----------------------------------------------------------------------------

  /** Why something on show could not be brought up to date. */
  get error(): IFailure | null {
    return this._error;
  }

  dismissError(): void {
    this._error = null;
    this.notify();
  }

  /** Whether anything is being loaded. */
  get loading(): boolean {
    return this._loader.busy;
  }

  /** Say which rows are in view, so that they are loaded and others are not. */
  show(first: number, last: number): void {
    this._viewport.show(first, last);
    this._pump();
  }

  /** Try again to load what a row stands for. */
  retry(row: IRow): void {
    this.forest.branchOf(row)?.invalidate();
    this.relist();
  }

  /** Ask again for everything on show, or for one container; what is open stays open. */
  refresh(row?: IRow): void {
    this._error = null;
    if (row) {
      this.forest.branch(row.id)?.invalidate();
    } else {
      this.forest.invalidate();
    }
    this.relist();
  }

  /**
   * Ask again for the children of a container; a new one may be among them.
   *
   * Where they were never listed, its own row is asked for again, which tells how many there are.
   */
  renew(server: string, path: readonly string[]): void {
    const branch =
      this.forest.branch(nodeId(server, path)) ??
      this.forest.branch(nodeId(server, path.slice(0, -1)));
    if (branch) {
      branch.invalidate();
      // Also where no child is in view, or nobody would learn how many there are now.
      this._viewport.renew(branch);
    }
    this.relist();
  }

  /** A node is gone: what is below it goes as well, and the row after it becomes the active one. */
  drop(server: string, path: readonly string[]): void {
    this.forest.collapse(nodeId(server, path));
    this.forest.results?.invalidate();
    this.renew(server, path.slice(0, -1));
  }

  // --- what is new --------------------------------------------------------------------------

  /** The containers whose children are in view, of which is known how many there are. */
  onShow(): Branch[] {
    return this._viewport.containers();
  }

  /** Whether children that come last in a container come into view, and move no other row. */
  hasRoomAfter(branch: Branch): boolean {
    const isSorted = this.arrangement.sortingOf(branch).length > 0;
    return !isSorted && !this.filter && this._viewport.endsWith(branch);
  }

  /** Take in that a container has got children, or lost some. */
  admit(branch: Branch, count: number): void {
    const [order] = this.arrangement.sortingOf(branch);
    if (count > 0 && (!order || order.by === 'added')) {
      branch.insert(count, { first: order?.descending ?? false });
    } else {
      branch.invalidate();
    }
    this.relist();
  }

  override dispose(): void {
    this.arrangement.dispose();
    this._loader.dispose();
    super.dispose();
  }

  protected onServers(): void {
    this.forest.update();
    this.relist();
  }

  /** Ask anew for the containers that are arranged in another way than before. */
  private _onArrangement(): void {
    for (const branch of this.forest.all) {
      const { asked } = branch;
      const order = JSON.stringify(this.arrangement.sortingOf(branch)) !== asked?.sorting;
      const columns = JSON.stringify(this.arrangement.columnsOf(branch)) !== asked?.columns;
      if (asked && (order || columns)) {
        branch.change({ order });
      }
      // Nobody knows where the active row will be; the container stays where it is.
      if (asked && order && this.active && isBelow(this.active, branch)) {
        this.activeRow.put(branch.id);
      }
    }
    this.relist();
  }

  /** Lay the rows out anew. */
  protected relist(filter = this._filter): void {
    const place = this.activeIndex;
    this._filter = filter;
    this._rows = this._filter
      ? new FilteredRows(this.forest, this._filter)
      : new Layout(this.forest);
    this.activeRow.follow(place);
    this.marks.prune();
    this.notify();
    this._pump();
  }

  private _pump(): void {
    this._loader.load(() => this._viewport.missing());
  }

  protected readonly forest: Forest;
  protected readonly activeRow = new ActiveRow(this);
  private readonly _loader: PageLoader;
  private _rows: IRows;
  private _filter = '';
  private readonly _viewport: Viewport;
  private _error: IFailure | null = null;
}

/** Whether a row hangs from a branch, or from what hangs from it. */
function isBelow({ id, server, path }: IRow, branch: Branch): boolean {
  const below = server === branch.server && branch.path.every((key, i) => key === path[i]);
  return below && branch.conditions === null && id !== branch.id;
}
