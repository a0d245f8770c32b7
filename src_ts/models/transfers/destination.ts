import type { IServer } from '../../core/protocol';
import type { ITransport } from '../../core/transport';
import type { IAddress } from '../servers/address';
import { type ServersModel, takesNodes } from '../servers/servers';
import { AnswerModel } from '../state/answer';

/** A container to copy into, while it is being looked for. */
export interface IPlace {
  server: string;
  path: readonly string[];
}

/** A question about a place: from which of its children on it is looked through. */
interface ILooking extends IPlace {
  offset: number;
}

/** What there is at a place. */
interface IFound {
  /** The keys of the containers below it, as far as it was looked through. */
  containers: readonly string[];
  /** How many children were looked at, and how many there are. */
  looked: number;
  total: number;
  /** Whether nodes can be made in it. */
  writable: boolean;
}

// So many children are looked at in one go.
const STEP = 300;

/** The way to a container on one of the servers that are connected. */
export class DestinationModel extends AnswerModel<ILooking, IFound> {
  constructor(
    private readonly _transport: ITransport,
    servers: ServersModel,
    place: IPlace
  ) {
    super();
    this.servers = servers.items.filter(server => takesNodes(server) || server.id === place.server);
    this._place = place;
    this._look(0);
  }

  /** The servers that may be copied to. */
  readonly servers: readonly IServer[];

  get place(): IPlace {
    return this._place;
  }

  /** The keys of the containers below it, as far as it was looked through. */
  get containers(): readonly string[] {
    return this.result?.containers ?? [];
  }

  /** Whether nodes can be made at the place; `false` until that is known. */
  get writable(): boolean {
    return this.result?.writable ?? false;
  }

  /** How many of how many children were looked at; `null` where it was all of them. */
  get partial(): { looked: number; total: number } | null {
    return this.result && this.result.looked < this.result.total ? this.result : null;
  }

  /** Go to another place. */
  go(place: IPlace): void {
    this._place = place;
    this.forget();
    this._look(0);
  }

  /** Look through more of the place; after a failure, try again. */
  lookOn(): void {
    this._look(this.result?.looked ?? 0);
  }

  /** Go where a path leads: from the place, or from the top with a stroke before it. */
  goTo(text: string): void {
    const { server, path } = this._place;
    const typed = text.trim();
    const keys = this.containers.includes(typed) ? [typed] : typed.split('/').filter(Boolean);
    this.go({ server, path: typed.startsWith('/') ? keys : [...path, ...keys] });
  }

  /** Go into a container below the place. */
  enter(key: string): void {
    const { server, path } = this._place;
    this.go({ server, path: [...path, key] });
  }

  protected async request(
    { server, path, offset }: ILooking,
    signal: AbortSignal
  ): Promise<IFound> {
    const place = { server, path: [...path] };
    const before = offset ? this.result : null;
    const [listed, writable] = await Promise.all([
      this._transport.request('nodes.list', { ...place, offset, limit: STEP }, { signal }),
      before?.writable ?? this._isWritable(place, signal)
    ]);
    const { items, total } = listed.result;
    const found = items
      .filter(({ structureFamily }) => structureFamily === 'container')
      .map(({ key }) => key);
    return {
      containers: [...(before?.containers ?? []), ...found],
      looked: items.length ? offset + items.length : total,
      total,
      writable
    };
  }

  private async _isWritable(place: IAddress, signal: AbortSignal): Promise<boolean> {
    const { result } = await this._transport.request('nodes.get', place, { signal });
    return result.rights.includes('create');
  }

  private _look(offset: number): void {
    this.ask({ ...this._place, offset });
  }

  private _place: IPlace;
}
