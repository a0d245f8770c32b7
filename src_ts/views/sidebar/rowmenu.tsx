import { type ReactElement, useLayoutEffect, useRef, useState } from 'react';
import type { BrowserModel } from '../../models/browser';
import { useModel, useSlow } from '../parts/hooks';
import type { IHost, INodeTarget } from '../parts/host';
import { MenuList } from '../parts/menu';
import { chosenTarget } from '../parts/target';

/** Props of the menu. */
export interface IRowMenuProps {
  /** In the window. */
  place: { x: number; y: number };
  model: BrowserModel;
  host: IHost;
  /** The focus goes back to the row. */
  onDone: () => void;
  onClose: () => void;
}

// In milliseconds.
const PATIENCE = 300;

// What begins a group of its own, as in the menu of the sidebar.
const SEPARATED = ['log-in', 'refresh'];

/** What can be done with the nodes that are chosen, at the place of the pointer. */
export function RowMenu({ model, ...props }: IRowMenuProps): ReactElement | null {
  const { details } = model;
  useModel(details);
  // What one may do is known a moment after the node was chosen; nothing moves under the pointer.
  const late = useSlow(details.loading, PATIENCE);
  const [target] = useState(() => chosenTarget(model));
  return target && (!details.loading || late) ? <Shown target={target} {...props} /> : null;
}

interface IShownProps extends Omit<IRowMenuProps, 'model'> {
  target: INodeTarget;
}

function Shown({ place, target, host, onDone, onClose }: IShownProps): ReactElement {
  const { trans } = host;
  const pane = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const element = pane.current;
    if (!element) {
      return;
    }
    // Above everything, where no cell cuts it off; an older web browser shows it in its place.
    element.setAttribute('popover', 'manual');
    (element as Partial<HTMLElement>).showPopover?.();
    const { width, height } = element.getBoundingClientRect();
    const above = place.y + height > window.innerHeight ? place.y - height : place.y;
    element.style.left = `${Math.max(0, Math.min(place.x, window.innerWidth - width))}px`;
    element.style.top = `${Math.max(0, above)}px`;
  }, [place]);

  const name = target.node?.key ?? '';
  const others = target.others?.length ?? 0;
  return (
    <div
      ref={pane}
      className="tjl-Root tjl-RowMenu"
      onContextMenu={event => event.preventDefault()}
      onBlur={event => {
        if (!event.currentTarget.contains(event.relatedTarget)) {
          onClose();
        }
      }}
    >
      <MenuList
        label={
          others
            ? trans._n('Actions on %2 node', 'Actions on %2 nodes', others + 1, others + 1)
            : trans.__('Actions on %1', name)
        }
        items={host.actions(target).map(({ id, label }) => ({
          label,
          separated: SEPARATED.includes(id),
          run: () => host.run(id, target)
        }))}
        onDone={onDone}
        onClose={onClose}
      />
    </div>
  );
}
