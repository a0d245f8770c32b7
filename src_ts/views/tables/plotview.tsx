import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
  useEffect,
  useRef,
  useState
} from 'react';
import type { IPlotted, PlotModel } from '../../models/preview/plot';
import type { PreviewModel } from '../../models/preview/preview';
import { Chart, chartFrame, type ICurveMarks } from '../plots/chart';
import { titleOf } from '../plots/figure';
import { formatCount } from '../parts/format';
import { useModel, useSize, useSlow, useTheme } from '../parts/hooks';
import type { IHost } from '../parts/host';
import { Legend } from '../plots/legend';
import { Menu, type IMenuItem } from '../parts/menu';
import { curveColour } from '../plots/plot';
import { axesOf, type IPoint, nearest } from './plotaxes';
import { PlotChoices, scaleItems } from './plotchoices';
import { plotCsv } from './plotcsv';
import { PlotFooter, resolutionWords } from './plotfooter';
import { closer, holds, type IWindow, valueAt } from './plotwindow';
import { Problem } from '../parts/problem';
import { READING_STEPS } from '../parts/readingsteps';
import { savingItems } from '../parts/saving';
import { Toolbar } from '../parts/toolbar';

/** Props of the plot. */
export interface IPlotViewProps {
  model: PreviewModel;
  plot: PlotModel;
  host: IHost;
}

const LEAST_DRAG = 6;
const ZOOM = 1.5;
const CURVES: Partial<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };

