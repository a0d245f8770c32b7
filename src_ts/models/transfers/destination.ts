import type { IServer } from '../../core/protocol';
import type { ITransport } from '../../core/transport';
import { AnswerModel } from '../state/answer';
import { type ServersModel, takesNodes } from '../servers/servers';

/** A container to copy into, while it is being looked for. */
export interface IPlace {
  server: string;
  path: readonly string[];
}

/** What there is at a place. */
interface IFound {
  /** The keys of the containers below it. */
  containers: readonly string[];
  /** Whether nodes can be made in it. */
  writable: boolean;
}

// Of so many children the containers are offered.
const LOOKED_AT = 300;

/** The way to a container on one of the servers that are connected. */
export class DestinationModel extends AnswerModel<IPlace, IFound> {
  constructor(
    private readonly _transport: ITransport,
    servers: ServersModel,
    place: IPlace
  ) {
    super();
    this.servers = servers.items.filter(server => takesNodes(server) || server.id === place.server);
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
    return this.result?.containers ?? [];
  }

  /** Whether nodes can be made at the place; `false` until that is known. */
  get writable(): boolean {
    return this.result?.writable ?? false;
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

  protected async request({ server, path }: IPlace, signal: AbortSignal): Promise<IFound> {
    const place = { server, path: [...path] };
    const [listed, described] = await Promise.all([
      this._transport.request('nodes.list', { ...place, limit: LOOKED_AT }, { signal }),
      this._transport.request('nodes.get', place, { signal })
    ]);
    return {
      containers: listed.result.items
        .filter(({ structureFamily }) => structureFamily === 'container')
        .map(({ key }) => key),
      writable: described.result.rights.includes('create')
    };
  }

  private _place: IPlace;
}
