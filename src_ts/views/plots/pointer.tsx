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
import type { ImageModel } from '../../models/preview/image';
import type { IRegion } from '../../models/preview/picture';
import type { PreviewModel } from '../../models/preview/preview';
import { boxOf, fillPane, type IFrame, pointToArray, wheelFactor } from './geometry';
import type { IHost } from '../parts/host';

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
  /** Rectangles can be summed up. */
  measurable: boolean;
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
const STRIDE = 0.1;
const LEAST_DRAG = 6;

/** The pane of an image: pointing reads values, dragging and the wheel zoom, keys do both. */
export function Pointer(props: IPointerProps): ReactElement {
  const { element, model, image, host, frame, pane, square, onProbe, children } = props;
  const { measurable, measuring } = props;
  const [drag, setDrag] = useState<IDrag | null>(null);
  const [cursor, setCursor] = useState<IProbe | null>(null);
  // Where a rectangle begins that ends at the cursor.
  const [corner, setCorner] = useState<IProbe | null>(null);
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
    const step = event.shiftKey ? (ARROWS[event.key] ?? STRIDES[event.key]) : undefined;
    const done = step ? moveCursor(step, event.key in STRIDES) : press(event.key);
    if (done) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  const moveCursor = (step: readonly [number, number], far: boolean): boolean => {
    const picture = image.picture;
    const [down, right] = seen(step);
    const { rows, columns } = region;
    const stride = (span: readonly [number, number], pixel = 1) =>
      far ? Math.max(pixel, Math.round(STRIDE * (span[1] - span[0]))) : pixel;
    const middle = { row: (rows[0] + rows[1]) / 2, column: (columns[0] + columns[1]) / 2 };
    const from = cursor ?? { row: Math.floor(middle.row), column: Math.floor(middle.column) };
    const next = {
      row: within(from.row + down * stride(rows, picture?.result.rows[2]), rows),
      column: within(from.column + right * stride(columns, picture?.result.columns[2]), columns)
    };
    setCursor(next);
    onProbe(next);
    if (corner) {
      image.measurement.region = between(corner, next);
    }
    return true;
  };

  /** The first time a rectangle begins at the cursor, the next time it stays as it is. */
  const setDown = (at: IProbe) => {
    setCorner(corner ? null : at);
    if (!corner) {
      image.measurement.region = between(at, at);
    }
  };

  const leave = () => {
    setCursor(null);
    setCorner(null);
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
    if (key === ' ' && cursor && measurable) {
      setDown(cursor);
    } else if (key === 'Escape' && corner) {
      setCorner(null);
      image.measurement.region = null;
    } else if (key === '+' || key === '=') {
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
      aria-label={
        measurable
          ? host.trans.__(
              'Image. Plus and minus zoom, 0 shows all, arrows move, Shift with arrows reads values; there, Space begins and ends a rectangle to sum up'
            )
          : host.trans.__(
              'Image. Plus and minus zoom, 0 shows all, arrows move, Shift with arrows reads values'
            )
      }
      onPointerDown={event => {
        if (event.button === 0) {
          event.currentTarget.setPointerCapture(event.pointerId);
          const from = local(event);
          setDrag({ from, to: from, measures: measurable && (event.shiftKey || measuring) });
        }
      }}
      onPointerMove={(event: PointerEvent) => {
        leave();
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
        leave();
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

/** With Shift these go a tenth of what is in view. */
const STRIDES: Record<string, readonly [number, number]> = {
  PageUp: [-1, 0],
  PageDown: [1, 0],
  Home: [0, -1],
  End: [0, 1]
};

/** The rectangle of two pixels and all between them. */
function between(a: IProbe, b: IProbe): IRegion {
  return {
    rows: [Math.min(a.row, b.row), Math.max(a.row, b.row) + 1],
    columns: [Math.min(a.column, b.column), Math.max(a.column, b.column) + 1]
  };
}

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
