import type { IServer } from '../core/protocol';
import type { ITransport } from '../core/transport';
import { AnswerModel } from './answer';
import type { ServersModel } from './servers';

/** A container to copy into, while it is being looked for. */
export interface IPlace {
  server: string;
  path: readonly string[];
}

// Of so many children the containers are offered.
const LOOKED_AT = 300;

/** The way to a container on one of the servers that are connected. */
export class DestinationModel extends AnswerModel<IPlace, string[]> {
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
    this.ask(place);
  }

  /** The servers that may be copied to. */
  readonly servers: readonly IServer[];

  get place(): IPlace {
    return this._place;
  }

  /** The keys of the containers below it. */
  get containers(): readonly string[] {
    return this.result ?? [];
  }

  /** Go to another place. */
  go(place: IPlace): void {
    this._place = place;
    this.forget();
    this.ask(place);
  }

  /** Go into a container below the place. */
  enter(key: string): void {
    const { server, path } = this._place;
    this.go({ server, path: [...path, key] });
  }

  protected async request({ server, path }: IPlace, signal: AbortSignal): Promise<string[]> {
    const params = { server, path: [...path], limit: LOOKED_AT };
    const { result } = await this._transport.request('nodes.list', params, { signal });
    return result.items
      .filter(({ structureFamily }) => structureFamily === 'container')
      .map(({ key }) => key);
  }

  private _place: IPlace;
}
