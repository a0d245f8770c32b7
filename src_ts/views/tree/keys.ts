import type { ArrivalsModel } from '../../models/tree/arrivals';
import type { TreeModel } from '../../models/tree/tree';

// In milliseconds.
const PAUSE = 700;

/** What a key pressed on the tree leads to. */
export type KeyOutcome = 'handled' | 'open' | 'delete' | 'ignored';

/** Keys on the tree: arrows, Home and End, pages, and the first letters of a name. */
export class TreeKeys {
  constructor(
    private readonly _tree: TreeModel,
    private readonly _arrivals: ArrivalsModel
  ) {}

  /** Do what a key stands for. `page` is how many rows fit. */
  press(
    {
      key,
      ctrlKey,
      metaKey,
      altKey,
      shiftKey,
      timeStamp
    }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'timeStamp'>,
    page: number
  ): KeyOutcome {
    // With Shift, Enter is a shortcut of the host.
    const accel = ctrlKey || metaKey;
    if (accel && !altKey && !shiftKey && (key === 'a' || key === ' ')) {
      return this._mark(key);
    }
    if (accel || altKey || (shiftKey && key === 'Enter')) {
      return 'ignored';
    }
    // Without news it is a letter of a name like any other.
    if (key === 'R' && shiftKey && this._arrivals.news.length) {
      this._arrivals.take();
      return 'handled';
    }
    this._extends = shiftKey;
    // When a key was pressed counts, and not when a busy page comes to hear of it.
    if (key.length > 1 || timeStamp - this._typedAt > PAUSE) {
      this._typed = '';
    }
    this._typedAt = timeStamp;
    const tree = this._tree;
    const here = tree.activeIndex;
    const row = tree.active;
    switch (key) {
      case 'ArrowDown':
        return this._move(here + 1);
      case 'ArrowUp':
        return this._move(here < 0 ? tree.count - 1 : here - 1);
      case 'PageDown':
        return this._move(here + page);
      case 'PageUp':
        return this._move(here - page);
      case 'Home':
        return this._move(0);
      case 'End':
        return this._move(tree.count - 1);
      case 'ArrowRight':
        if (row?.expandable && !row.expanded) {
          tree.expand(row);
        } else if (row?.expanded) {
          this._move(here + 1);
        }
        return 'handled';
      case 'ArrowLeft':
        if (row?.expanded && !tree.filter) {
          tree.collapse(row);
        } else {
          this._toParent(here);
        }
        return 'handled';
      case 'Enter':
        if (row?.kind === 'error') {
          tree.retry(row);
        } else if (row?.expandable) {
          tree.toggle(row);
        } else if (row?.kind === 'node') {
          return 'open';
        }
        return 'handled';
      case 'Escape':
        if (!tree.marks.count) {
          return 'ignored';
        }
        return this._move(here);
      // Tiled has no renaming; the key reaches nothing else either.
      case 'F2':
        return 'handled';
      case 'Delete':
        return 'delete';
      case ' ':
        return this._typed ? this._type(key) : 'handled';
      default:
        return key.length === 1 ? this._type(key) : 'ignored';
    }
  }

  private _move(index: number): KeyOutcome {
    const place = Math.max(0, Math.min(this._tree.count - 1, index));
    if (this._extends) {
      this._tree.marks.extend(place);
    } else {
      this._tree.activate(place);
    }
    return 'handled';
  }

  /** Choose all that is in the container, or whether this row is one of several. */
  private _mark(key: string): KeyOutcome {
    if (key === 'a') {
      this._tree.marks.all();
    } else {
      this._tree.marks.toggle(this._tree.activeIndex);
    }
    return 'handled';
  }

  private _toParent(here: number): void {
    const level = this._tree.at(here)?.level ?? 1;
    const row = this._tree.at(here);
    if (!row || level === 1) {
      return;
    }
    // The parent stands exactly as many rows above as there are siblings and what hangs from them.
    for (let index = here - row.position; index >= 0; index--) {
      if ((this._tree.at(index)?.level ?? 0) < level) {
        this._tree.activate(index);
        return;
      }
    }
  }

  /** Go to the next row whose name begins with the letters typed in quick succession. */
  private _type(letter: string): KeyOutcome {
    this._typed += letter.toLowerCase();
    // The same letter again and again goes through the names that begin with it.
    const same = [...this._typed].every(typed => typed === this._typed[0]);
    const wanted = same ? this._typed[0] : this._typed;
    const { count, activeIndex } = this._tree;
    const from = Math.max(0, activeIndex) + (same ? 1 : 0);
    const reach = Math.min(count, 2000);
    for (let step = 0; step < reach; step++) {
      const index = (from + step) % count;
      const row = this._tree.at(index);
      const name = row?.info?.name ?? row?.node?.key ?? '';
      if (name.toLowerCase().startsWith(wanted)) {
        this._extends = false;
        return this._move(index);
      }
    }
    return 'handled';
  }

  private _extends = false;
  private _typed = '';
  private _typedAt = 0;
}
