import type { ErrorCode } from './protocol';

/** What a person is told of something that failed, in their language. */
export interface IFailure {
  code: ErrorCode;
  /** What happened; empty where only a program says it. */
  message: string;
  /** What to do. */
  hint: string;
  /** What a program said of it, in English. */
  detail: string;
  retryable: boolean;
  requestId: string | null;
}

/** A request that failed, with what to tell a person about it. */
export class RequestError extends Error {
  constructor(readonly error: IFailure) {
    super(error.message);
    this.name = 'RequestError';
  }
}

/** Make a description of a failure that this side noticed. */
export function failure(code: ErrorCode, message: string, hint = '', retryable = false): IFailure {
  return { code, message, hint, detail: '', retryable, requestId: null };
}

/** Describe anything that was thrown. */
export function describeFailure(reason: unknown): IFailure {
  if (reason instanceof RequestError) {
    return reason.error;
  }
  const detail = reason instanceof Error ? reason.message : String(reason);
  return { ...failure('internal', '', '', true), detail };
}

/** Whether who logs in may get what was refused. */
export function needsLogin({ code }: Pick<IFailure, 'code'>): boolean {
  return code === 'expired' || code === 'unauthorized';
}

/** Whether a request ended because nobody wanted its answer any more. */
export function isCancelled(reason: unknown): boolean {
  return reason instanceof RequestError && reason.error.code === 'cancelled';
}
