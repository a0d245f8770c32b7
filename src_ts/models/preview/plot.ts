import { asNumbers, type NumberArray } from '../../core/buffers';
import type {
  IColumn,
  IPlotCurve,
  IPlotResult,
  IPreviewPlan,
  IReadPlot
} from '../../core/protocol';
import type { ITransport } from '../../core/transport';
import { AnswerModel } from '../state/answer';
import type { Scale } from './range';
import { adopt, type Checks, isText, listOf, oneOf, orNull } from '../state/settings';

/** The points of a column over another. */
export interface IPoints extends IPlotCurve {
  x: NumberArray;
  y: NumberArray;
  /** The lengths of error bars; empty where there are none. */
  error: NumberArray;
}

/** What a plot shows. */
export interface IPlotted {
  result: IPlotResult;
  curves: IPoints[];
}

/** Which columns are plotted, and how. */
export interface IPlotSettings {
  /** The column across; `null` for the number of the row. */
  x: string | null;
  y: readonly string[];
  /** The column of the errors of the first of `y`. */
  error: string | null;
  xScale: Scale;
  yScale: Scale;
  marks: 'points' | 'line';
  hidden: readonly string[];
}

const SPREAD = oneOf(['linear', 'log'] as const);
const CHECKS: Checks<IPlotSettings> = {
  x: orNull(isText),
  y: listOf(isText),
  error: orNull(isText),
  xScale: SPREAD,
  yScale: SPREAD,
  marks: oneOf(['points', 'line'] as const),
  hidden: listOf(isText)
};

/** How many columns may be plotted over one. */
export const MOST_CURVES = 20;

/** Whether the values of a column can be plotted. */
export function isPlottable({ dtype }: IColumn): boolean {
  return /^(u?int|float|bool|datetime|timestamp|timedelta|duration|date|decimal)/.test(dtype);
}

/** Columns of a table over one of them. */
export class PlotModel extends AnswerModel<IReadPlot, IPlotted> {
  constructor(
    private readonly _transport: ITransport,
    private readonly _server: string,
    private readonly _plan: IPreviewPlan
  ) {
    super();
    this.columns = this._plan.columns.filter(isPlottable);
    const [first, second] = this.columns;
    this._settings = {
      x: second ? first.name : null,
      y: [(second ?? first).name],
      error: null,
      xScale: 'linear',
      yScale: 'linear',
      marks: 'line',
      hidden: []
    };
  }

  /** The columns that can be plotted. */
  readonly columns: readonly IColumn[];

  /** A column by its name. */
  column(name: string | null): IColumn | undefined {
    return this._plan.columns.find(column => column.name === name);
  }

  get settings(): IPlotSettings {
    return this._settings;
  }

  set settings(wanted: IPlotSettings) {
    const next = adopt(this._settings, wanted, CHECKS);
    const known = (name: string | null) => this.columns.some(column => column.name === name);
    const y = next.y.filter(known).slice(0, MOST_CURVES);
    const before = this._settings;
    this._settings = {
      ...next,
      x: known(next.x) ? next.x : null,
      y: y.length ? y : before.y,
      error: known(next.error) ? next.error : null
    };
    const asked = ({ x, y, error }: IPlotSettings) => JSON.stringify([x, y, error]);
    if (asked(before) !== asked(this._settings)) {
      this._rows = before.x === this._settings.x ? this._rows : null;
      this.reload();
    }
    this.notify();
  }

  /** Change a part of the settings. */
  change(part: Partial<IPlotSettings>): void {
    this.settings = { ...this._settings, ...part };
  }

  /** The rows that are looked at, where their numbers go across; `null` for all. */
  get rows(): readonly [number, number] | null {
    return this._rows;
  }

  set rows(rows: readonly [number, number] | null) {
    this._rows = rows && [Math.max(0, Math.floor(rows[0])), Math.ceil(rows[1])];
    this.reload();
  }

  /** Ask anew. */
  reload(): void {
    const { x, y, error } = this._settings;
    this.ask({
      server: this._server,
      path: this._plan.node.summary.path,
      x,
      y: [...y],
      error,
      start: this._rows?.[0] ?? 0,
      stop: this._rows?.[1] ?? null
    });
  }

  protected async request(question: IReadPlot, signal: AbortSignal): Promise<IPlotted> {
    const { result, buffers } = await this._transport.request('preview.plot', question, { signal });
    const curves = result.curves.map((curve, index) => {
      const numbers = (part: number) => {
        const buffer = buffers[3 * index + part];
        return asNumbers(buffer, 'float64', buffer.byteLength / 8);
      };
      return { ...curve, x: numbers(0), y: numbers(1), error: numbers(2) };
    });
    return { result, curves };
  }

  private _settings: IPlotSettings;
  private _rows: readonly [number, number] | null = null;
}
