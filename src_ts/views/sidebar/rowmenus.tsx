import {
  type KeyboardEvent,
  lazy,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  Suspense,
  useRef,
  useState
} from 'react';
import type { BrowserModel } from '../../models/browser';
import type { IHost } from '../parts/host';

const RowMenu = lazy(async () => ({ default: (await import('./rowmenu')).RowMenu }));

/** Props of a tree with menus. */
export interface IRowMenusProps {
  model: BrowserModel;
  host: IHost;
  children: ReactNode;
}

const ROW = '.tjl-Row:is([data-kind="node"], [data-kind="server"])';

/** A tree with a menu on each of its rows, where the surroundings have none. */
export function RowMenus({ model, host, children }: IRowMenusProps): ReactElement {
  const [place, setPlace] = useState<{ x: number; y: number } | null>(null);
  const row = useRef<HTMLElement | null>(null);

  const open = (event: MouseEvent | KeyboardEvent, placeOf: (row: HTMLElement) => typeof place) => {
    const found = (event.target as Element).closest<HTMLElement>(ROW);
    if (found) {
      // Neither the web browser nor the notebook opens a menu of its own.
      event.preventDefault();
      event.stopPropagation();
      row.current = found;
      setPlace(placeOf(found));
    }
  };

  return (
    <div
      className="tjl-RowMenus"
      onContextMenu={event => open(event, () => ({ x: event.clientX, y: event.clientY }))}
      onKeyDown={event => {
        if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
          open(event, found => {
            const { left, bottom } = found.getBoundingClientRect();
            return { x: left, y: bottom };
          });
        }
      }}
    >
      {children}
      <Suspense>
        {place && (
          <RowMenu
            key={`${place.x} ${place.y}`}
            place={place}
            model={model}
            host={host}
            onDone={() => row.current?.focus({ preventScroll: true })}
            onClose={() => setPlace(null)}
          />
        )}
      </Suspense>
    </div>
  );
}
