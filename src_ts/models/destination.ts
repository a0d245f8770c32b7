import { describeFailure } from '../core/failure';
import type { IError, IServer } from '../core/protocol';
import type { ITransport } from '../core/transport';
import { Latest } from './latest';
import { Model } from './model';
import type { ServersModel } from './servers';

/** A container to copy into, while it is being looked for. */
export interface IPlace {
  server: string;
  path: readonly string[];
}

// Of so many children the containers are offered; below others one gets by typing.
const LOOKED_AT = 300;

/** The way to a container on one of the servers that are connected. */
export class DestinationModel extends Model {
  constructor(
    private readonly _transport: ITransport,
    servers: ServersModel,
    place: IPlace
  ) {
    super();
    this.servers = servers.items.filter(
      ({ state, id }) => state === 'live' || state === 'anonymous' || id === place.server
    );
    this._place = place;
    this._latest.ask(place);
  }

  /** The servers that may be copied to. */
  readonly servers: readonly IServer[];

  get place(): IPlace {
    return this._place;
  }

  /** The keys of the containers below it. */
  get containers(): readonly string[] {
    return this._containers;
  }

  get loading(): boolean {
    return this._latest.busy;
  }

  /** Why that cannot be a destination. */
  get error(): IError | null {
    return this._error;
  }

  /** Go to another place. */
  go(place: IPlace): void {
    this._place = place;
    this._containers = [];
    this._error = null;
    this._latest.ask(place);
    this.notify();
  }

  /** Go into a container below the place. */
  enter(key: string): void {
    const { server, path } = this._place;
    this.go({ server, path: [...path, key] });
  }

  override dispose(): void {
    this._latest.cancel();
    super.dispose();
  }

  private readonly _latest = new Latest<IPlace, string[]>({
    ask: async ({ server, path }, signal) => {
      const params = { server, path: [...path], limit: LOOKED_AT };
      const { result } = await this._transport.request('nodes.list', params, { signal });
      const containers = result.items.filter(item => item.structureFamily === 'container');
      return containers.map(({ key }) => key);
    },
    answered: containers => {
      this._containers = containers;
      this.notify();
    },
    failed: reason => {
      this._error = describeFailure(reason);
      this.notify();
    }
  });

  private _place: IPlace;
  private _containers: readonly string[] = [];
  private _error: IError | null = null;
}
