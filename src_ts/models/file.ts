import { describeFailure } from '../core/failure';
import type { IError, IFileEntry, IFileResult, IPreviewPlan, IReadFile } from '../core/protocol';
import type { ITransport } from '../core/transport';
import { Latest } from './latest';
import { Model } from './model';

/** A file as far as it is shown, and its bytes where it is a picture. */
export interface IShownFile {
  result: IFileResult;
  picture: DataView | null;
}

/** A file as it is. */
export class FileModel extends Model {
  constructor(
    private readonly _transport: ITransport,
    private readonly _server: string,
    private readonly _plan: IPreviewPlan
  ) {
    super();
  }

  /** The files of the node. */
  get files(): readonly IFileEntry[] {
    return this._plan.files;
  }

  /** Which of them is on show; `null` where there is none. */
  get name(): string | null {
    return this._name ?? this.files[0]?.name ?? null;
  }

  set name(name: string | null) {
    if (name !== this.name) {
      this._name = name;
      this._shown = null;
      this.reload();
    }
  }

  get shown(): IShownFile | null {
    return this._shown;
  }

  get error(): IError | null {
    return this._error;
  }

  get loading(): boolean {
    return this._latest.busy;
  }

  /** Ask for the file, anew. */
  reload(): void {
    if (this.name !== null) {
      this._error = null;
      const { path } = this._plan.node.summary;
      this._latest.ask({ server: this._server, path, name: this.name });
      this.notify();
    }
  }

  override dispose(): void {
    this._latest.cancel();
    super.dispose();
  }

  private readonly _latest = new Latest<IReadFile, IShownFile>({
    ask: async (request, signal) => {
      const { result, buffers } = await this._transport.request('preview.file', request, {
        signal
      });
      return { result, picture: result.kind === 'image' ? buffers[0] : null };
    },
    answered: shown => {
      this._shown = shown;
      this.notify();
    },
    failed: reason => {
      this._error = describeFailure(reason);
      this.notify();
    }
  });

  private _name: string | null = null;
  private _shown: IShownFile | null = null;
  private _error: IError | null = null;
}
