import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
  useEffect,
  useRef,
  useState
} from 'react';
import { colourTable } from '../../models/preview/colour';
import type { ImageModel } from '../../models/preview/image';
import {
  barDomain,
  fractionOf,
  histogram,
  type Range,
  valueAtFraction
} from '../../models/preview/range';
import { useSize } from '../parts/hooks';
import type { IHost } from '../parts/host';
import type { IQuantity } from '../parts/quantity';

/** Props of the colour bar. */
export interface IColourBarProps {
  image: ImageModel;
  range: Range;
  host: IHost;
  quantity: IQuantity;
}

const KEY_STEP = 0.02;

/** Which colours stand for which values, and how often these occur. Its ends can be dragged. */
export function ColourBar({ image, range, host, quantity }: IColourBarProps): ReactElement {
  const { trans } = host;
  const track = useRef<HTMLDivElement>(null);
  const size = useSize(track);
  const { scale, picture } = image;
  // While an end is dragged the bar stays as it is, or the end would run away from the pointer.
  const [held, setHeld] = useState<Range | null>(null);
  const domain =
    held ?? barDomain(range, picture?.result.statistics ?? { minimum: null, maximum: null }, scale);
  const place = (value: number) => Math.min(1, Math.max(0, fractionOf(value, domain, scale)));

  const setEnd = (end: 0 | 1, value: number) => {
    const next: Range = end === 0 ? [value, range[1]] : [range[0], value];
    if (next[0] < next[1]) {
      image.range = next;
    }
  };

  const handle = (end: 0 | 1): ReactElement => {
    const label = end ? trans.__('Upper end of the colours') : trans.__('Lower end of the colours');
    return (
      <div
        className="tjl-ColourBar-handle"
        data-end={end}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-orientation="vertical"
        aria-valuemin={domain[0]}
        aria-valuemax={domain[1]}
        aria-valuenow={range[end]}
        aria-valuetext={quantity.writeFully(range[end])}
        title={label}
        style={{ bottom: `${100 * place(range[end])}%` }}
        onPointerDown={(event: PointerEvent) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setHeld(domain);
        }}
        onLostPointerCapture={() => setHeld(null)}
        onPointerMove={(event: PointerEvent) => {
          const box = track.current?.getBoundingClientRect();
          if (box?.height && event.currentTarget.hasPointerCapture(event.pointerId)) {
            const fraction = Math.min(1, Math.max(0, (box.bottom - event.clientY) / box.height));
            setEnd(end, valueAtFraction(fraction, domain, scale));
          }
        }}
        onKeyDown={(event: KeyboardEvent) => {
          const steps = { ArrowUp: 1, ArrowDown: -1, PageUp: 5, PageDown: -5 }[event.key];
          if (steps) {
            const fraction = place(range[end]) + steps * KEY_STEP;
            setEnd(end, valueAtFraction(Math.min(1, Math.max(0, fraction)), domain, scale));
            event.preventDefault();
            event.stopPropagation();
          }
        }}
      />
    );
  };

  return (
    <div className="tjl-ColourBar" role="group" aria-label={trans.__('Colours')}>
      <EndField
        end={1}
        range={range}
        quantity={quantity}
        label={trans.__('Highest value')}
        onSet={setEnd}
      />
      <div ref={track} className="tjl-ColourBar-track">
        <Gradient image={image} range={range} domain={domain} height={size.height} />
        {range[0] < range[1] && (
          <>
            {handle(1)}
            {handle(0)}
          </>
        )}
      </div>
      <EndField
        end={0}
        range={range}
        quantity={quantity}
        label={trans.__('Lowest value')}
        onSet={setEnd}
      />
      {quantity.unit && <span className="tjl-ColourBar-unit">{quantity.unit}</span>}
    </div>
  );
}

interface IGradientProps {
  image: ImageModel;
  range: Range;
  domain: Range;
  height: number;
}

const HISTOGRAM = 22;
const BAR = 16;
const BINS = 80;

function Gradient({ image, range, domain, height }: IGradientProps): ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { colourMap, scale, picture } = image;
  const [low, high] = range;
  const [bottom, top] = domain;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !height) {
      return;
    }
    const table = colourTable(colourMap);
    context.clearRect(0, 0, HISTOGRAM + BAR, height);
    for (let y = 0; y < height; y++) {
      const value = valueAtFraction(1 - (y + 0.5) / height, [bottom, top], scale);
      const fraction = fractionOf(value, [low, high], scale);
      const at = 4 * Math.round(255 * Math.min(1, Math.max(0, fraction)));
      context.fillStyle = `rgb(${table[at]},${table[at + 1]},${table[at + 2]})`;
      context.fillRect(HISTOGRAM, y, BAR, 1);
    }
    const counts = picture ? histogram(picture.pixels, [bottom, top], scale, BINS) : [];
    const highest = Math.max(1, ...counts);
    context.fillStyle = 'rgba(128, 128, 128, 0.8)';
    counts.forEach((count, bin) => {
      // A root lets the few bright pixels of a dark picture show beside the many dark ones.
      const length = Math.sqrt(count / highest) * (HISTOGRAM - 2);
      const upper = Math.round(height * (1 - (bin + 1) / BINS));
      const lower = Math.round(height * (1 - bin / BINS));
      context.fillRect(HISTOGRAM - 1 - length, upper, length, lower - upper);
    });
  }, [colourMap, scale, picture, low, high, bottom, top, height]);
  return (
    <canvas ref={canvas} aria-hidden="true" width={HISTOGRAM + BAR} height={Math.max(1, height)} />
  );
}

interface IEndFieldProps {
  end: 0 | 1;
  range: Range;
  quantity: IQuantity;
  label: string;
  onSet: (end: 0 | 1, value: number) => void;
}

/** An end of the colours as a number that can be typed. */
function EndField({ end, range, quantity, label, onSet }: IEndFieldProps): ReactElement {
  const shown = quantity.write(range[end]);
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  const commit = () => {
    const value = Number(text.replace(/,/g, ''));
    if (text !== shown && text.trim() !== '' && Number.isFinite(value)) {
      onSet(end, value);
    }
    setText(shown);
  };
  return (
    <input
      className="tjl-ColourBar-end"
      aria-label={label}
      inputMode="decimal"
      title={quantity.writeFully(range[end])}
      readOnly={quantity.isTime}
      value={text}
      onChange={event => setText(event.target.value)}
      onBlur={commit}
      onKeyDown={event => {
        if (event.key === 'Enter') {
          commit();
        }
        event.stopPropagation();
      }}
    />
  );
}
