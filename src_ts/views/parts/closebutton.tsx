import type { ReactElement } from 'react';
import { Icon } from './icons';

/** Closes something, or takes it out of a list; the label says what. */
export function CloseButton({
  label,
  onClick
}: {
  label: string;
  onClick: () => void;
}): ReactElement {
  return (
    <button
      type="button"
      className="tjl-IconButton"
      aria-label={label}
      title={label}
      onClick={onClick}
    >
      <Icon name="close" />
    </button>
  );
}
