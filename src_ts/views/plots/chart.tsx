import { type ReactElement, type ReactNode, useId } from 'react';
import { type Scale, shareOf } from '../../models/preview/range';
import type { IFrame } from './geometry';
import { logTicks, numberTicks, roundTicks } from './ticks';

/** An axis: what stands along it, and where. */
export interface IAxis {
  label: string;
  ticks: readonly { value: number; words: string }[];
  /** Where a value lies: 0 at the left or at the bottom, 1 at the other end. */
  place: (value: number) => number;
}

/** Something to draw on axes. */
export interface ICurveMarks {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  /** The upper values, where the curve is a band from `y` to these. */
  high?: ArrayLike<number>;
  /** The lengths of error bars in either direction. */
  error?: ArrayLike<number>;
  colour: string;
  marks: 'points' | 'line' | 'both' | 'bars';
}

/** Props of a chart. */
export interface IChartProps {
  width: number;
  height: number;
  x: IAxis;
  y: IAxis;
  curves: readonly ICurveMarks[];
  title?: string;
  label: string;
  /** Colours of the words and lines, and of what is behind them. */
  ink: string;
  paper: string;
  /** Drawn within the axes, below the curves. */
  children?: ReactNode;
  /** Drawn to the right of the axes, in the room that it takes. */
  aside?: { width: number; draw: (frame: IFrame) => ReactNode };
}

const MARGIN = { left: 76, right: 18, top: 12, bottom: 46, title: 22 };
const FONT = 'system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif';

/** Where the axes of a chart enclose what is drawn. */
export function chartFrame({
  width,
  height,
  title,
  aside
}: Pick<IChartProps, 'width' | 'height' | 'title' | 'aside'>): IFrame {
  const top = MARGIN.top + (title ? MARGIN.title : 0);
  return {
    left: MARGIN.left,
    top,
    width: Math.max(1, width - MARGIN.left - MARGIN.right - (aside?.width ?? 0)),
    height: Math.max(1, height - top - MARGIN.bottom)
  };
}

/** Curves on axes as a drawing that needs no style sheet, so that it can be saved as it is. */
export function Chart(props: IChartProps): ReactElement {
  const { width, height, x, y, curves, title, label, ink, paper, children, aside } = props;
  const clip = useId();
  const frame = chartFrame(props);
  const { left, top } = frame;
  const foot = top + frame.height;
  const across = (value: number) => left + x.place(value) * frame.width;
  const up = (value: number) => foot - y.place(value) * frame.height;
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      role="img"
      aria-label={label}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      fontFamily={FONT}
      fontSize={11}
      fill={ink}
    >
      <rect width={width} height={height} fill={paper} />
      {title && (
        <text x={left} y={20} fontSize={13} fontWeight={600}>
          {title}
        </text>
      )}
      <clipPath id={clip}>
        <rect x={left} y={top} width={frame.width} height={frame.height} />
      </clipPath>
      <g stroke={ink} strokeWidth={1}>
        {y.ticks.map(({ value }) => (
          <path key={value} d={`M${left} ${up(value)}h-5`} strokeOpacity={0.6} />
        ))}
        {x.ticks.map(({ value }) => (
          <path key={value} d={`M${across(value)} ${foot}v5`} strokeOpacity={0.6} />
        ))}
        {!children && (
          <path
            fill="none"
            strokeOpacity={0.12}
            d={[
              ...y.ticks.map(({ value }) => `M${left} ${up(value)}h${frame.width}`),
              ...x.ticks.map(({ value }) => `M${across(value)} ${foot}v${-frame.height}`)
            ].join('')}
          />
        )}
      </g>
      <g clipPath={`url(#${clip})`}>
        {children}
        {curves.map((curve, index) => (
          <Curve key={index} curve={curve} across={across} up={up} foot={foot} />
        ))}
      </g>
      <rect
        x={left}
        y={top}
        width={frame.width}
        height={frame.height}
        fill="none"
        stroke={ink}
        strokeOpacity={0.5}
      />
      {y.ticks.map(({ value, words }) => (
        <text key={value} x={left - 8} y={up(value)} dy="0.35em" textAnchor="end">
          {words}
        </text>
      ))}
      {x.ticks.map(({ value, words }) => (
        <text key={value} x={across(value)} y={foot + 18} textAnchor="middle">
          {words}
        </text>
      ))}
      <text x={left + frame.width / 2} y={height - 10} textAnchor="middle">
        {x.label}
      </text>
      <text transform={`translate(14 ${top + frame.height / 2}) rotate(-90)`} textAnchor="middle">
        {y.label}
      </text>
      {aside?.draw(frame)}
    </svg>
  );
}

