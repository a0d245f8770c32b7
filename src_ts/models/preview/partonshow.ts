import { describeFailure, type IFailure } from '../../core/failure';
import { Latest } from '../state/latest';

/** The part of the data that is on show, and the newer one that was asked for, if it is another. */
export class PartOnShow<Request, Part> {
  constructor(
    read: (request: Request, signal: AbortSignal) => Promise<Part>,
    private readonly _changed: () => void
  ) {
    this._latest = new Latest<Request, Part>({
      ask: read,
      answered: part => {
        this._part = part;
        this._error = null;
        this._changed();
      },
      failed: reason => {
        this._error = describeFailure(reason);
        this._asked = '';
        this._changed();
      }
    });
  }

  get part(): Part | null {
    return this._part;
  }

  get error(): IFailure | null {
    return this._error;
  }

  /** Another part than the one on show was asked for. */
  get loading(): boolean {
    return this._latest.busy;
  }

  /** Ask for a part, unless it was the last that was asked for. */
  ask(request: Request): void {
    const question = JSON.stringify(request);
    if (question !== this._asked) {
      this._asked = question;
      this._latest.ask(request);
    }
  }

  /** Have the same part asked for once more. */
  forget(): void {
    this._asked = '';
    this._error = null;
  }

  /** What is there, or on its way, is of something else. */
  drop(): void {
    this._part = null;
    this._latest.cancel();
  }

  dispose(): void {
    this._latest.cancel();
  }

  private readonly _latest: Latest<Request, Part>;
  private _part: Part | null = null;
  private _error: IFailure | null = null;
  private _asked = '';
}
