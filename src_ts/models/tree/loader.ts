import { type IFailure, describeFailure } from '../../core/failure';
import type { IServer } from '../../core/protocol';
import type { ITransport } from '../../core/transport';
import type { ArrangementModel } from './arrangement';
import type { Branch } from './branch';
import type { ServersModel } from '../servers/servers';

// More pages at once would only queue behind each other in the server.
const AT_ONCE = 3;

/** A page of a branch that is looked at. */
export type Wanted = [Branch, number];

interface IUnderWay {
  branch: Branch;
  /** What was wanted of the branch; an answer for an older edition is of no use. */
  edition: number;
  request: AbortController;
}

/** Fills branches with the pages that are wanted, a few at a time. */
export class PageLoader {
  /**
   * @param _done - called after each page, with the reason where an older one could not be replaced.
   */
  constructor(
    private readonly _transport: ITransport,
    private readonly _servers: ServersModel,
    private readonly _arrangement: ArrangementModel,
    private readonly _done: (error: IFailure | null) => void
  ) {}

  /** Whether anything is being loaded. */
  get busy(): boolean {
    return this._inFlight.size > 0;
  }

  /**
   * Start the requests that are wanted most, as many as may run at once.
   *
   * What is wanted is asked for again whenever there is room, so pages that have left the view in
   * the meantime are never loaded.
   */
  load(wanted: () => Iterable<Wanted>): void {
    for (const [key, { branch, edition, request }] of this._inFlight) {
      if (edition !== branch.edition) {
        request.abort();
        this._inFlight.delete(key);
      }
    }
    for (const [branch, page] of this._disposed ? [] : wanted()) {
      if (this._inFlight.size >= AT_ONCE) {
        return;
      }
      const { edition } = branch;
      const key = `${page}.${edition}@${branch.id}`;
      if (!this._inFlight.has(key)) {
        const request = new AbortController();
        this._inFlight.set(key, { branch, edition, request });
        void this._fill(branch, page, request.signal).then(error => {
          this._inFlight.delete(key);
          this._done(error);
        });
      }
    }
  }

  dispose(): void {
    this._disposed = true;
    this._inFlight.forEach(({ request }) => request.abort());
  }

  private async _fill(branch: Branch, page: number, signal: AbortSignal): Promise<IFailure | null> {
    const { server, path, edition, pageSize: limit } = branch;
    const conditions = [...(branch.conditions ?? [])];
    const sorting = [...this._arrangement.sortingOf(branch)];
    const columns = [...this._arrangement.columnsOf(branch)];
    branch.asked = { sorting: JSON.stringify(sorting), columns: JSON.stringify(columns) };
    try {
      await this._connected(server);
      const { result } = await this._transport.request(
        'nodes.list',
        { server, path, offset: page * limit, limit, conditions, sorting, columns },
        { signal }
      );
      if (edition === branch.edition) {
        branch.put(page, result);
      }
      return null;
    } catch (reason) {
      if (signal.aborted) {
        return null;
      }
      const error = describeFailure(reason);
      branch.fail(page, error);
      return branch.error ? null : error;
    }
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

  private _disposed = false;
  private readonly _inFlight = new Map<string, IUnderWay>();
  private readonly _connecting = new Map<string, Promise<IServer>>();
}
