import type { ReactElement } from 'react';
import { nameWords } from '../../core/words';
import { colourTable } from '../../models/preview/colour';
import type { ICurve } from '../../models/preview/line';
import type { HistogramModel } from '../../models/preview/histogram';
import type { ImageModel } from '../../models/preview/image';
import type { PreviewModel } from '../../models/preview/preview';
import { fractionOf, type Range, valueAtFraction } from '../../models/preview/range';
import { Chart, type IAxis, type ICurveMarks, numberAxis, spanOf } from './chart';
import { formatCount } from '../parts/format';
import type { ITranslator } from '../parts/host';
import { type IFrame, ticksOf } from './geometry';
import { coordinateAt, coordinateWords, dimensionLabel, type IQuantity } from '../parts/quantity';
import { numberTicks, roundTicks } from './ticks';
import { timeTicks } from '../parts/times';

const INK = '#1a1a1a';
const PAPER = '#ffffff';
const SIZE = { width: 860, height: 620 };
const BAR = 110;

/** What a figure is of: the node, and the positions of its sliders. */
export function titleOf(model: PreviewModel, trans: ITranslator): string {
  const positions = model.sliders.map(({ dimension, position }) => {
    const along = model.dimensions[dimension];
    const words = coordinateWords(along, position);
    return `${nameWords(along, trans)} ${formatCount(position)}${words === null ? '' : ` (${words})`}`;
  });
  return [model.path.join(' / '), ...positions].join(', ');
}

/** A picture as it is on show, with its axes and its colours. */
export function imageFigure(
  model: PreviewModel,
  image: ImageModel,
  colours: Uint8ClampedArray<ArrayBuffer>,
  quantity: IQuantity,
  trans: ITranslator
): ReactElement | null {
  const { picture, region, range, settings } = image;
  const data = picture && pngOf(colours, picture.result.width, picture.result.height);
  if (!picture || !data) {
    return null;
  }
  const { rows, columns, width, height } = picture.result;
  const along = (dimension: number, span: readonly [number, number], down: boolean): IAxis => {
    const flipped = down ? !settings.flipY : settings.flipX;
    const place = (value: number) => (value - span[0]) / (span[1] - span[0]);
    return {
      label: dimensionLabel(model.dimensions[dimension], trans),
      ticks: ticksOf(span, 8).map(value => ({
        value: value + 0.5,
        words: coordinateAt(model.dimensions[dimension], value) ?? formatCount(value)
      })),
      place: value => (flipped ? 1 - place(value) : place(value))
    };
  };
  const colourful = !image.colour && range !== null;
  const plotted = { ...SIZE, aside: colourful ? BAR : 0 };
  const high = region.rows[1] - region.rows[0];
  const wide = region.columns[1] - region.columns[0];
  const room = { width: plotted.width - 94 - plotted.aside, height: plotted.height - 80 };
  const pixel = Math.min(room.width / wide, room.height / high);
  const frame =
    settings.square === false
      ? room
      : { width: Math.max(120, wide * pixel), height: Math.max(80, high * pixel) };
  const [dx, dy] = [frame.width / wide, frame.height / high];
  const title = titleOf(model, trans);
  return (
    <Chart
      width={frame.width + 94 + plotted.aside}
      height={frame.height + 80}
      title={title}
      label={title}
      ink={INK}
      paper={PAPER}
      x={along(model.x, region.columns, false)}
      y={along(model.y, region.rows, true)}
      curves={[]}
      aside={
        colourful
          ? {
              width: BAR,
              draw: place => <Bar image={image} range={range} frame={place} quantity={quantity} />
            }
          : undefined
      }
    >
      <g
        transform={[
          `translate(${76 + (settings.flipX ? frame.width : 0)} ${34 + (settings.flipY ? frame.height : 0)})`,
          `scale(${settings.flipX ? -1 : 1} ${settings.flipY ? -1 : 1})`
        ].join(' ')}
      >
        <image
          href={data}
          preserveAspectRatio="none"
          style={{ imageRendering: 'pixelated' }}
          x={(columns[0] - region.columns[0]) * dx}
          y={(rows[0] - region.rows[0]) * dy}
          width={width * columns[2] * dx}
          height={height * rows[2] * dy}
        />
      </g>
    </Chart>
  );
}

