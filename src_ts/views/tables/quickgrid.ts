// The preview loads this module, and so the data grid, when there is a table to show.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { DataGrid } from '@lumino/datagrid';

type Copy = [source: HTMLCanvasElement, ...place: number[]];

/** What the data grid does not show to others: how it copies a part of one canvas to another. */
interface ICopying {
  _blitContent?(...copy: Copy): void;
}

/**
 * A data grid that is quick without a graphics processor.
 *
 * It draws each cell on a canvas beside the one in the page and copies it from there at once. A
 * canvas that is drawn on after it was copied from is first duplicated as a whole by the browser,
 * cell after cell. Here all copies are made after all cells were drawn. That changes no pixel: a
 * cell is transparent but for its words, and no two are drawn on the same place.
 */
export class QuickGrid extends DataGrid {
  constructor(options?: DataGrid.IOptions) {
    super(options);
    const grid = this as unknown as ICopying;
    const copy = grid._blitContent?.bind(this);
    if (copy) {
      this._copy = copy;
      grid._blitContent = (...each) => (this._waiting ? this._waiting.push(each) : copy(...each));
    }
  }

  protected override paintContent(x: number, y: number, width: number, height: number): void {
    const waiting: Copy[] = [];
    this._waiting = waiting;
    try {
      super.paintContent(x, y, width, height);
    } finally {
      this._waiting = null;
    }
    waiting.forEach(each => this._copy(...each));
  }

  private _copy: (...copy: Copy) => void = () => undefined;
  private _waiting: Copy[] | null = null;
}
