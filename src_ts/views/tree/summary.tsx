import type { ReactElement } from 'react';

/** Props of a summary. */
export interface ISummaryProps {
  /** The most important first; empty ones are left out. */
  parts: readonly string[];
}

/** Beside a name, what it is: a part for which there is no room is left out as a whole. */
export function Summary({ parts }: ISummaryProps): ReactElement {
  return (
    <span className="tjl-Row-summary">
      {parts.filter(Boolean).map((part, index) => (
        <span key={index}>{part} </span>
      ))}
    </span>
  );
}