/** Curves along a dimension. */
export function lineFigure(
  model: PreviewModel,
  curves: readonly (Pick<ICurve, 'low' | 'high'> & { colour: string })[],
  curve: ICurve,
  yLabel: string,
  quantity: IQuantity,
  trans: ITranslator
): ReactElement {
  const { line } = model.models;
  const { start, stop, bins, exact } = curve.result;
  const dimension = model.dimensions[model.x];
  const width = exact ? 1 : (stop - start) / bins;
  const x = Float64Array.from(
    curve.low,
    (_, i) => start + i * width + (exact ? 0 : (width - 1) / 2)
  );
  const scale = line?.scale ?? 'linear';
  const marks = line?.settings.markers === 'all' && exact ? 'both' : 'line';
  const drawn = curves.map(({ low, high, colour }): ICurveMarks => ({
    x,
    y: low,
    high: exact ? undefined : high,
    colour,
    marks
  }));
  const title = titleOf(model, trans);
  return (
    <Chart
      {...SIZE}
      title={title}
      label={title}
      ink={INK}
      paper={PAPER}
      x={numberAxis(
        dimensionLabel(dimension, trans),
        line ? [line.view[0], Math.max(line.view[0] + 1, line.view[1] - 1)] : [start, stop],
        'linear',
        8,
        ticks => ticks.map(tick => coordinateAt(dimension, tick) ?? formatCount(tick))
      )}
      y={numberAxis(
        yLabel,
        spanOf(
          curves.flatMap(({ low, high }) => [low, high]),
          scale
        ),
        scale,
        8,
        quantity.isTime ? timeTicks : undefined
      )}
      curves={drawn}
    />
  );
}

/** Counts in bins. */
export function histogramFigure(
  model: PreviewModel,
  { counted, scale }: HistogramModel,
  xLabel: string,
  trans: ITranslator
): ReactElement | null {
  if (!counted.length) {
    return null;
  }
  const edges = [...counted.map(({ low }) => low), counted[counted.length - 1].high];
  const most = Math.max(1, ...counted.map(({ count }) => count));
  const title = titleOf(model, trans);
  return (
    <Chart
      {...SIZE}
      title={title}
      label={title}
      ink={INK}
      paper={PAPER}
      x={numberAxis(xLabel, [edges[0], edges[edges.length - 1]], 'linear', 8)}
      y={numberAxis(
        trans.__('count'),
        scale === 'log' ? [0.5, 1.2 * most] : [0, 1.05 * most],
        scale,
        8
      )}
      curves={[
        { x: edges, y: counted.map(({ count }) => count), colour: '#1976d2', marks: 'bars' }
      ]}
    />
  );
}

interface IBarProps {
  image: ImageModel;
  range: Range;
  frame: IFrame;
  quantity: IQuantity;
}

/** The colours, and the values that they stand for. */
function Bar({ image, range, frame, quantity }: IBarProps): ReactElement {
  const table = colourTable(image.colourMap);
  const steps = 64;
  const left = frame.left + frame.width + 16;
  const ticks =
    image.scale === 'linear'
      ? roundTicks(range[0], range[1], 6).ticks
      : [0, 0.25, 0.5, 0.75, 1].map(fraction => valueAtFraction(fraction, range, image.scale));
  const words =
    image.scale === 'linear' && !quantity.isTime
      ? numberTicks(ticks, roundTicks(range[0], range[1], 6).step)
      : ticks.map(quantity.write);
  const up = (value: number) =>
    frame.top + frame.height * (1 - fractionOf(value, range, image.scale));
  return (
    <g>
      {Array.from({ length: steps }, (_, step) => {
        const at = 4 * Math.round((255 * (step + 0.5)) / steps);
        return (
          <rect
            key={step}
            x={left}
            y={frame.top + frame.height * (1 - (step + 1) / steps)}
            width={14}
            height={frame.height / steps + 0.5}
            fill={`rgb(${table[at]},${table[at + 1]},${table[at + 2]})`}
          />
        );
      })}
      {ticks.map((tick, index) => (
        <text key={tick} x={left + 20} y={up(tick)} dy="0.35em">
          {words[index]}
        </text>
      ))}
      {quantity.unit && (
        <text
          transform={`translate(${left + 84} ${frame.top + frame.height / 2}) rotate(-90)`}
          textAnchor="middle"
        >
          {quantity.unit}
        </text>
      )}
    </g>
  );
}

function pngOf(
  colours: Uint8ClampedArray<ArrayBuffer>,
  width: number,
  height: number
): string | null {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.putImageData(new ImageData(colours, width, height), 0, 0);
  return width && height ? canvas.toDataURL('image/png') : null;
}
