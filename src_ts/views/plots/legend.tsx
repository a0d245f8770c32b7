import type { ReactElement } from 'react';
import { Icon } from '../parts/icons';
import type { IHost } from '../parts/host';

/** A curve as the legend names it. */
export interface ILegendEntry {
  name: string;
  /** A CSS variable. */
  colour: string;
  shown: boolean;
  /** What it is at the pointer, in words. */
  value?: string;
  onToggle: () => void;
  onRemove?: () => void;
}

/** Which curve is which. Each can be hidden, and let go of where it was kept. */
export function Legend({
  entries,
  host
}: {
  entries: readonly ILegendEntry[];
  host: IHost;
}): ReactElement {
  const { trans } = host;
  return (
    <ul className="tjl-Legend" aria-label={trans.__('Curves')}>
      {entries.map(({ name, colour, shown, value, onToggle, onRemove }, index) => (
        <li key={index}>
          <button
            type="button"
            className="tjl-Legend-name"
            aria-pressed={shown}
            title={shown ? trans.__('Hide %1', name) : trans.__('Show %1', name)}
            onClick={onToggle}
          >
            <span style={{ background: shown ? `var(${colour})` : undefined }} />
            {name}
          </button>
          {value !== undefined && <b>{value}</b>}
          {onRemove && (
            <button
              type="button"
              className="tjl-IconButton"
              aria-label={trans.__('Remove %1', name)}
              title={trans.__('Remove %1', name)}
              onClick={onRemove}
            >
              <Icon name="close" />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
