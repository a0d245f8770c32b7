import { type IFailure, describeFailure } from '../../core/failure';
import type { IExportOptionsResult, INodeCode } from '../../core/protocol';
import type { ITransport } from '../../core/transport';
import { Model } from '../state/model';
import type { TransfersModel } from './transfers';

/** What is about to be written to a file. */
export interface IExported {
  server: string;
  path: string[];
  /** The part of the leading dimensions on show; `null` where one is shown whole. */
  at?: INodeCode['at'];
}

/** The question how to write a node to a file, until it is answered. */
export class ExportingModel extends Model {
  constructor(
    private readonly _transport: ITransport,
    private readonly _transfers: TransfersModel
  ) {
    super();
  }

  /** The node; `null` while nothing is asked. */
  get exported(): IExported | null {
    return this._exported;
  }

  /** How it can be written, once that is known. */
  get options(): IExportOptionsResult | null {
    return this._options;
  }

  /** Why it cannot be written. */
  get error(): IFailure | null {
    return this._error;
  }

  /** Ask how a node is to be written; `null` asks nothing any more. */
  async ask(exported: IExported | null): Promise<void> {
    this._exported = exported;
    this._options = null;
    this._error = null;
    this.notify();
    if (exported) {
      const { server, path } = exported;
      await this._try(exported, async () => {
        const { result } = await this._transport.request('transfers.options', { server, path });
        return () => (this._options = result);
      });
    }
  }

  /** Begin to write it into the folder of the kernel. */
  async start(choice: {
    format: string;
    name: string;
    shown: boolean;
    columns: readonly string[] | null;
  }): Promise<void> {
    const exported = this._exported;
    if (exported) {
      const { server, path, at } = exported;
      const { format, name, shown, columns } = choice;
      await this._try(exported, async () => {
        await this._transfers.start({
          server,
          path,
          format,
          name,
          folder: '',
          at: shown ? at : null,
          columns: columns && [...columns]
        });
        return () => (this._exported = null);
      });
    }
  }

  /** Do something for a node, unless something else is asked in the meantime. */
  private async _try(exported: IExported, act: () => Promise<() => unknown>): Promise<void> {
    let outcome: () => unknown;
    try {
      outcome = await act();
    } catch (reason) {
      outcome = () => (this._error = describeFailure(reason));
    }
    if (this._exported === exported) {
      outcome();
      this.notify();
    }
  }

  private _exported: IExported | null = null;
  private _options: IExportOptionsResult | null = null;
  private _error: IFailure | null = null;
}

/** The part of an array on show, as Python writes it; empty where all is. */
export function partWords(at: IExported['at']): string {
  const fixed = at?.some(place => place !== null);
  const words = at?.map(place => (Array.isArray(place) ? place.join(':') : (place ?? ':')));
  return fixed ? `[${words?.join(', ')}]` : '';
}
