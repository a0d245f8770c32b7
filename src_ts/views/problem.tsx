import type { ReactElement, ReactNode } from 'react';
import type { IError } from '../core/protocol';
import type { IHost } from './host';
import { Icon } from './icons';

/** Props of a problem. */
export interface IProblemProps {
  error: IError;
  host: Pick<IHost, 'trans'>;
  /** Offered where trying again may help, and where nothing else is offered. */
  onRetry?: () => void;
  retryLabel?: string;
  onDismiss?: () => void;
  children?: ReactNode;
}

/** What happened, what to do about it, and a way to try again. */
export function Problem({
  error,
  host,
  onRetry,
  retryLabel,
  onDismiss,
  children
}: IProblemProps): ReactElement {
  const { trans } = host;
  return (
    <div className="tjl-Problem" role="alert">
      <Icon name="broken" />
      <div className="tjl-Problem-body">
        <div className="tjl-Problem-message">{error.message}</div>
        {error.hint && <div className="tjl-Problem-hint">{error.hint}</div>}
        {children}
        {error.requestId && (
          <details className="tjl-Problem-more">
            <summary>{trans.__('Details')}</summary>
            {trans.__('Request id: %1', error.requestId)}
          </details>
        )}
        {(onRetry || onDismiss) && (
          <div className="tjl-Buttons">
            {onRetry && (
              <button type="button" className="tjl-Button" onClick={onRetry}>
                {retryLabel ?? trans.__('Retry')}
              </button>
            )}
            {onDismiss && (
              <button type="button" className="tjl-Button" onClick={onDismiss}>
                {trans.__('Dismiss')}
              </button>
            )}
          </div>
        )}
      </div>
    </div>
  );
}
