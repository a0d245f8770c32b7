import {
  type FocusEvent,
  type KeyboardEvent,
  type ReactElement,
  useCallback,
  useMemo,
  useState
} from 'react';
import { entriesOf, type IEntry, pathText, valueText } from '../../models/editing/jsonentries';
import type { IHost } from '../parts/host';
import { JsonEntry } from './jsonentry';

/** Props of the tree. */
export interface IJsonTreeProps {
  value: object;
  /** What it is, for a screen reader. */
  label: string;
  /** From which depth on everything is folded; `false` for nothing. */
  collapsed: number | false;
  host: IHost;
}

/** A JSON document as a tree that folds. Keys go through it, and copy what they have come to. */
export function JsonTree({ value, label, collapsed, host }: IJsonTreeProps): ReactElement {
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const [pointed, setPointed] = useState<string | null>(null);
  const [active, setActive] = useState<string | null>(null);
  const [within, setWithin] = useState(false);
  const depth = collapsed === false ? Infinity : collapsed;
  const entries = useMemo(() => entriesOf(value, depth, turned), [value, depth, turned]);
  // What had the focus may have been folded away.
  const reachable = entries.find(({ id }) => id === active) ?? entries[0];

  const turn = useCallback(({ id }: IEntry) => {
    setTurned(before => {
      const next = new Set(before);
      if (!next.delete(id)) {
        next.add(id);
      }
      return next;
    });
  }, []);

  const onKeyDown = (event: KeyboardEvent<HTMLUListElement>) => {
    const at = entries.indexOf(reachable);
    const target = event.target as Element;
    if (target.getAttribute('role') !== 'treeitem') {
      return;
    }
    const go = (index: number) => {
      const rows = event.currentTarget.children;
      (rows[Math.max(0, Math.min(rows.length - 1, index))] as HTMLElement).focus();
    };
    const { key, altKey, shiftKey } = event;
    const accel = event.ctrlKey || event.metaKey;
    const folds = reachable.open !== null;
    // With Option, a Mac writes another letter.
    const isC = key === 'c' || (altKey && event.code === 'KeyC');
    if (isC && accel && String(document.getSelection())) {
      // A part of the text was chosen, which the browser copies.
      return;
    }
    if (isC && accel !== altKey && !shiftKey) {
      void host.copy(altKey ? pathText(reachable) : valueText(reachable));
    } else if (accel || altKey || shiftKey) {
      return;
    } else if (key === 'ArrowDown') {
      go(at + 1);
    } else if (key === 'ArrowUp') {
      go(at - 1);
    } else if (key === 'Home') {
      go(0);
    } else if (key === 'End') {
      go(entries.length - 1);
    } else if (key === 'ArrowRight' && reachable.open) {
      go(at + 1);
    } else if (key === 'ArrowLeft' && !reachable.open) {
      const above = JSON.stringify(reachable.path.slice(0, -1));
      const parent = entries.findIndex(({ id }) => id === above);
      go(parent < 0 ? at : parent);
    } else if (folds && ['ArrowLeft', 'ArrowRight', 'Enter', ' '].includes(key)) {
      turn(reachable);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  if (!entries.length) {
    return <code>{JSON.stringify(value)}</code>;
  }
  return (
    <ul
      className="tjl-JsonTree"
      role="tree"
      aria-label={label}
      onKeyDown={onKeyDown}
      onFocus={() => setWithin(true)}
      onBlur={(event: FocusEvent) => {
        setWithin(event.currentTarget.contains(event.relatedTarget));
      }}
      onPointerLeave={() => setPointed(null)}
    >
      {entries.map(entry => (
        <JsonEntry
          key={entry.id}
          entry={entry}
          reachable={entry === reachable}
          copies={entry.id === pointed || (within && entry === reachable)}
          host={host}
          onTurn={turn}
          onFocus={setActive}
          onPoint={setPointed}
        />
      ))}
    </ul>
  );
}
