import { isCancelled } from '../../core/failure';

/** What a question leads to. */
export interface IAnswers<P, R> {
  ask(params: P, signal: AbortSignal): Promise<R>;
  answered(result: R, params: P): void;
  failed(reason: unknown, params: P): void;
}

/** How many milliseconds a question has left once a newer one waits for it. */
const PATIENCE = 400;

/**
 * Questions of which only the last matters.
 *
 * One is under way at most and one waits; a newer one takes the place of the one that waits. So
 * answers come in the order of the questions, as fast as they can be given, and never queue. One
 * that takes long is stopped for the newer one; the next has twice the time, since what was stopped
 * may still keep a slow server busy.
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
      this._timer ??= setTimeout(() => this._goOn(), this._patience);
    } else {
      void this._run(params);
    }
  }

  /** Forget every question: what is under way is stopped, and its answer dropped. */
  cancel(): void {
    this._waiting = null;
    this._stop();
  }

  /** Ask what waits in place of what is under way. */
  private _goOn(): void {
    const next = this._waiting;
    this._waiting = null;
    this._stop();
    this._patience *= 2;
    if (next) {
      void this._run(next.params);
    }
  }

  private _stop(): void {
    clearTimeout(this._timer);
    this._timer = undefined;
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
    clearTimeout(this._timer);
    this._timer = undefined;
    this._patience = PATIENCE;
    this._current = null;
    const next = this._waiting;
    this._waiting = null;
    if (next) {
      void this._run(next.params);
    }
    deliver();
  }

  private _patience = PATIENCE;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _current: AbortController | null = null;
  private _waiting: { params: P } | null = null;
}
