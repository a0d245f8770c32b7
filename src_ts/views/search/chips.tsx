import { type ReactElement, useEffect, useRef } from 'react';
import type { IHost } from '../parts/host';
import { Icon } from '../parts/icons';

/** Props of the chips. */
export interface IChipsProps {
  chips: readonly { text: string; title: string }[];
  /** What they are, for a screen reader. */
  label: string;
  host: IHost;
  onRemove: (index: number) => void;
  /** The last one was removed, and the focus with it. */
  onEmpty: () => void;
}

/** Conditions in force; each goes by a click, or by Backspace or Delete where it has the focus. */
export function Chips({ chips, label, host, onRemove, onEmpty }: IChipsProps): ReactElement | null {
  const list = useRef<HTMLUListElement>(null);
  // Where the focus goes once the chip that has it is gone.
  const removed = useRef<number | null>(null);
  useEffect(() => {
    if (removed.current === null) {
      return;
    }
    const buttons = list.current?.querySelectorAll('button') ?? [];
    const next = Math.min(removed.current, buttons.length - 1);
    removed.current = null;
    if (buttons.length) {
      buttons[next].focus();
    } else {
      onEmpty();
    }
  }, [chips, onEmpty]);

  const remove = (index: number) => {
    removed.current = index;
    onRemove(index);
  };

  if (!chips.length) {
    return null;
  }
  return (
    <ul ref={list} className="tjl-Chips" aria-label={label}>
      {chips.map(({ text, title }, index) => (
        <li key={text} className="tjl-Chip" title={title}>
          <span className="tjl-Chip-text">{text}</span>
          <button
            type="button"
            aria-label={host.trans.__('Search without “%1”', text)}
            onClick={() => remove(index)}
            onKeyDown={event => {
              if (event.key === 'Backspace' || event.key === 'Delete') {
                event.preventDefault();
                event.stopPropagation();
                remove(index);
              }
            }}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}