interface ICurveProps {
  curve: ICurveMarks;
  across: (value: number) => number;
  up: (value: number) => number;
  foot: number;
}

function Curve({ curve, across, up, foot }: ICurveProps): ReactElement {
  const { x, y, high, error, colour, marks } = curve;
  const points = Array.from(x, (value, index) => [across(value), up(y[index])] as const);
  const drawn = points.map(point => point.every(Number.isFinite));
  const write = (each: (index: number) => string) =>
    points.map((_, index) => (drawn[index] ? each(index) : '')).join('');
  const at = (index: number) => `${round(points[index][0])} ${round(points[index][1])}`;
  if (marks === 'bars') {
    return (
      <path
        fill={colour}
        d={write(
          i =>
            `M${round(points[i][0])} ${foot}V${round(points[i][1])}H${round(across(x[i + 1] ?? x[i]))}V${foot}Z`
        )}
      />
    );
  }
  return (
    <g fill="none" stroke={colour} strokeLinecap="round" strokeLinejoin="round">
      {high && <path strokeWidth={1.25} d={write(i => `M${at(i)}V${round(up(high[i]))}`)} />}
      {marks !== 'points' && (
        <path strokeWidth={1.25} d={write(i => `${i > 0 && drawn[i - 1] ? 'L' : 'M'}${at(i)}`)} />
      )}
      {error && error.length > 0 && (
        <path
          strokeWidth={1}
          strokeOpacity={0.7}
          d={write(i =>
            error[i] > 0
              ? `M${round(points[i][0])} ${round(ended(up(y[i] - error[i]), foot))}V${round(up(y[i] + error[i]))}`
              : ''
          )}
        />
      )}
      {marks !== 'line' && <path strokeWidth={4.5} d={write(i => `M${at(i)}h0`)} />}
    </g>
  );
}

/** An axis of numbers from low to high. */
export function numberAxis(
  label: string,
  [low, high]: readonly [number, number],
  scale: Scale,
  most: number,
  write?: (ticks: readonly number[], step: number) => string[]
): IAxis {
  if (scale === 'log') {
    const [bottom, top] = [Math.log10(low), Math.log10(high)];
    const powers = Array.from(
      { length: Math.max(0, Math.floor(top) - Math.ceil(bottom) + 1) },
      (_, n) => 10 ** (Math.ceil(bottom) + n)
    );
    const every = Math.max(1, Math.ceil(powers.length / most));
    const ticks =
      powers.length > 1
        ? powers.filter((_, n) => n % every === 0)
        : roundTicks(low, high, most).ticks.filter(tick => tick > 0);
    const words = logTicks(ticks);
    return {
      label,
      ticks: ticks.map((value, n) => ({ value, words: words[n] })),
      place: value => (value > 0 ? (Math.log10(value) - bottom) / (top - bottom) : NaN)
    };
  }
  const { ticks, step } = roundTicks(low, high, most);
  const words = write?.(ticks, step) ?? numberTicks(ticks, step);
  return {
    label,
    ticks: ticks.map((value, n) => ({ value, words: words[n] })),
    place: value => shareOf(value, low, high)
  };
}

/** From the least to the greatest of some numbers, with a little room; never of no length. */
export function spanOf(numbers: Iterable<ArrayLike<number>>, scale: Scale): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const list of numbers) {
    for (let index = 0; index < list.length; index++) {
      const value = list[index];
      if (Number.isFinite(value) && (scale !== 'log' || value > 0)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
  }
  if (low > high) {
    return scale === 'log' ? [1, 10] : [0, 1];
  }
  if (scale === 'log') {
    return [low / 1.2, high * 1.2];
  }
  const room = high > low ? 0.03 * high - 0.03 * low : Math.abs(high) * 0.1 || 1;
  return [Math.max(-Number.MAX_VALUE, low - room), Math.min(Number.MAX_VALUE, high + room)];
}

/** An error bar that reaches below zero has no end on a logarithmic axis. */
function ended(place: number, foot: number): number {
  return Number.isFinite(place) ? place : foot;
}

function round(pixels: number): number {
  return Math.round(10 * pixels) / 10;
}
