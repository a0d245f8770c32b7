import type { IColumn, IPreviewPlan, ITableResult } from '../../core/protocol';
import type { ITransport } from '../../core/transport';
import { adopt, type Checks, isText, listOf, orNull } from '../state/settings';
import { TableModel } from './table';

/** As many columns as are shown at once. */
export const MOST_SHOWN = 1000;

/** Which columns of a table are shown; `null` for the first ones. */
export interface IRecordsSettings {
  columns: readonly string[] | null;
}

const CHECKS: Checks<IRecordsSettings> = { columns: orNull(listOf(isText)) };

/** The rows of a node that is a table. */
export class RecordsModel extends TableModel {
  constructor(
    private readonly _transport: ITransport,
    private readonly _server: string,
    private readonly _plan: IPreviewPlan
  ) {
    super();
    this._columns = this._choose();
  }

  get columns(): readonly IColumn[] {
    return this._columns;
  }

  /** Every column that there is to choose. */
  get all(): readonly IColumn[] {
    return this._plan.columns;
  }

  /** Which columns are shown. */
  get settings(): IRecordsSettings {
    return this._settings;
  }

  set settings(wanted: IRecordsSettings) {
    const next = adopt(this._settings, wanted, CHECKS);
    if (JSON.stringify(next) !== JSON.stringify(this._settings)) {
      this._settings = next;
      this._columns = this._choose();
      this.reload();
    }
  }

  /** Show a column, or do not; the last one stays. */
  toggle(name: string): void {
    const shown = this._columns.map(column => column.name);
    const columns = shown.includes(name)
      ? shown.filter(each => each !== name)
      : this.all.map(column => column.name).filter(each => each === name || shown.includes(each));
    if (columns.length && columns.length <= MOST_SHOWN) {
      this.settings = { columns };
    }
  }

  protected async read(start: number, stop: number, signal: AbortSignal): Promise<ITableResult> {
    const { path } = this._plan.node.summary;
    const columns = this._settings.columns && this._columns.map(({ name }) => name);
    const { result } = await this._transport.request(
      'preview.table',
      { server: this._server, path, start, stop, ...(columns && { columns }) },
      { signal }
    );
    return result;
  }

  private _choose(): readonly IColumn[] {
    const wanted = new Set(this._settings.columns);
    const chosen = this.all.filter(({ name }) => wanted.has(name));
    return (chosen.length ? chosen : this.all).slice(0, MOST_SHOWN);
  }

  private _settings: IRecordsSettings = { columns: null };
  private _columns: readonly IColumn[];
}
