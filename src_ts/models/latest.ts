import { isCancelled } from '../core/failure';

/** What a question leads to. */
export interface IAnswers<P, R> {
  ask(params: P, signal: AbortSignal): Promise<R>;
  answered(result: R, params: P): void;
  failed(reason: unknown, params: P): void;
}

/**
 * Questions of which only the last matters.
 *
 * One is under way at most and one waits; a newer one takes the place of the one that waits. So
 * answers come in the order of the questions, as fast as they can be given, and never queue.
 */
export class Latest<P, R> {
  constructor(private readonly _answers: IAnswers<P, R>) {}

  /** Whether an answer is still to come. */
  get busy(): boolean {
    return this._current !== null;
  }

  /** Whether the answer that comes next is to the last question. */
  get settled(): boolean {
    return this._waiting === null;
  }

  ask(params: P): void {
    if (this._current) {
      this._waiting = { params };
    } else {
      void this._run(params);
    }
  }

  /** Forget every question: what is under way is stopped, and its answer dropped. */
  cancel(): void {
    this._waiting = null;
    this._current?.abort();
    this._current = null;
  }

  private async _run(params: P): Promise<void> {
    const request = new AbortController();
    this._current = request;
    let deliver: () => void = () => undefined;
    try {
      const result = await this._answers.ask(params, request.signal);
      deliver = () => this._answers.answered(result, params);
    } catch (reason) {
      if (!isCancelled(reason)) {
        deliver = () => this._answers.failed(reason, params);
      }
    }
    if (this._current !== request) {
      return;
    }
    this._current = null;
    const next = this._waiting;
    this._waiting = null;
    if (next) {
      void this._run(next.params);
    }
    deliver();
  }

  private _current: AbortController | null = null;
  private _waiting: { params: P } | null = null;
}
