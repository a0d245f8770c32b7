import {
  type KeyboardEvent,
  type ReactElement,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState
} from 'react';
import type { IDimension } from '../core/protocol';
import type { LineModel } from '../models/line';
import type { PreviewModel } from '../models/preview';
import type { Scale } from '../models/range';
import { formatCount } from './format';
import { useModel, useSize, useSlow, useTheme } from './hooks';
import type { IHost } from './host';
import { missingWords, Place } from './imagefooter';
import { type IReading, Plot } from './plot';
import { Problem } from './problem';
import { type IQuantity, quantityOf } from './quantity';
import { Sliders } from './sliders';
import { StatisticsWords } from './statisticswords';
import { Switch, Toolbar } from './toolbar';

/** Props of the line. */
export interface ILineViewProps {
  model: PreviewModel;
  line: LineModel;
  host: IHost;
}

const ZOOM = 1.5;
const PAN = 0.25;

/** One dimension of an array as a curve. */
export function LineView({ model, line, host }: ILineViewProps): ReactElement {
  const version = useModel(line);
  const { trans } = host;
  const pane = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot | null>(null);
  const size = useSize(pane);
  const theme = useTheme();
  const slow = useSlow(line.loading);
  const [reading, setReading] = useState<IReading | null>(null);
  const dimension = model.dimensions[model.x];
  const name = model.path[model.path.length - 1] ?? model.server;
  const quantity = useMemo(
    () => quantityOf(model.component ?? model.plan),
    [model.component, model.plan]
  );
  const field = model.plan?.dtype.startsWith('record') ? model.component?.name : undefined;
  const drawn = field ?? name;
  const yLabel = quantity.unit ? `${drawn} (${quantity.unit})` : drawn;

  useEffect(() => {
    if (size.width) {
      line.setViewport(size.width);
    }
  }, [line, size.width]);

  const colour = useCallback(
    (variable: string) => (pane.current ? theme(pane.current, variable) : ''),
    [theme]
  );
  useEffect(() => {
    const element = pane.current;
    if (!element || !size.width || !size.height) {
      return;
    }
    plot.current = new Plot(element, {
      ...size,
      line,
      dimension,
      yLabel,
      quantity,
      wheelZooms: host.wheelZooms ?? false,
      colour,
      onRead: setReading
    });
    return () => {
      plot.current?.dispose();
      plot.current = null;
    };
  }, [line, line.scale, size, dimension, yLabel, quantity, host, colour]);
  useEffect(() => plot.current?.update(), [version]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey || event.ctrlKey) {
      return;
    }
    switch (event.key) {
      case '+':
      case '=':
        line.zoom(ZOOM);
        break;
      case '-':
        line.zoom(1 / ZOOM);
        break;
      case '0':
      case 'Escape':
        line.reset();
        break;
      case 'ArrowLeft':
        line.pan(-PAN);
        break;
      case 'ArrowRight':
        line.pan(PAN);
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <>
      <Toolbar model={model} host={host}>
        {!quantity.isTime && (
          <Switch
            label={trans.__('Scale of the values')}
            value={line.scale}
            options={[
              { value: 'linear', label: trans.__('lin') },
              { value: 'log', label: trans.__('log') }
            ]}
            onChange={value => {
              line.scale = value as Scale;
            }}
          />
        )}
        {line.zoomed && (
          <button type="button" className="tjl-Button" onClick={() => line.reset()}>
            {trans.__('Reset')}
          </button>
        )}
      </Toolbar>
      <div className="tjl-Bar" data-on={slow} />
      {line.error && <Problem error={line.error} host={host} onRetry={() => line.reload()} />}
      <div
        className="tjl-Line"
        role="group"
        tabIndex={0}
        aria-label={trans.__('Line. Plus and minus zoom, arrows move, 0 shows all')}
        data-stale={slow}
        onKeyDown={onKeyDown}
      >
        <div
          ref={pane}
          className="tjl-Line-pane"
          role="img"
          aria-label={lineWords(name, line, host)}
        />
        {line.curve?.result.statistics.finite === 0 && (
          <p className="tjl-Image-words">
            {trans.__('Nothing to draw: none of the values is a finite number.')}
          </p>
        )}
      </div>
      <Sliders model={model} host={host} />
      <LineFooter
        line={line}
        host={host}
        quantity={quantity}
        reading={reading}
        dimension={dimension}
      />
    </>
  );
}

interface ILineFooterProps {
  line: LineModel;
  host: IHost;
  quantity: IQuantity;
  reading: IReading | null;
  dimension: IDimension | undefined;
}

function LineFooter(props: ILineFooterProps): ReactElement {
  const { line, host, quantity, reading, dimension } = props;
  const { trans } = host;
  const { curve } = line;
  const statistics = curve?.result.statistics;
  return (
    <div className="tjl-Footer">
      <span className="tjl-Footer-value" role="status">
        {reading && (
          <>
            <Place dimension={dimension} position={reading.position} />
            <span>
              {trans.__('value')} <b>{readingWords(reading, quantity, host)}</b>
            </span>
          </>
        )}
      </span>
      {statistics && <StatisticsWords statistics={statistics} host={host} quantity={quantity} />}
      {curve && <span className="tjl-Footer-resolution">{resolutionWords(line, host)}</span>}
    </div>
  );
}

function readingWords({ low, high }: IReading, quantity: IQuantity, { trans }: IHost): string {
  if (Number.isNaN(low)) {
    return trans.__('none');
  }
  return low === high
    ? quantity.writeFully(low)
    : `${quantity.write(low)} – ${quantity.writeFully(high)}`;
}

function resolutionWords(line: LineModel, host: IHost): string {
  const { trans } = host;
  const result = line.curve?.result;
  if (!result) {
    return '';
  }
  const count = result.stop - result.start;
  const shown = formatCount(count);
  const all = formatCount(line.length);
  const missing = result.statistics.count - result.statistics.finite;
  return [
    result.exact
      ? trans.__('%1 of %2 values, every one', shown, all)
      : trans.__(
          '%1 of %2 values, least and greatest of each %3',
          shown,
          all,
          formatCount(Math.ceil(count / result.bins))
        ),
    result.sampled ? trans.__('sampled: values between the samples were not seen') : '',
    missingWords(missing, host),
    result.note,
    result.partial
  ]
    .filter(Boolean)
    .join(' · ');
}

function lineWords(name: string, line: LineModel, { trans }: IHost): string {
  const [first, last] = line.view;
  return trans.__('%1: line of values %2 to %3', name, formatCount(first), formatCount(last - 1));
}
