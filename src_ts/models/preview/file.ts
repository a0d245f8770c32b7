import type { IFileEntry, IFileResult, IPreviewPlan, IReadFile } from '../../core/protocol';
import type { ITransport } from '../../core/transport';
import { AnswerModel } from '../state/answer';

/** A file as far as it is shown, and its bytes where it is a picture. */
export interface IShownFile {
  result: IFileResult;
  picture: DataView | null;
}

/** A file as it is. */
export class FileModel extends AnswerModel<IReadFile, IShownFile> {
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
      this.forget();
      this.reload();
    }
  }

  /** Ask for the file, anew. */
  reload(): void {
    if (this.name !== null) {
      const { path } = this._plan.node.summary;
      this.ask({ server: this._server, path, name: this.name });
    }
  }

  protected override async request(question: IReadFile, signal: AbortSignal): Promise<IShownFile> {
    const { result, buffers } = await this._transport.request('preview.file', question, {
      signal
    });
    return { result, picture: result.kind === 'image' ? buffers[0] : null };
  }

  private _name: string | null = null;
}
