import type { INodeSummary, IServer } from '../core/protocol';
import type { ITransport, TransportState } from '../core/transport';
import { type ISignal, Signal } from '@lumino/signaling';
import { type IAddress, parseAddress } from './servers/address';
import { ArrangerModel } from './tree/arranger';
import { ArrivalsModel } from './tree/arrivals';
import { DetailsModel } from './tree/details';
import { Drafts } from './editing/drafts';
import { FacetsModel } from './search/facets';
import { FormsModel } from './servers/forms';
import { PlacesModel } from './tree/places';
import { SearchModel } from './search/search';
import { Rights } from './tree/rights';
import { isContainer, nodeId, nodeOf } from './tree/rows';
import { hasKeys, isOpen, ServersModel } from './servers/servers';
import { intoOf, isOpen as isUnderWay, TransfersModel } from './transfers/transfers';
import { TreeModel } from './tree/tree';

/** The node that was chosen. */
export interface ISelection {
  server: IServer;
  /** The node; of a server its root, with an empty path. */
  node: INodeSummary;
}

/** What opens under the field: one of them at a time. */
export type PanelId = 'facets' | 'arrange' | 'places';

/** Everything that the sidebar shows. */
export class BrowserModel extends FormsModel {
  readonly servers: ServersModel;
  readonly tree: TreeModel;
  readonly search: SearchModel;
  readonly facets: FacetsModel;
  readonly arranger: ArrangerModel;
  readonly places: PlacesModel;
  readonly arrivals: ArrivalsModel;
  readonly details: DetailsModel;
  readonly transfers: TransfersModel;
  /** What was typed about nodes and not saved. */
  readonly drafts = new Drafts();
  /** What may be done to nodes. */
  readonly rights: Rights;

  constructor(options: { transport: ITransport; pageSize?: number }) {
    super(options.transport);
    this.rights = new Rights(this.transport);
    this.servers = new ServersModel(this.transport);
    this.tree = new TreeModel(this.transport, this.servers, options.pageSize);
    this.search = new SearchModel(this.transport, this.tree, () => this._place());
    this.facets = new FacetsModel(this.transport, this.search, this.tree.arrangement);
    this.arranger = new ArrangerModel(this.transport, this.tree.arrangement);
    this.places = new PlacesModel(({ server, path }) => this.select(server, path));
    this.arrivals = new ArrivalsModel(this.transport, this.tree);
    this.details = new DetailsModel(this.transport);
    this.transfers = new TransfersModel(this.transport);
    this.tree.changed.connect(this._onTree, this);
    this.details.changed.connect(this._onDetails, this);
    this.transfers.changed.connect(this._onTransfers, this);
    this.servers.changed.connect(this._onServers, this);
    this.transport.stateChanged.connect(this._onState, this);
    if (this.transport.state === 'ready' || this.transport.state === 'busy') {
      this._onState(this.transport, this.transport.state);
    }
  }

  /** Connect to the kernel and read the servers. */
  start(): void {
    this.transport.start();
  }

  /** What was chosen: the same object as long as it is the same node. */
  get selection(): ISelection | null {
    return this._selection;
  }

  /** The nodes that were chosen together, as they stand in the tree; else the one that was. */
  get chosen(): ISelection[] {
    const together = this.tree.marks.rows.flatMap(({ server: id, node }) => {
      const server = this.servers.get(id);
      return server && node ? [{ server, node }] : [];
    });
    return together.length || !this._selection ? together : [this._selection];
  }

  /** Another node was chosen, or more is known of it. */
  get selectionChanged(): ISignal<this, ISelection | null> {
    return this._selectionChanged;
  }

  /** What is open under the field; `null` while nothing is. */
  get panel(): PanelId | null {
    return this._panel;
  }

  set panel(panel: PanelId | null) {
    this._panel = panel;
    this.facets.shown = panel === 'facets';
    this._followPlace();
    this.notify();
  }

  /** Bring everything on show up to date. */
  async refresh(): Promise<void> {
    await this.servers.load();
    this.tree.refresh();
    this.details.reload();
  }

  /** What is said of a node is not what it was. */
  changedNode(server: string, path: readonly string[]): void {
    this.tree.renew(server, path.slice(0, -1));
    this._describeAgain(server, path);
  }

  /** There is another node in a container. */
  filled(server: string, path: readonly string[]): void {
    this.tree.renew(server, path);
    this._describeAgain(server, path);
  }

  /** Choose a node by its path. */
  async select(server: string, path: string[]): Promise<void> {
    await this.tree.reveal(server, path);
  }

  /**
   * Go where a typed path or a pasted URI leads.
   *
   * A URI of a server that is not known opens the form to add it.
   */
  async goTo(text: string): Promise<void> {
    const current = this._selection?.server.id ?? this.servers.items[0]?.id ?? null;
    const address: IAddress | null = parseAddress(text, this.servers.items, current);
    if (address) {
      await this.select(address.server, address.path);
    } else {
      this.form = { uri: text.trim() };
    }
  }

