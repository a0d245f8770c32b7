import type { ReactElement, ReactNode } from 'react';
import type { IFailure } from '../../core/failure';
import type { IHost } from './host';
import { Icon } from './icons';

/** Props of a problem. */
export interface IProblemProps {
  error: IFailure;
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
        <div className="tjl-Problem-message">
          {error.message || trans.__('This could not be done.')}
        </div>
        {error.hint && <div className="tjl-Problem-hint">{error.hint}</div>}
        <Quoted>{error.detail}</Quoted>
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

/** What a program or a server said, in English whatever the language of the page. */
export function Quoted({ children }: { children: string }): ReactElement | null {
  return children ? (
    <p className="tjl-Quoted" lang="en">
      {children}
    </p>
  ) : null;
}
