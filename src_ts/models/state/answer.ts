import { type IFailure, describeFailure } from '../../core/failure';
import { Latest } from './latest';
import { Model } from './model';

/** What the kernel answered to the newest question, or why it did not. */
export abstract class AnswerModel<Question, Answer> extends Model {
  /** The answer; `null` until the first has come. */
  get result(): Answer | null {
    return this._result;
  }

  get error(): IFailure | null {
    return this._error;
  }

  get loading(): boolean {
    return this._latest.busy;
  }

  override dispose(): void {
    this._latest.cancel();
    super.dispose();
  }

  /** Put a question to the kernel. */
  protected abstract request(question: Question, signal: AbortSignal): Promise<Answer>;

  /** Ask; an answer that is on show stays until the new one comes. */
  protected ask(question: Question): void {
    this._error = null;
    this._latest.ask(question);
    this.notify();
  }

  /** Forget an answer to something else, also one that is on its way. */
  protected forget(): void {
    this._latest.cancel();
    this._result = null;
  }

  private readonly _latest = new Latest<Question, Answer>({
    ask: (question, signal) => this.request(question, signal),
    answered: result => {
      this._result = result;
      this.notify();
    },
    failed: reason => {
      this._error = describeFailure(reason);
      this.notify();
    }
  });

  private _result: Answer | null = null;
  private _error: IFailure | null = null;
}
