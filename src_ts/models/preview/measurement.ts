import type { IReadRegion, IRegionResult } from '../../core/protocol';
import type { ITransport } from '../../core/transport';
import { AnswerModel } from '../state/answer';
import type { IRegion } from './picture';

/** What a rectangle comes to, with the question that this answers. */
interface IMeasured {
  question: IReadRegion;
  summary: IRegionResult;
}

type Slice = Pick<IReadRegion, 'x' | 'y' | 'component'> & { at: readonly number[] };

/** What the values of a rectangle come to, asked of the kernel: the page has not seen all of them. */
export class MeasurementModel extends AnswerModel<IReadRegion, IMeasured> {
  constructor(
    private readonly _transport: ITransport,
    private readonly _server: string,
    private readonly _path: string[]
  ) {
    super();
  }

  /** The rectangle; `null` where none was chosen. */
  get region(): IRegion | null {
    return this._region;
  }

  /** What the rectangle comes to; `null` until the answer for this one has come. */
  get summary(): IRegionResult | null {
    const { rows, columns } = this.result?.question ?? {};
    const same = JSON.stringify({ rows, columns }) === JSON.stringify(this._region);
    return same ? (this.result?.summary ?? null) : null;
  }

  /** Measure another rectangle, made of whole pixels; `null` for none. */
  set region(region: IRegion | null) {
    this._region = region && { rows: whole(region.rows), columns: whole(region.columns) };
    if (!region) {
      this.forget();
    }
    this.reload();
  }

  /** Measure at other positions. Where other dimensions are on show, the rectangle means nothing. */
  show(slice: Slice, turned: boolean): void {
    const moved = JSON.stringify(slice) !== JSON.stringify(this._slice);
    this._slice = slice;
    if (turned) {
      this.region = null;
    } else if (moved) {
      this.reload();
    }
  }

  /** Ask again. */
  reload(): void {
    if (this._region && this._slice) {
      const { rows, columns } = this._region;
      this.ask({
        server: this._server,
        path: this._path,
        ...this._slice,
        at: [...this._slice.at],
        rows: [rows[0], rows[1]],
        columns: [columns[0], columns[1]]
      });
    } else {
      this.notify();
    }
  }

  protected async request(question: IReadRegion, signal: AbortSignal): Promise<IMeasured> {
    const { result } = await this._transport.request('preview.region', question, { signal });
    return { question, summary: result };
  }

  private _region: IRegion | null = null;
  private _slice: Slice | null = null;
}

function whole([first, last]: readonly [number, number]): readonly [number, number] {
  const start = Math.max(0, Math.floor(first));
  return [start, Math.max(start + 1, Math.ceil(last))];
}