  override dispose(): void {
    this.facets.dispose();
    this.arranger.dispose();
    this.places.dispose();
    this.arrivals.dispose();
    this.search.dispose();
    this.tree.dispose();
    this.details.dispose();
    this.transfers.dispose();
    this.drafts.dispose();
    this.servers.dispose();
    super.dispose();
  }

  /** Where a search begins: at what was chosen, which the filter may have hidden. */
  private _place(): IAddress | null {
    if (this._selection) {
      const { server, node } = this._selection;
      return { server: server.id, path: isContainer(node) ? node.path : node.path.slice(0, -1) };
    }
    const [first] = this.servers.items;
    return first ? { server: first.id, path: [] } : null;
  }

  private _followPlace(): void {
    const { place } = this.search;
    if (this._panel === 'arrange' && place) {
      this.arranger.show(place);
    }
  }

  private _onState(_: ITransport, state: TransportState): void {
    if (state === 'ready' && !this._online) {
      this._online = true;
      void this.servers.load().then(() => {
        this._openOnlyServer();
        this.tree.refresh();
      });
    } else if (state !== 'ready' && state !== 'busy') {
      this._online = false;
    }
    this.notify();
  }

  /** With one server there is nothing to choose, so its nodes are shown at once. */
  private _openOnlyServer(): void {
    const only = this.servers.items.length === 1 ? this.tree.at(0) : undefined;
    if (only && !this._opened && this.tree.expansion.length === 0) {
      this.tree.expand(only);
    }
    this._opened = true;
  }

  private _onServers(): void {
    const before = this._known;
    this._known = new Map(this.servers.items.map(server => [server.id, server]));
    for (const server of this.servers.items) {
      const was = before.get(server.id);
      if (was && isAnotherPerson(was, server)) {
        this._onPerson(server);
      }
    }
    if (this.login && !this._known.has(this.login.server)) {
      this.closeLogin();
    }
    if (this.access && !hasKeys(this._known.get(this.access.server))) {
      this.closeAccess();
    }
    this._onTree();
    this.notify();
  }

  /** Somebody has logged in or out, here or elsewhere, or a login has ended. */
  private _onPerson(server: IServer): void {
    this.rights.forget(server.id);
    if (server.state === 'expired') {
      if (!this.login && !this.form) {
        this.openLogin(server.id);
      }
      return;
    }
    // What was refused is asked for again; what is not for this person goes away.
    this.tree.refresh();
    this.renewAccess(server.id);
    if (this.login?.server === server.id && isOpen(server)) {
      this.closeLogin();
    }
  }

  private _onDetails(): void {
    const { detail } = this.details;
    if (detail) {
      this.search.seen.note(detail.metadata);
      this.rights.learn(detail.server, detail.summary.path, detail.rights);
    }
  }

  /** Where a file or a copy has become a node, that node is shown. */
  private _onTransfers(): void {
    for (const item of this.transfers.items) {
      const into = intoOf(item);
      if (into && isUnderWay(item)) {
        this._arriving.add(item.id);
      } else if (into && this._arriving.delete(item.id) && item.state === 'done') {
        this.filled(into.server, into.path);
      }
    }
  }

  private _describeAgain(server: string, path: readonly string[]): void {
    const chosen = this._selection;
    if (chosen && nodeId(chosen.server.id, chosen.node.path) === nodeId(server, path)) {
      this.details.reload();
    }
  }

  private _onTree(): void {
    const row = this.tree.active;
    const node = row ? nodeOf(row) : null;
    const server = row ? this.servers.get(row.server) : undefined;
    const before = this._selection;
    // What is hidden by a filter, or on its way, does not change what was chosen.
    if ((!row || row.kind === 'loading') && before && this.servers.get(before.server.id)) {
      return;
    }
    const next = server && node ? { server, node } : null;
    if (before?.server === next?.server && sameNode(before?.node, next?.node)) {
      return;
    }
    this._selection = next;
    // Of a server that does not let us in, there is nothing to ask.
    const described = next && (next.node.path.length || isOpen(next.server)) ? next : null;
    if (
      before?.server.id !== next?.server.id ||
      before?.server.state !== next?.server.state ||
      !sameNode(before?.node, next?.node)
    ) {
      this.details.show(described?.server.id ?? null, described?.node ?? null);
    }
    this._followPlace();
    this._selectionChanged.emit(next);
    this.notify();
  }

  private _selection: ISelection | null = null;
  private _panel: PanelId | null = null;
  private _known = new Map<string, IServer>();
  private readonly _arriving = new Set<string>();
  private _online = false;
  private _opened = false;
  private readonly _selectionChanged = new Signal<this, ISelection | null>(this);
}

/** Whether a server takes us for somebody else than before. */
function isAnotherPerson(was: IServer, is: IServer): boolean {
  const deaf: IServer['state'][] = ['unknown', 'down'];
  const same =
    was.state === is.state && was.identity === is.identity && was.credential === is.credential;
  return !same && !deaf.includes(was.state) && !deaf.includes(is.state);
}

/** A server's own row is described anew whenever it is asked for, so its looks are compared. */
function sameNode(a: INodeSummary | undefined, b: INodeSummary | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && JSON.stringify(a) === JSON.stringify(b));
}
