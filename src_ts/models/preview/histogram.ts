import type {
  IHistogramResult,
  INumericField,
  IPreviewPlan,
  IReadHistogram
} from '../../core/protocol';
import type { ITransport } from '../../core/transport';
import { AnswerModel } from '../state/answer';
import type { Scale } from './range';
import { adopt, type Checks, isPosition, isRange, oneOf, orNull } from '../state/settings';

/** A bin: from where to where, and how many values are in it. */
export interface IBin {
  low: number;
  high: number;
  count: number;
}

/** What is counted, and how it is drawn. */
export interface IHistogramSettings {
  field: number;
  bins: number;
  range: readonly [number, number] | null;
  scale: Scale;
}

const CHECKS: Checks<IHistogramSettings> = {
  field: isPosition,
  bins: isPosition,
  range: orNull(isRange),
  scale: oneOf(['linear', 'log'] as const)
};

/** How the numbers of a field are distributed. */
export class HistogramModel extends AnswerModel<IReadHistogram, IHistogramResult> {
  constructor(
    private readonly _transport: ITransport,
    private readonly _server: string,
    private readonly _plan: IPreviewPlan
  ) {
    super();
  }

  /** The fields that hold numbers. */
  get fields(): readonly INumericField[] {
    return this._plan.fields;
  }

  /** Which of them is on show. */
  get field(): number {
    return this._field;
  }

  set field(field: number) {
    if (field !== this._field && field in this.fields) {
      this._field = field;
      this._range = null;
      this.forget();
      this.reload();
    }
  }

  /** How many bins are wanted; integers may have fewer. */
  get bins(): number {
    return this._bins;
  }

  set bins(bins: number) {
    this._bins = bins;
    this.reload();
  }

  /** From where to where is counted; `null` from the least to the greatest value. */
  get range(): readonly [number, number] | null {
    return this._range;
  }

  set range(range: readonly [number, number] | null) {
    if (!range || (range[0] < range[1] && range.every(Number.isFinite))) {
      this._range = range;
      this.reload();
    }
  }

  /** How the counts are drawn. */
  get scale(): Scale {
    return this._scale;
  }

  set scale(scale: Scale) {
    this._scale = scale;
    this.notify();
  }

  /** What is counted, and how it is drawn. */
  get settings(): IHistogramSettings {
    return { field: this._field, bins: this._bins, range: this._range, scale: this._scale };
  }

  set settings(wanted: IHistogramSettings) {
    const next = adopt(this.settings, wanted, CHECKS);
    this._field = next.field in this.fields ? next.field : this._field;
    this._bins = next.bins;
    this._range = next.range;
    this._scale = next.scale;
    this.notify();
  }

  /** The bins, from left to right. */
  get counted(): IBin[] {
    const { low, high, counts } = this.result ?? { low: 0, high: 0, counts: [] };
    const edge = (index: number) =>
      low * (1 - index / counts.length) + high * (index / counts.length);
    return counts.map((count, index) => ({ low: edge(index), high: edge(index + 1), count }));
  }

  /** Ask anew. */
  reload(): void {
    if (!this.fields.length) {
      return;
    }
    this.ask({
      server: this._server,
      path: this._plan.node.summary.path,
      field: this.fields[this._field].path,
      bins: this._bins,
      low: this._range?.[0],
      high: this._range?.[1]
    });
  }

  protected override async request(question: IReadHistogram, signal: AbortSignal) {
    return (await this._transport.request('preview.histogram', question, { signal })).result;
  }

  private _field = 0;
  private _bins = 100;
  private _range: readonly [number, number] | null = null;
  private _scale: Scale = 'linear';
}
