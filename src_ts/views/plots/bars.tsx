import { type KeyboardEvent, type PointerEvent, type ReactElement, useRef } from 'react';
import type { IBin } from '../../models/preview/histogram';
import type { Scale } from '../../models/preview/range';
import { useSize } from '../parts/hooks';
import type { IQuantity } from '../parts/quantity';
import { logTicks, numberTicks, roundTicks } from './ticks';

/** Props of the bars. */
export interface IBarsProps {
  bins: readonly IBin[];
  scale: Scale;
  quantity: IQuantity;
  /** What the values are. */
  xLabel: string;
  yLabel: string;
  /** What a screen reader says of the whole. */
  label: string;
  /** How the keys are used, for a screen reader. */
  help: string;
  /** The bin that is read, if any. */
  chosen: number | null;
  onChoose: (bin: number | null) => void;
}

const MARGIN = { left: 68, right: 18, top: 12, bottom: 44 };
// On a logarithmic axis, where a bin of one value still has some height.
const LOG_FOOT = 0.5;

/** Counts in bins, as bars on axes; pointing or the arrow keys choose one to read. */
export function Bars(props: IBarsProps): ReactElement {
  const { bins, scale, quantity, xLabel, yLabel, label, help, chosen, onChoose } = props;
  const pane = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(pane);
  const inner = {
    width: Math.max(1, width - MARGIN.left - MARGIN.right),
    height: Math.max(1, height - MARGIN.top - MARGIN.bottom)
  };
  const [low, high] = [bins[0]?.low ?? 0, bins[bins.length - 1]?.high ?? 1];
  const most = Math.max(1, ...bins.map(bin => bin.count));
  const x = (value: number) => MARGIN.left + ((value - low) / (high - low)) * inner.width;
  const y = (count: number) => MARGIN.top + inner.height * (1 - shareOf(count, most, scale));
  const foot = MARGIN.top + inner.height;
  const across = roundTicks(low, high, inner.width / 90);
  const up = countTicks(most, scale, inner.height / 50);

  const onPointerMove = (event: PointerEvent<SVGSVGElement>) => {
    const { left } = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - left - MARGIN.left) / inner.width;
    onChoose(share >= 0 && share < 1 ? Math.floor(share * bins.length) : null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const last = bins.length - 1;
    const next: Partial<Record<string, number>> = {
      ArrowLeft: Math.max(0, (chosen ?? 1) - 1),
      ArrowRight: Math.min(last, (chosen ?? -1) + 1),
      Home: 0,
      End: last
    };
    const bin = next[event.key];
    if (bin !== undefined && bins.length && !event.altKey && !event.ctrlKey && !event.metaKey) {
      onChoose(bin);
      event.preventDefault();
      event.stopPropagation();
    }
  };

  return (
    <div
      ref={pane}
      className="tjl-Bars"
      role="group"
      tabIndex={0}
      aria-label={help}
      onKeyDown={onKeyDown}
      onBlur={() => onChoose(null)}
    >
      {width > 0 && bins.length > 0 && (
        <svg
          role="img"
          aria-label={label}
          width={width}
          height={height}
          onPointerMove={onPointerMove}
          onPointerLeave={() => onChoose(null)}
        >
          {up.map(({ count, words }) => (
            <g key={count} className="tjl-Bars-tick">
              <line x1={MARGIN.left} x2={MARGIN.left + inner.width} y1={y(count)} y2={y(count)} />
              <text x={MARGIN.left - 8} y={y(count)} dy="0.35em" textAnchor="end">
                {words}
              </text>
            </g>
          ))}
          {chosen !== null && bins[chosen] && (
            <rect
              className="tjl-Bars-chosen"
              x={x(bins[chosen].low)}
              width={x(bins[chosen].high) - x(bins[chosen].low)}
              y={MARGIN.top}
              height={inner.height}
            />
          )}
          <path
            className="tjl-Bars-bars"
            d={bins
              .filter(bin => bin.count > 0)
              .map(bin => `M${x(bin.low)} ${foot}V${y(bin.count)}H${x(bin.high)}V${foot}Z`)
              .join('')}
          />
          <line
            className="tjl-Bars-foot"
            x1={MARGIN.left}
            x2={MARGIN.left + inner.width}
            y1={foot}
            y2={foot}
          />
          {across.ticks.map((tick, index) => (
            <g key={tick} className="tjl-Bars-tick">
              <line x1={x(tick)} x2={x(tick)} y1={foot} y2={foot + 5} />
              <text x={x(tick)} y={foot + 17} textAnchor="middle">
                {quantity.isTime
                  ? quantity.write(tick)
                  : numberTicks(across.ticks, across.step)[index]}
              </text>
            </g>
          ))}
          <text
            className="tjl-Bars-name"
            x={MARGIN.left + inner.width / 2}
            y={height - 8}
            textAnchor="middle"
          >
            {xLabel}
          </text>
          <text
            className="tjl-Bars-name"
            transform={`translate(14 ${MARGIN.top + inner.height / 2}) rotate(-90)`}
            textAnchor="middle"
          >
            {yLabel}
          </text>
        </svg>
      )}
    </div>
  );
}

/** How high a count reaches, of the whole height. */
export function shareOf(count: number, most: number, scale: Scale): number {
  if (scale === 'linear') {
    return count / most;
  }
  return count > 0 ? Math.log(count / LOG_FOOT) / Math.log(most / LOG_FOOT) : 0;
}

function countTicks(
  most: number,
  scale: Scale,
  wanted: number
): { count: number; words: string }[] {
  if (scale === 'log') {
    const powers = Array.from({ length: Math.floor(Math.log10(most)) + 1 }, (_, n) => 10 ** n);
    const words = logTicks(powers);
    return powers.map((count, index) => ({ count, words: words[index] }));
  }
  const { ticks, step } = roundTicks(0, most, wanted);
  const whole = ticks.filter(Number.isInteger);
  const words = numberTicks(whole, Math.max(1, step));
  return whole.map((count, index) => ({ count, words: words[index] }));
}
