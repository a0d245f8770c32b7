/** Of a document of a megabyte, so many are still no burden. */
const MOST = 50;

/** Milliseconds after which what is typed is another stroke. */
const PAUSE = 1500;

/** A state, those before it, and those that were taken back. */
export class History<T> {
  constructor(private _now: T) {}

  get now(): T {
    return this._now;
  }

  get canUndo(): boolean {
    return this._past.length > 0;
  }

  get canRedo(): boolean {
    return this._future.length > 0;
  }

  /**
   * Go on to another state.
   *
   * @param stroke - what the change belongs to: typing on in one field is taken back at once.
   */
  push(next: T, stroke: string | null = null): void {
    const now = performance.now();
    if (stroke === null || stroke !== this._stroke || now - this._pushed > PAUSE) {
      this._past.push(this._now);
      this._past.splice(0, this._past.length - MOST);
    }
    this._pushed = now;
    this._stroke = stroke;
    this._future.length = 0;
    this._now = next;
  }

  /** Have another state in the place of this one; what came before stays. */
  replace(next: T): void {
    this._now = next;
    this._stroke = null;
  }

  /** What is typed next is taken back by itself. */
  pause(): void {
    this._stroke = null;
  }

  undo(): void {
    this._swap(this._past, this._future);
  }

  redo(): void {
    this._swap(this._future, this._past);
  }

  private _swap(from: T[], to: T[]): void {
    const next = from.pop();
    if (next !== undefined) {
      to.push(this._now);
      this._now = next;
      this._stroke = null;
    }
  }

  private readonly _past: T[] = [];
  private readonly _future: T[] = [];
  private _stroke: string | null = null;
  private _pushed = 0;
}
