import type { IRows } from './layout';

/** The row that has the focus: it stays the same one, whatever comes and goes around it. */
export class ActiveRow {
  constructor(private readonly _tree: IRows & { readonly filter: string }) {}

  /** Where it is; -1 where there is none. */
  get index(): number {
    if (this._id === null) {
      return -1;
    }
    const index = this._tree.indexOf(this._id);
    // A filter hides the row; without one, a row that is gone leaves its place to the next.
    return index >= 0 || this._tree.filter ? index : Math.min(this._place, this._tree.count - 1);
  }

  /** Go to a row; whether there is one. */
  go(index: number): boolean {
    const row = this._tree.at(index);
    if (row) {
      this._id = row.id;
      this._place = index;
    }
    return row !== undefined;
  }

  /** Go to a row wherever it will be. */
  put(id: string): void {
    this._id = id;
  }

  /** Go to a row as soon as it is there, unless another has become the active one by then. */
  want(id: string): void {
    this._wanted = id;
  }

  /** Be nowhere, and remember the row. */
  leave(): void {
    this._before = this._id;
    this._id = null;
  }

  /** Be nowhere; what is remembered stays so. */
  clear(): void {
    this._id = null;
  }

  /** Go back to the row that is remembered. */
  goBack(): void {
    this._id = this._before;
  }

  /**
   * Stay where it was when other rows have come, also where a placeholder has become a node.
   *
   * @param place - where it was.
   */
  follow(place: number): void {
    if (this._id !== null && !this._tree.filter) {
      const index = this._tree.indexOf(this._id);
      this._place = index >= 0 ? index : Math.max(0, Math.min(place, this._tree.count - 1));
      this._id = this._tree.at(this._place)?.id ?? null;
    }
    const wanted = this._wanted === null ? -1 : this._tree.indexOf(this._wanted);
    if (wanted >= 0 || this._id !== null) {
      this._id ??= this._wanted;
      this._place = wanted >= 0 ? wanted : this._place;
      this._wanted = null;
    }
  }

  private _id: string | null = null;
  private _place = 0;
  private _wanted: string | null = null;
  private _before: string | null = null;
}
