import type { IColumn, IPreviewPlan, ITableResult } from '../core/protocol';
import type { ITransport } from '../core/transport';
import { TableModel } from './table';

/** The rows of a node that is a table. */
export class RecordsModel extends TableModel {
  constructor(
    private readonly _transport: ITransport,
    private readonly _server: string,
    private readonly _plan: IPreviewPlan
  ) {
    super();
  }

  get columns(): readonly IColumn[] {
    return this._plan.columns;
  }

  protected async read(start: number, stop: number, signal: AbortSignal): Promise<ITableResult> {
    const { path } = this._plan.node.summary;
    const { result } = await this._transport.request(
      'preview.table',
      { server: this._server, path, start, stop },
      { signal }
    );
    return result;
  }
}
