import {
  type KeyboardEvent,
  type ReactElement,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState
} from 'react';
import { nameWords } from '../../core/words';
import { type LineModel, type Markers, MARKERS } from '../../models/preview/line';
import type { PreviewModel } from '../../models/preview/preview';
import type { Scale } from '../../models/preview/range';
import { lineFigure, titleOf } from './figure';
import { formatCount } from '../parts/format';
import { useModel, useSize, useSlow, useTheme } from '../parts/hooks';
import type { IHost, ITranslator } from '../parts/host';
import { type ILegendEntry, Legend } from './legend';
import { lineCsv } from './linecsv';
import { LineFooter, readingWords, resolutionWords } from './linefooter';
import { type IMenuItem, Menu } from '../parts/menu';
import { curveColour, type IReading, Plot } from './plot';
import { Problem } from '../parts/problem';
import { coordinateWords, dimensionLabel, quantityOf } from '../parts/quantity';
import { READING_STEPS } from '../parts/readingsteps';
import { savingItems } from '../parts/saving';
import { Sliders } from '../parts/sliders';
import { Switch, Toolbar } from '../parts/toolbar';

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
      xLabel: dimensionLabel(dimension, host.trans),
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
    // Curves and the way they are drawn are given to a plot once.
  }, [line, line.settings, size, dimension, yLabel, quantity, host, colour]);
  useEffect(() => plot.current?.update(), [version]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey || event.ctrlKey) {
      return;
    }
    const step = event.shiftKey ? READING_STEPS[event.key] : undefined;
    if (step) {
      plot.current?.step(step);
      event.preventDefault();
      event.stopPropagation();
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

  const { kept, hidden } = line.settings;
  const labels = [model.at, ...kept].map(at => placeWords(model, at, name, trans));
  const ink = (curve: number) => colour(curveColour(curve)) || '#1976d2';
  const shownCurves = (line.curve ? [line.curve, ...line.curve.beside] : [])
    .map((curve, index) => ({ ...curve, colour: ink(index), name: labels[index] ?? '' }))
    .filter((_, index) => !hidden.includes(index));
  const entries = labels.map((label, index): ILegendEntry => {
    const value = index ? reading?.beside[index - 1] : reading;
    return {
      name: label,
      colour: curveColour(index),
      shown: !hidden.includes(index),
      value: value ? readingWords(value, quantity, host) : undefined,
      onToggle: () => line.toggle(index),
      onRemove: index ? () => line.drop(index - 1) : undefined
    };
  });
  const items: IMenuItem[] = [
    ...markerItems(line, host),
    ...savingItems(host, {
      name: titleOf(model, trans),
      figure: () =>
        line.curve && lineFigure(model, shownCurves, line.curve, yLabel, quantity, trans),
      csv: () =>
        line.curve &&
        lineCsv(model, shownCurves, line.curve, resolutionWords(line, dimension, host), trans)
    })
  ];

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
        {model.sliders.length > 0 && (
          <button
            type="button"
            className="tjl-Button"
            disabled={!line.canKeep}
            title={trans.__('Let this curve stay when the sliders move, to compare')}
            onClick={() => line.keep()}
          >
            {trans.__('Keep')}
          </button>
        )}
        {line.zoomed && (
          <button type="button" className="tjl-Button" onClick={() => line.reset()}>
            {trans.__('Reset')}
          </button>
        )}
        <Menu label={trans.__('More')} icon="more" items={items} />
      </Toolbar>
      <div className="tjl-Bar" data-on={slow} />
      {line.error && <Problem error={line.error} host={host} onRetry={() => line.reload()} />}
      <div
        className="tjl-Line"
        role="group"
        tabIndex={0}
        aria-label={trans.__(
          'Line. Plus and minus zoom, 0 shows all, arrows move, Shift with arrows reads values'
        )}
        data-stale={slow}
        onKeyDown={onKeyDown}
        onBlur={() => plot.current?.leave()}
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
      {kept.length > 0 && <Legend entries={entries} host={host} />}
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

/** How curves of the same node are told apart: by the positions that they are at. */
function placeWords(
  model: PreviewModel,
  at: readonly number[],
  name: string,
  trans: ITranslator
): string {
  const places = model.sliders.map(({ dimension }) => {
    const along = model.dimensions[dimension];
    const words = coordinateWords(along, at[dimension]);
    return `${nameWords(along, trans)} ${words ?? formatCount(at[dimension])}`;
  });
  return places.join(', ') || name;
}

function markerItems(line: LineModel, { trans }: IHost): IMenuItem[] {
  const words: Record<Markers, string> = {
    few: trans.__('Points where they can be told apart'),
    all: trans.__('Points for all values'),
    none: trans.__('No points')
  };
  return MARKERS.map(markers => ({
    label: words[markers],
    checked: line.settings.markers === markers,
    run: () => {
      line.settings = { ...line.settings, markers };
    }
  }));
}

function lineWords(name: string, line: LineModel, { trans }: IHost): string {
  const [first, last] = line.view;
  return trans.__('%1: line of values %2 to %3', name, formatCount(first), formatCount(last - 1));
}
