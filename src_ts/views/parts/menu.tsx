import { type KeyboardEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import { Icon, type IconName } from './icons';

/** Something that a menu offers. */
export interface IMenuItem {
  label: string;
  /** For a choice that is on or off. */
  checked?: boolean;
  /** It begins another group. */
  separated?: boolean;
  run: () => void;
}

/** Props of the menu. */
export interface IMenuProps {
  label: string;
  icon: IconName;
  items: readonly IMenuItem[];
}

/** A button that opens a list of what is needed less often. */
export function Menu({ label, icon, items }: IMenuProps): ReactElement | null {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  if (!items.length) {
    return null;
  }
  return (
    <div
      className="tjl-Menu"
      onBlur={event => {
        if (!event.currentTarget.contains(event.relatedTarget)) {
          setOpen(false);
        }
      }}
    >
      <button
        ref={button}
        type="button"
        className="tjl-IconButton"
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        onKeyDown={event => {
          if (event.key === 'ArrowDown' && !open) {
            setOpen(true);
            event.preventDefault();
          }
        }}
      >
        <Icon name={icon} />
      </button>
      {open && (
        <MenuList
          label={label}
          items={items}
          onDone={() => button.current?.focus()}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  );
}

/** Props of the list. */
export interface IMenuListProps {
  label: string;
  items: readonly IMenuItem[];
  /** Something was chosen, or nothing is to be: the focus goes back to where it was. */
  onDone: () => void;
  onClose: () => void;
}

/** What a menu offers, with the focus in it. */
export function MenuList({ label, items, onDone, onClose }: IMenuListProps): ReactElement {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => focusItem(list.current, 0), []);

  const onKeyDown = (event: KeyboardEvent) => {
    const at = items.findIndex((_, index) => isFocused(list.current, index));
    const next: Partial<Record<string, number>> = {
      ArrowDown: (at + 1) % items.length,
      ArrowUp: (at - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1
    };
    const target = next[event.key] ?? named(items, event.key, at);
    if (target !== undefined) {
      focusItem(list.current, target);
    } else if (event.key === 'Escape') {
      onDone();
      onClose();
    } else if (event.key === 'Tab') {
      onClose();
    }
    if (event.key !== 'Tab') {
      event.stopPropagation();
      if (target !== undefined || event.key === 'Escape') {
        event.preventDefault();
      }
    }
  };

  return (
    <ul ref={list} className="tjl-Menu-list" role="menu" aria-label={label} onKeyDown={onKeyDown}>
      {items.map(item => (
        <li key={item.label} role="none" data-separated={item.separated}>
          <button
            type="button"
            role={item.checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
            aria-checked={item.checked}
            tabIndex={-1}
            onClick={() => {
              onDone();
              onClose();
              item.run();
            }}
          >
            <span aria-hidden="true">{item.checked ? '✓' : ''}</span>
            {item.label}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The next item that begins with a letter. */
function named(items: readonly IMenuItem[], letter: string, at: number): number | undefined {
  const order = items.map((_, step) => (at + 1 + step) % items.length);
  return letter.length === 1 && letter !== ' '
    ? order.find(index => items[index].label.toLowerCase().startsWith(letter.toLowerCase()))
    : undefined;
}

function itemsOf(list: HTMLUListElement | null): HTMLElement[] {
  return Array.from(list?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? []);
}

function focusItem(list: HTMLUListElement | null, index: number): void {
  itemsOf(list)[index]?.focus();
}

function isFocused(list: HTMLUListElement | null, index: number): boolean {
  const item = itemsOf(list)[index];
  return item !== undefined && item === (item.getRootNode() as Document | ShadowRoot).activeElement;
}
