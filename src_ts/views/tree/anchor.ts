import type { Virtualizer } from '@tanstack/react-virtual';
import { type PointerEvent, useLayoutEffect, useRef } from 'react';
import type { TreeModel } from '../../models/tree/tree';

/** What the element that scrolls hands on, and the one around it and what lies over the rows. */
export interface IAnchorHandlers {
  view: { onKeyDownCapture: () => void; onScroll: () => void };
  frame: { onPointerMove: (event: PointerEvent<HTMLElement>) => void; onPointerLeave: () => void };
}

/**
 * Keep one row where it is on the screen while rows come and go above it: the one under the pointer,
 * else the active one, else the first in view.
 */
export function useAnchor(
  tree: TreeModel,
  version: number,
  virtual: Virtualizer<HTMLDivElement, Element>
): IAnchorHandlers {
  const pointer = useRef<number | null>(null);
  const held = useRef<{ id: string; y: number } | null>(null);

  const hold = () => {
    const view = virtual.scrollElement;
    const places = virtual.measurementsCache;
    if (!view) {
      return;
    }
    const top = view.scrollTop;
    const inView = (index: number) =>
      index in places && places[index].end > top && places[index].start < top + view.clientHeight;
    const under =
      pointer.current === null
        ? undefined
        : virtual.getVirtualItemForOffset(top + pointer.current)?.index;
    const first = virtual.getVirtualItemForOffset(top)?.index ?? -1;
    const index = under ?? (inView(tree.activeIndex) ? tree.activeIndex : first);
    const row = tree.at(index);
    held.current = row && index in places ? { id: row.id, y: places[index].start - top } : null;
  };

  useLayoutEffect(() => {
    const view = virtual.scrollElement;
    const index = held.current ? tree.indexOf(held.current.id) : -1;
    const place = virtual.measurementsCache[index] as { start: number } | undefined;
    if (view && held.current && place && place.start - view.scrollTop !== held.current.y) {
      view.scrollTop = place.start - held.current.y;
    }
    hold();
    // Only other rows move one; what else is drawn anew does not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [tree, version]);

  const follow = (y: number | null) => {
    pointer.current = y;
    hold();
  };

  return {
    // Whoever uses the keyboard looks at the active row.
    view: { onKeyDownCapture: () => follow(null), onScroll: hold },
    frame: {
      onPointerMove: event =>
        follow(event.clientY - event.currentTarget.getBoundingClientRect().top),
      onPointerLeave: () => follow(null)
    }
  };
}
