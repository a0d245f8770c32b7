import { isCancelled, RequestError } from '../../core/failure';
import type { IAddress } from '../servers/address';
import { isGone } from './branch';
import { Model } from '../state/model';
import { nodeId, parseNodeId } from './rows';

const RECENT = 12;
const FAVOURITES = 100;

/** Nodes that a person has marked, and those that were opened of late. */
export class PlacesModel extends Model {
  /** @param _go - leads to a node; throws where there is none. */
  constructor(private readonly _go: (place: IAddress) => Promise<void>) {
    super();
  }

  /** In the order in which they were marked. */
  get favourites(): readonly IAddress[] {
    return this._favourites.map(placeOf);
  }

  /** The latest first. */
  get recent(): readonly IAddress[] {
    return this._recent.map(placeOf);
  }

  isFavourite({ server, path }: IAddress): boolean {
    return this._favourites.includes(nodeId(server, path));
  }

  /** Mark a node, or take the mark away. */
  toggle({ server, path }: IAddress): void {
    const id = nodeId(server, path);
    this._favourites = this._favourites.includes(id)
      ? this._favourites.filter(each => each !== id)
      : [...this._favourites, id].slice(-FAVOURITES);
    this.notify();
  }

  /** Note that a node was opened. */
  visit({ server, path }: IAddress): void {
    const id = nodeId(server, path);
    this._recent = [id, ...this._recent.filter(each => each !== id)].slice(0, RECENT);
    this.notify();
  }

  /** Leave a node out of both lists. */
  remove({ server, path }: IAddress): void {
    const id = nodeId(server, path);
    this._favourites = this._favourites.filter(each => each !== id);
    this._recent = this._recent.filter(each => each !== id);
    this._gone.delete(id);
    this.notify();
  }

  /** Go to a node; one that is not there any more is known to be gone from then on. */
  async go(place: IAddress): Promise<void> {
    const id = nodeId(place.server, place.path);
    try {
      await this._go(place);
      this._gone.delete(id);
    } catch (reason) {
      const gone = reason instanceof RequestError && isGone(reason.error);
      if (!gone && !isCancelled(reason)) {
        throw reason;
      }
      this._gone.add(id);
    }
    this.notify();
  }

  /** Whether a node was not there, or not for us, when one last went to it. */
  isGone({ server, path }: IAddress): boolean {
    return this._gone.has(nodeId(server, path));
  }

  /** Both lists, in a form that can be kept and given back later. */
  get state(): { favourites: string[]; recent: string[] } {
    return { favourites: this._favourites, recent: this._recent };
  }

  set state(kept: unknown) {
    const { favourites, recent } = (kept ?? {}) as Record<string, unknown>;
    this._favourites = idsOf(favourites).slice(-FAVOURITES);
    this._recent = idsOf(recent).slice(0, RECENT);
    this.notify();
  }

  private _favourites: string[] = [];
  private _recent: string[] = [];
  private readonly _gone = new Set<string>();
}

function idsOf(kept: unknown): string[] {
  const texts = Array.isArray(kept) ? kept.filter(id => typeof id === 'string') : [];
  return texts.filter(id => parseNodeId(id) !== null);
}

function placeOf(id: string): IAddress {
  return parseNodeId(id) ?? { server: '', path: [] };
}
