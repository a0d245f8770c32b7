import type { ISortKey } from '../../core/protocol';
import type { IAddress } from '../servers/address';
import { Model } from '../state/model';
import { nodeId, parseNodeId } from './rows';

/** How a person wants to see a container. What is absent was never chosen. */
export interface IArrangement {
  /** What its children are sorted by; none for its own order. */
  sorting?: ISortKey[];
  /** The keys of the metadata that stand beside the names. */
  columns?: string[];
  /** The keys of the metadata whose values are counted. */
  facets?: string[];
}

// Containers that were arranged long ago are arranged anew rather than remembered for ever.
const REMEMBERED = 300;

/** How containers are sorted, and what stands beside the names of their children. */
export class ArrangementModel extends Model {
  /** What the children of a container are sorted by. */
  sortingOf({ server, path }: IAddress): readonly ISortKey[] {
    return this._chosen.get(nodeId(server, path))?.sorting ?? [];
  }

  /** The keys whose values stand beside the names of a container's children. */
  columnsOf(place: IAddress): readonly string[] {
    return this._of(this.originOf(place))?.columns ?? [];
  }

  /** The container whose columns a container has: its own or one above; `null` where none are. */
  originOf({ server, path }: IAddress): IAddress | null {
    for (let depth = path.length; depth >= 0; depth--) {
      const above = { server, path: path.slice(0, depth) };
      if (this._of(above)?.columns) {
        return above;
      }
    }
    return null;
  }

  /** The keys that were chosen to be counted; `null` where none were. */
  facetsOf(place: IAddress): readonly string[] | null {
    return this._of(place)?.facets ?? null;
  }

  /** Choose something for a container; `undefined` takes a choice back. */
  arrange(place: IAddress, change: IArrangement): void {
    const id = nodeId(place.server, place.path);
    const { sorting, columns, facets } = { ...this._chosen.get(id), ...change };
    this._chosen.delete(id);
    if (sorting?.length || columns || facets) {
      this._chosen.set(id, { sorting: sorting?.length ? sorting : undefined, columns, facets });
    }
    for (const oldest of [...this._chosen.keys()].slice(0, -REMEMBERED)) {
      this._chosen.delete(oldest);
    }
    this.notify();
  }

  /** All choices, in a form that can be kept and given back later. */
  get state(): Record<string, IArrangement> {
    return Object.fromEntries(this._chosen);
  }

  set state(kept: unknown) {
    this._chosen = new Map(
      Object.entries(isRecord(kept) ? kept : {}).flatMap(([id, value]) =>
        parseNodeId(id) && isRecord(value) ? [[id, understand(value)]] : []
      )
    );
    this.notify();
  }

  private _of(place: IAddress | null): IArrangement | undefined {
    return place ? this._chosen.get(nodeId(place.server, place.path)) : undefined;
  }

  private _chosen = new Map<string, IArrangement>();
}

/** Read what was kept, by this or another version. */
function understand({ sorting, columns, facets }: Record<string, unknown>): IArrangement {
  return {
    sorting: Array.isArray(sorting) ? sorting.filter(isSortKey) : undefined,
    columns: Array.isArray(columns) ? columns.filter(isText) : undefined,
    facets: Array.isArray(facets) ? facets.filter(isText) : undefined
  };
}

/** Whether something is what children can be sorted by. */
export function isSortKey(value: unknown): value is ISortKey {
  return (
    isRecord(value) &&
    ['key', 'name', 'added'].includes(String(value.by)) &&
    typeof value.key === 'string' &&
    (value.key !== '') === (value.by === 'key') &&
    typeof value.descending === 'boolean'
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
