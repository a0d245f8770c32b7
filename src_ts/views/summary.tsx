import type { ReactElement } from 'react';
import type { INodeSummary } from '../core/protocol';

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

/** A shape can stand without the data type; other words stay together. */
export function partsOf({ summary, dtype }: Pick<INodeSummary, 'summary' | 'dtype'>): string[] {
  return dtype && summary.endsWith(` ${dtype}`)
    ? [summary.slice(0, -dtype.length - 1), dtype]
    : [summary];
}
