import type { INodeSummary } from '../../core/protocol';
import type { Scalar } from './condition';

const DEEPEST = 8;
const MOST_KEYS = 1000;
const MOST_VALUES = 50;
const LONGEST = 200;

/** What metadata on show have held so far: the keys, and some values of each. */
export class Seen {
  /** @param _nodes - the nodes that are loaded, which have some values beside them. */
  constructor(private readonly _nodes: () => Iterable<INodeSummary>) {}

  /** Take note of the metadata of a node. */
  note(metadata: Record<string, unknown>, above = '', depth = 0): void {
    for (const [name, value] of Object.entries(metadata)) {
      const key = above + name;
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        if (depth < DEEPEST) {
          this.note(value as Record<string, unknown>, `${key}.`, depth + 1);
        }
      } else if (key.length <= LONGEST) {
        this._add(key, Array.isArray(value) ? value : [value]);
      }
    }
  }

  get keys(): string[] {
    const beside = new Set(this._known.keys());
    for (const { values } of this._nodes()) {
      Object.keys(values).forEach(key => beside.add(key));
    }
    return [...beside];
  }

  valuesOf(key: string): Scalar[] {
    const found = new Set(this._known.get(key));
    for (const { values } of this._nodes()) {
      if (key in values && found.size < MOST_VALUES) {
        found.add(values[key].value);
      }
    }
    return [...found];
  }

  get specs(): string[] {
    return [...new Set([...this._nodes()].flatMap(({ specs }) => specs))];
  }

  private _add(key: string, values: unknown[]): void {
    const known = this._known.get(key) ?? new Set<Scalar>();
    if (this._known.size < MOST_KEYS || known.size) {
      this._known.set(key, known);
    }
    for (const value of values) {
      const plain = typeof value === 'number' || typeof value === 'boolean';
      const short = typeof value === 'string' && value.length <= LONGEST;
      if ((plain || short) && known.size < MOST_VALUES) {
        known.add(value);
      }
    }
  }

  private readonly _known = new Map<string, Set<Scalar>>();
}
