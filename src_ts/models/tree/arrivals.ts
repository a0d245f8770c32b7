import type { INodesArrived } from '../../core/protocol';
import type { IEventMessage, ITransport } from '../../core/transport';
import type { IAddress } from '../servers/address';
import type { Branch } from './branch';
import { Latest } from '../state/latest';
import { Model } from '../state/model';
import { nodeId } from './rows';
import type { TreeModel } from './tree';

// A server that has nothing new for a while is asked less and less often.
const SOONEST = 15_000;
const LATEST = 120_000;

/** A container that has other children than are shown. */
export interface INews extends IAddress {
  /** How many more; fewer than 0 where some are gone. */
  count: number;
}

/** What containers on show have got since they were listed. */
export class ArrivalsModel extends Model {
  constructor(
    private readonly _transport: ITransport,
    private readonly _tree: TreeModel
  ) {
    super();
    _transport.event.connect(this._onEvent, this);
    _tree.changed.connect(this.notify, this);
    this._wait();
  }

  /** The containers on show of which more is known than is shown. */
  get news(): readonly INews[] {
    return this._tree.onShow().flatMap(branch => {
      const count = this._newIn(branch);
      return count ? [{ server: branch.server, path: branch.path, count }] : [];
    });
  }

  /** Look now, and often from now on: somebody has come back, or something has happened. */
  look(): void {
    this._resting = false;
    this._pause = SOONEST;
    this._ask();
  }

  /** Look no more: nobody does, and a kernel that is not asked anything may be shut down. */
  rest(): void {
    this._resting = true;
    clearTimeout(this._timer);
  }

  /** Bring in what is new. What is under the pointer stays there: the view sees to that. */
  take(): void {
    for (const branch of this._tree.onShow()) {
      const count = this._newIn(branch);
      if (count) {
        this._tree.admit(branch, count);
      }
    }
  }

  override dispose(): void {
    clearTimeout(this._timer);
    this._latest.cancel();
    super.dispose();
  }

  private _newIn(branch: Branch): number {
    const known = this._counts.get(branch.id);
    // Once it was listed anew, that is what is known.
    return known && known.total === branch.total ? known.count - known.total : 0;
  }

  private _onEvent(_: ITransport, message: IEventMessage): void {
    if (message.topic === 'nodes.arrived') {
      const { server, path }: INodesArrived = message.payload;
      const id = nodeId(server, path);
      if (!this._resting && this._tree.onShow().some(branch => branch.id === id)) {
        this.look();
      }
    }
  }

  private _wait(): void {
    clearTimeout(this._timer);
    if (!this.isDisposed) {
      this._timer = setTimeout(() => this._ask(), this._pause);
      this._pause = Math.min(LATEST, this._pause * 2);
    }
  }

  private _ask(): void {
    const branches = this._tree.onShow();
    if (branches.length && ['ready', 'busy'].includes(this._transport.state)) {
      this._latest.ask(branches);
    }
    this._wait();
  }

  private readonly _latest = new Latest<Branch[], [Branch, number | null][]>({
    ask: async (branches, signal) => {
      const servers = [...new Set(branches.map(({ server }) => server))];
      const answers = await Promise.all(
        servers.map(async server => {
          const asked = branches.filter(branch => branch.server === server);
          const paths = asked.map(({ path }) => path);
          const params = { server, paths };
          const { result } = await this._transport.request('nodes.count', params, { signal });
          return asked.map((branch, i): [Branch, number | null] => [branch, result.counts[i]]);
        })
      );
      return answers.flat();
    },
    answered: counted => {
      this._counts.clear();
      for (const [branch, count] of counted) {
        const { total } = branch;
        if (count !== null && total !== null) {
          this._counts.set(branch.id, { count, total });
        }
        if (this._newIn(branch) > 0 && this._tree.hasRoomAfter(branch)) {
          this._tree.admit(branch, this._newIn(branch));
        }
      }
      this.notify();
    },
    // What cannot be counted is no news; why not is said where it is listed.
    failed: () => undefined
  });

  private readonly _counts = new Map<string, { count: number; total: number }>();
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _pause = SOONEST;
  private _resting = false;
}
