/** An entry of a JSON document as it stands in a tree. */
export interface IEntry {
  /** The keys that lead to it, as one text; it tells entries apart. */
  id: string;
  path: readonly (string | number)[];
  key: string | number;
  value: unknown;
  /** The part of the document that it is in. */
  parent: object;
  /** From 1 on. */
  level: number;
  /** Among its siblings, from 1 on. */
  position: number;
  siblings: number;
  /** Whether what is in it is on show; `null` where nothing is in it. */
  open: boolean | null;
}

/**
 * The entries of a document that are on show, in their order.
 *
 * @param depth - The level from which on entries are folded, unless a person turned them.
 * @param turned - The entries that a person has folded or unfolded.
 */
export function entriesOf(
  document: object,
  depth: number,
  turned: ReadonlySet<string>
): readonly IEntry[] {
  const entries: IEntry[] = [];
  const add = (parent: object, above: IEntry['path'], level: number) => {
    const inner = Object.entries(parent);
    inner.forEach(([name, value], index) => {
      const key = Array.isArray(parent) ? Number(name) : name;
      const path = [...above, key];
      const id = JSON.stringify(path);
      const open = holdsMore(value) ? level < depth !== turned.has(id) : null;
      entries.push({
        id,
        path,
        key,
        value,
        parent,
        level,
        position: index + 1,
        siblings: inner.length,
        open
      });
      if (open) {
        add(value as object, path, level + 1);
      }
    });
  };
  add(document, [], 1);
  return entries;
}

/** Where an entry is, as a person writes it. */
export function pathText({ path }: IEntry): string {
  return path.join('.');
}

/** What an entry is: a text as it is, anything else as JSON. */
export function valueText({ value }: IEntry): string {
  return typeof value === 'string' ? value : jsonText(value);
}

/** JSON of a document, or of what a search left of it: lists have gaps then. */
export function jsonText(value: unknown): string {
  const whole = (_: string, inner: unknown) =>
    Array.isArray(inner) ? inner.filter(() => true) : inner;
  return JSON.stringify(value, whole, 2);
}

function holdsMore(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
