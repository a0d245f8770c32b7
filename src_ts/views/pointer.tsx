import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  type RefObject,
  useEffect,
  useRef,
  useState
} from 'react';
import type { ImageModel } from '../models/image';
import type { PreviewModel } from '../models/preview';
import { boxOf, fillPane, type IFrame, pointToArray, wheelFactor } from './geometry';
import type { IHost } from './host';

/** A pixel that is pointed at. */
export interface IProbe {
  row: number;
  column: number;
}

/** Props of the pointer's pane. */
export interface IPointerProps {
  /** Where the pane will be found. */
  element: RefObject<HTMLDivElement>;
  model: PreviewModel;
  image: ImageModel;
  host: IHost;
  frame: IFrame;
  pane: { width: number; height: number };
  square: boolean;
  /** Dragging measures a rectangle, as it does with Shift; otherwise it zooms. */
  measuring: boolean;
  onProbe: (probe: IProbe | null) => void;
  children: ReactNode;
}

interface IDrag {
  from: { x: number; y: number };
  to: { x: number; y: number };
  measures: boolean;
}

const ZOOM = 1.4;
const PAN = 0.25;
const LEAST_DRAG = 6;

/** The pane of an image: pointing reads values, dragging and the wheel zoom, keys do both. */
export function Pointer(props: IPointerProps): ReactElement {
  const { element, model, image, host, frame, pane, square, measuring, onProbe, children } = props;
  const [drag, setDrag] = useState<IDrag | null>(null);
  const [cursor, setCursor] = useState<IProbe | null>(null);
  const { region } = image;
  const measured = image.measurement.region;

  const local = (event: { clientX: number; clientY: number }) => {
    const box = element.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };
  const locate = (event: { clientX: number; clientY: number }) => {
    const { x, y } = local(event);
    const { row, column } = pointToArray(x, y, frame, region);
    const inside =
      row >= region.rows[0] &&
      row < region.rows[1] &&
      column >= region.columns[0] &&
      column < region.columns[1];
    return inside ? { row, column } : null;
  };

  // React listens to the wheel passively, and a passive listener cannot keep the page from zooming.
  const onWheel = useRef<(event: WheelEvent) => void>(() => undefined);
  onWheel.current = event => {
    const point = locate(event);
    if ((event.ctrlKey || host.wheelZooms) && point) {
      event.preventDefault();
      image.zoom(wheelFactor(event), point.row, point.column);
    }
  };
  useEffect(() => {
    const listen = (event: WheelEvent) => onWheel.current(event);
    const target = element.current;
    target?.addEventListener('wheel', listen, { passive: false });
    return () => target?.removeEventListener('wheel', listen);
  }, [element]);

  const onPointerUp = () => {
    setDrag(null);
    if (drag && isDrag(drag)) {
      const a = pointToArray(drag.from.x, drag.from.y, frame, region);
      const b = pointToArray(drag.to.x, drag.to.y, frame, region);
      const chosen = {
        rows: [Math.min(a.row, b.row), Math.max(a.row, b.row)] as const,
        columns: [Math.min(a.column, b.column), Math.max(a.column, b.column)] as const
      };
      if (drag.measures) {
        image.measurement.region = {
          rows: clipped(chosen.rows, image.height),
          columns: clipped(chosen.columns, image.width)
        };
      } else {
        image.region = square ? fillPane(chosen, pane, image) : chosen;
      }
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey || event.ctrlKey) {
      return;
    }
    const done = event.shiftKey && ARROWS[event.key] ? moveCursor(event.key) : press(event.key);
    if (done) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  const moveCursor = (key: string): boolean => {
    const picture = image.picture;
    const [down, right] = seen(ARROWS[key]);
    const { rows, columns } = region;
    const middle = { row: (rows[0] + rows[1]) / 2, column: (columns[0] + columns[1]) / 2 };
    const from = cursor ?? { row: Math.floor(middle.row), column: Math.floor(middle.column) };
    const next = {
      row: within(from.row + down * (picture?.result.rows[2] ?? 1), rows),
      column: within(from.column + right * (picture?.result.columns[2] ?? 1), columns)
    };
    setCursor(next);
    onProbe(next);
    return true;
  };

  /** A direction on the screen as one in the array. */
  const seen = ([down, right]: readonly [number, number]): readonly [number, number] => [
    frame.flipY ? -down : down,
    frame.flipX ? -right : right
  ];

  const press = (key: string): boolean => {
    const { rows, columns } = region;
    const middle = [(rows[0] + rows[1]) / 2, (columns[0] + columns[1]) / 2] as const;
    const slider = model.sliders[model.sliders.length - 1];
    const arrow = ARROWS[key];
    if (key === '+' || key === '=') {
      image.zoom(ZOOM, ...middle);
    } else if (key === '-') {
      image.zoom(1 / ZOOM, ...middle);
    } else if (key === '0' || key === 'Escape') {
      image.reset();
    } else if (arrow && image.zoomed) {
      const [down, right] = seen(arrow);
      image.pan(PAN * down, PAN * right);
    } else if (slider && (key === 'PageDown' || key === 'ArrowRight')) {
      model.setPosition(slider.dimension, slider.position + 1);
    } else if (slider && (key === 'PageUp' || key === 'ArrowLeft')) {
      model.setPosition(slider.dimension, slider.position - 1);
    } else {
      return false;
    }
    return true;
  };

  return (
    <div
      ref={element}
      className="tjl-Pointer"
      role="group"
      tabIndex={0}
      aria-label={host.trans.__(
        'Image. Plus and minus zoom, 0 shows all, arrows move, Shift with arrows reads values, Shift and dragging measures'
      )}
      onPointerDown={event => {
        if (event.button === 0) {
          event.currentTarget.setPointerCapture(event.pointerId);
          const from = local(event);
          setDrag({ from, to: from, measures: event.shiftKey || measuring });
        }
      }}
      onPointerMove={(event: PointerEvent) => {
        setCursor(null);
        onProbe(locate(event));
        if (drag) {
          setDrag({ ...drag, to: local(event) });
        }
      }}
      onPointerUp={onPointerUp}
      onPointerCancel={() => setDrag(null)}
      onPointerLeave={() => onProbe(null)}
      onDoubleClick={() => image.reset()}
      onKeyDown={onKeyDown}
      onBlur={() => {
        setCursor(null);
        onProbe(null);
      }}
    >
      {children}
      {drag && isDrag(drag) && <div className="tjl-Rectangle" style={rectangle(drag)} />}
      {measured && (
        <div className="tjl-Rectangle tjl-mod-measured" style={boxOf(measured, frame, region)} />
      )}
      {cursor && <div className="tjl-Cursor" style={cursorStyle(cursor, frame, image)} />}
    </div>
  );
}

const ARROWS: Record<string, readonly [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1]
};

function within(value: number, [first, last]: readonly [number, number]): number {
  return Math.max(first, Math.min(last - 1, value));
}

function isDrag({ from, to }: IDrag): boolean {
  return Math.abs(to.x - from.x) >= LEAST_DRAG && Math.abs(to.y - from.y) >= LEAST_DRAG;
}

function clipped([first, last]: readonly [number, number], size: number): [number, number] {
  return [Math.max(0, first), Math.min(size, last)];
}

function rectangle({ from, to }: IDrag): IFrame {
  return {
    left: Math.min(from.x, to.x),
    top: Math.min(from.y, to.y),
    width: Math.abs(to.x - from.x),
    height: Math.abs(to.y - from.y)
  };
}

function cursorStyle(cursor: IProbe, frame: IFrame, image: ImageModel): IFrame {
  const pixel = {
    rows: [cursor.row, cursor.row + 1],
    columns: [cursor.column, cursor.column + 1]
  } as const;
  const { left, top, width, height } = boxOf(pixel, frame, image.region);
  return { left, top, width: Math.max(5, width), height: Math.max(5, height) };
}
