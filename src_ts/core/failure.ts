import type { ErrorCode, IError } from './protocol';

/** A request that failed, with what to tell a person about it. */
export class RequestError extends Error {
  constructor(readonly error: IError) {
    super(error.message);
    this.name = 'RequestError';
  }
}

/** Make a description of a failure that this side noticed. */
export function failure(code: ErrorCode, message: string, hint = '', retryable = false): IError {
  return { code, message, hint, retryable, requestId: null };
}

/** Describe anything that was thrown. */
export function describeFailure(reason: unknown): IError {
  if (reason instanceof RequestError) {
    return reason.error;
  }
  const message = reason instanceof Error ? reason.message : String(reason);
  return failure('internal', message, '', true);
}

/** Whether who logs in may get what was refused. */
export function needsLogin({ code }: IError): boolean {
  return code === 'expired' || code === 'unauthorized';
}

/** Whether a request ended because nobody wanted its answer any more. */
export function isCancelled(reason: unknown): boolean {
  return reason instanceof RequestError && reason.error.code === 'cancelled';
}
