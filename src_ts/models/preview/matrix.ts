import type { IColumn, IPreviewPlan, ITableResult } from '../../core/protocol';
import type { ITransport } from '../../core/transport';
import { TableModel } from './table';

// As many as the kernel sends.
const MOST_COLUMNS = 1000;

/** The values of one or two dimensions of an array, as they are written. */
export class MatrixModel extends TableModel {
  constructor(
    private readonly _transport: ITransport,
    private readonly _server: string,
    private readonly _plan: IPreviewPlan
  ) {
    super();
  }

  get columns(): readonly IColumn[] {
    return this._columns;
  }

  /** Show other dimensions, or another position in those that are not on show. */
  showSlice(x: number, y: number | null, at: readonly number[]): void {
    const slice = { x, y, at: [...at] };
    if (JSON.stringify(slice) !== JSON.stringify(this._slice)) {
      this._slice = slice;
      this._columns = columnsOf(this._plan, slice);
      this.reload();
    }
  }

  protected async read(start: number, stop: number, signal: AbortSignal): Promise<ITableResult> {
    const { path } = this._plan.node.summary;
    const { result } = await this._transport.request(
      'preview.matrix',
      { server: this._server, path, ...this._slice, start, stop },
      { signal }
    );
    return result;
  }

  private _slice: { x: number; y: number | null; at: number[] } = { x: 0, y: null, at: [] };
  private _columns: readonly IColumn[] = [];
}

// The kernel has these words too.
const VALUE = { text: 'value', plural: null, values: [] };

/** A column for each position across, or one for a dimension on its own. */
function columnsOf(
  { dimensions, dtype, unit }: IPreviewPlan,
  { x, y }: { x: number; y: number | null }
): IColumn[] {
  const align = /^(u?int|float)/.test(dtype) ? 'right' : 'left';
  if (y === null) {
    return [{ name: 'value', title: VALUE, dtype, align, unit }];
  }
  const { size, coordinates } = dimensions[x];
  return Array.from({ length: Math.min(size, MOST_COLUMNS) }, (_, position) => ({
    name: String(coordinates[position] ?? position),
    title: null,
    dtype,
    align,
    unit: null
  }));
}