/** Columns of a table over one another. */
export function PlotView({ model, plot, host }: IPlotViewProps): ReactElement {
  useModel(plot);
  const { trans } = host;
  const pane = useRef<HTMLDivElement>(null);
  const size = useSize(pane);
  const theme = useTheme();
  const slow = useSlow(plot.loading);
  const [zoomed, setZoomed] = useState<IWindow | null>(null);
  const [drag, setDrag] = useState<{ from: number[]; to: number[] } | null>(null);
  const [chosen, setChosen] = useState<IPoint | null>(null);
  const { settings, result } = plot;
  const byRow = settings.x === null;

  useEffect(() => {
    if (!plot.result && !plot.loading && !plot.error) {
      plot.reload();
    }
  }, [plot]);
  useEffect(() => setZoomed(null), [settings.x, settings.xScale, settings.yScale]);
  useEffect(() => setChosen(null), [result]);

  const ink = (variable: string) => (pane.current && theme(pane.current, variable)) || '#444';
  const shown = result?.curves.filter(({ name }) => !settings.hidden.includes(name)) ?? [];
  const axes = axesOf(plot, shown, zoomed, host);
  const chart = (sizes: { width: number; height: number }, title?: string) => (
    <Chart
      {...sizes}
      title={title}
      label={plotWords(plot, result, host)}
      ink={title ? '#1a1a1a' : 'var(--tjl-fg)'}
      paper={title ? '#ffffff' : 'none'}
      x={axes.x}
      y={axes.y}
      curves={shown.map(({ x, y, error, name }): ICurveMarks => ({
        x,
        y,
        error,
        marks: settings.marks,
        colour: title
          ? ink(curveColour(settings.y.indexOf(name)))
          : `var(${curveColour(settings.y.indexOf(name))})`
      }))}
    />
  );
  const frame = chartFrame(size);
  const point = chosen && shown[chosen.curve];

  const local = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const zoomTo = ({ from, to }: { from: number[]; to: number[] }) => {
    const [left, right] = [from[0], to[0]].sort((a, b) => a - b);
    const [top, bottom] = [from[1], to[1]].sort((a, b) => a - b);
    const across = (x: number) =>
      valueAt((x - frame.left) / frame.width, settings.xScale, axes.ranges.x);
    const up = (y: number) =>
      valueAt(1 - (y - frame.top) / frame.height, settings.yScale, axes.ranges.y);
    look({ x: [across(left), across(right)], y: [up(bottom), up(top)] });
  };
  const look = (next: IWindow) => {
    setZoomed(next);
    if (byRow && result && result.result.every > 1) {
      plot.rows = [next.x[0], next.x[1] + 1];
    }
  };
  const reset = () => {
    setZoomed(null);
    if (plot.rows) {
      plot.rows = null;
    }
  };
  /** Come closer to the point that is read, or to the middle; never further away than to all there is. */
  const zoomBy = (factor: number) => {
    const [atX, atY] = point
      ? [axes.x.place(point.x[chosen.index]), axes.y.place(point.y[chosen.index])]
      : [0.5, 0.5];
    const next: IWindow = {
      x: closer(axes.ranges.x, settings.xScale, factor, atX),
      y: closer(axes.ranges.y, settings.yScale, factor, atY)
    };
    if (holds(next, axesOf(plot, shown, null, host).ranges)) {
      reset();
    } else {
      look(next);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const step = READING_STEPS[event.key];
    const turn = CURVES[event.key];
    if ((step ?? turn) !== undefined && shown.length) {
      const curve = within((chosen?.curve ?? 0) + (turn ?? 0), shown.length);
      setChosen({ curve, index: within((chosen?.index ?? -1) + (step ?? 0), shown[curve].points) });
    } else if (event.key === '+' || event.key === '=') {
      zoomBy(ZOOM);
    } else if (event.key === '-') {
      zoomBy(1 / ZOOM);
    } else if (event.key === '0' || event.key === 'Escape') {
      reset();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const items: IMenuItem[] = [
    ...scaleItems(plot, host),
    ...savingItems(host, {
      name: titleOf(model, host.trans),
      figure: () => result && chart({ width: 860, height: 560 }, titleOf(model, host.trans)),
      csv: () => result && plotCsv(model, plot, shown, resolutionWords(result, host), host.trans)
    })
  ];

  return (
    <>
      <Toolbar model={model} host={host}>
        <PlotChoices plot={plot} host={host} />
        {(zoomed ?? plot.rows) && (
          <button type="button" className="tjl-Button" onClick={reset}>
            {trans.__('Reset')}
          </button>
        )}
        <Menu label={trans.__('More')} icon="more" items={items} />
      </Toolbar>
      <div className="tjl-Bar" data-on={slow} />
      {plot.error && <Problem error={plot.error} host={host} onRetry={() => plot.reload()} />}
      <div
        ref={pane}
        className="tjl-Plot"
        role="group"
        tabIndex={0}
        aria-label={trans.__(
          'Plot. Arrows read point after point, up and down go from curve to curve, plus and minus zoom, 0 shows all'
        )}
        data-stale={slow}
        onKeyDown={onKeyDown}
        onBlur={() => setChosen(null)}
        onPointerDown={event => {
          if (event.button === 0) {
            event.currentTarget.setPointerCapture(event.pointerId);
            setDrag({ from: local(event), to: local(event) });
          }
        }}
        onPointerMove={event => {
          const at = local(event);
          setDrag(drag && { ...drag, to: at });
          setChosen(nearest(shown, at, frame, axes));
        }}
        onPointerUp={() => {
          if (drag && drag.from.every((from, n) => Math.abs(from - drag.to[n]) >= LEAST_DRAG)) {
            zoomTo(drag);
          }
          setDrag(null);
        }}
        onPointerCancel={() => setDrag(null)}
        onPointerLeave={() => setChosen(null)}
        onDoubleClick={reset}
      >
        {size.width > 0 && result && chart(size)}
        {drag && (
          <div
            className="tjl-Rectangle"
            style={{
              left: Math.min(drag.from[0], drag.to[0]),
              top: Math.min(drag.from[1], drag.to[1]),
              width: Math.abs(drag.to[0] - drag.from[0]),
              height: Math.abs(drag.to[1] - drag.from[1])
            }}
          />
        )}
        {chosen && point && (
          <div
            className="tjl-Plot-chosen"
            style={{
              left: frame.left + frame.width * axes.x.place(point.x[chosen.index]),
              top: frame.top + frame.height * (1 - axes.y.place(point.y[chosen.index]))
            }}
          />
        )}
        {result && shown.every(({ finite }) => finite === 0) && (
          <p className="tjl-Image-words">
            {trans.__('Nothing to draw: no row has a finite number in both columns.')}
          </p>
        )}
      </div>
      {settings.y.length > 1 && (
        <Legend
          host={host}
          entries={settings.y.map((name, index) => ({
            name,
            colour: curveColour(index),
            shown: !settings.hidden.includes(name),
            onToggle: () =>
              plot.change({
                hidden: settings.hidden.includes(name)
                  ? settings.hidden.filter(each => each !== name)
                  : [...settings.hidden, name]
              }),
            onRemove: () => plot.change({ y: settings.y.filter(each => each !== name) })
          }))}
        />
      )}
      <PlotFooter plot={plot} host={host} point={point} index={chosen?.index ?? 0} />
    </>
  );
}

function within(index: number, count: number): number {
  return Math.max(0, Math.min(count - 1, index));
}

function plotWords(plot: PlotModel, result: IPlotted | null, { trans }: IHost): string {
  const { x, y } = plot.settings;
  const rows = result ? result.result.stop - result.result.start : 0;
  return trans.__(
    'Plot of %1 over %2, %3 rows',
    y.join(', '),
    x ?? trans.__('row number'),
    formatCount(rows)
  );
}
