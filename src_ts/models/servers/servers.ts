import { type IFailure, describeFailure } from '../../core/failure';
import type { IAddServer, IConnectServer, IServer } from '../../core/protocol';
import type { IEventMessage, ITransport } from '../../core/transport';
import { Model } from '../state/model';

/** The servers that the browser knows. */
export class ServersModel extends Model {
  constructor(private readonly _transport: ITransport) {
    super();
    _transport.event.connect(this._onEvent, this);
  }

  /** All of them, in the order in which they were added. */
  get items(): readonly IServer[] {
    return this._items;
  }

  /** The list has been read at least once. */
  get loaded(): boolean {
    return this._loaded;
  }

  /** Why the list could not be read. */
  get error(): IFailure | null {
    return this._error;
  }

  /** What is wrong with profiles, which name more servers; empty once a person has read it. */
  get problems(): readonly string[] {
    return this._problems;
  }

  dismissProblems(): void {
    this._dismissed = [...this._dismissed, ...this._problems];
    this._problems = [];
    this.notify();
  }

  get(id: string): IServer | undefined {
    return this._items.find(server => server.id === id);
  }

  /** Read the list; a failure is kept in `error`. */
  async load(): Promise<void> {
    try {
      const { result } = await this._transport.request('servers.list', {});
      this._error = null;
      const known = new Set(this._dismissed);
      this._problems = result.problems.filter(problem => !known.has(problem));
      this._dismissed = result.problems.filter(problem => known.has(problem));
      this._set(result.servers);
    } catch (reason) {
      this._error = describeFailure(reason);
      this.notify();
    }
  }

  /** Connect to a server and keep it; a failure is thrown. */
  async add(params: IAddServer): Promise<IServer> {
    const { result } = await this._transport.request('servers.add', params);
    this._put(result);
    return result;
  }

  /** Ask a server whether it answers; a failure is thrown. */
  async connect(params: IConnectServer): Promise<IServer> {
    const { result } = await this._transport.request('servers.connect', params);
    this._put(result);
    return result;
  }

  /** Forget the login or the key for a server; a failure is thrown. */
  async logOut(id: string): Promise<void> {
    const { result } = await this._transport.request('login.end', { server: id });
    this._put(result);
  }

  /** Forget a server and the key kept for it; a failure is thrown. */
  async remove(id: string): Promise<void> {
    const { result } = await this._transport.request('servers.remove', { server: id });
    this._set(result.servers);
  }

  private _onEvent(_: ITransport, message: IEventMessage): void {
    if (message.topic === 'servers.changed') {
      this._set(message.payload.servers);
    }
  }

  private _put(server: IServer): void {
    const known = this.get(server.id);
    this._set(
      known ? this._items.map(item => (item === known ? server : item)) : [...this._items, server]
    );
  }

  private _set(servers: readonly IServer[]): void {
    this._items = servers;
    this._loaded = true;
    this.notify();
  }

  private _items: readonly IServer[] = [];
  private _problems: readonly string[] = [];
  private _dismissed: readonly string[] = [];
  private _loaded = false;
  private _error: IFailure | null = null;
}

/** Whether a server knows who we are, or a key says that we may. */
export function isLoggedIn(server: IServer | undefined): boolean {
  return server !== undefined && server.credential !== 'anonymous';
}

/** Whether there is somebody at a server who can have API keys there. */
export function hasKeys(server: IServer | undefined): boolean {
  return server !== undefined && server.accounts && isLoggedIn(server);
}

/** Whether something may be copied to a server. */
export function takesNodes(server: IServer): boolean {
  return isOpen(server) && server.writable;
}

/** Whether a server lets us in, as somebody or as anybody. */
export function isOpen({ state }: IServer): boolean {
  return state === 'live' || state === 'anonymous';
}
