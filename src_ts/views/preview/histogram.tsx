import { type FormEvent, type ReactElement, useEffect, useState } from 'react';
import type { INumericField } from '../../core/protocol';
import { sayAll } from '../../core/words';
import type { HistogramModel } from '../../models/preview/histogram';
import type { PreviewModel } from '../../models/preview/preview';
import type { Scale } from '../../models/preview/range';
import { Bars } from '../plots/bars';
import { histogramFigure, titleOf } from '../plots/figure';
import { formatCount } from '../parts/format';
import { useModel, useSlow } from '../parts/hooks';
import type { IHost } from '../parts/host';
import { missingWords } from '../plots/imagefooter';
import { Menu } from '../parts/menu';
import { Problem } from '../parts/problem';
import { type IQuantity, quantityOf } from '../parts/quantity';
import { csvText, savingItems } from '../parts/saving';
import { StatisticsWords } from '../plots/statisticswords';
import { Picker } from '../parts/picker';
import { Choice, Switch, Toolbar } from '../parts/toolbar';

/** Props of the histogram. */
export interface IHistogramViewProps {
  model: PreviewModel;
  histogram: HistogramModel;
  host: IHost;
}

const BINS = [10, 20, 50, 100, 200, 500];

/** How the numbers of a field are distributed. */
export function HistogramView({ model, histogram, host }: IHistogramViewProps): ReactElement {
  useModel(histogram);
  const { trans } = host;
  const slow = useSlow(histogram.loading);
  const [chosen, setChosen] = useState<number | null>(null);
  const field = histogram.fields[histogram.field];
  const quantity = quantityOf(field ?? null);

  useEffect(() => {
    if (!histogram.result && !histogram.loading && !histogram.error) {
      histogram.reload();
    }
  }, [histogram]);
  if (!field) {
    return (
      <>
        <Toolbar model={model} host={host} />
        <p className="tjl-Preview-words">{trans.__('There are no numbers in these data.')}</p>
      </>
    );
  }

  const { result } = histogram;
  const name = fieldName(field, model);
  const xLabel = quantity.unit ? `${name} (${quantity.unit})` : name;
  const words = result
    ? trans.__(
        'Histogram of %1: %2 values from %3 to %4',
        name,
        formatCount(result.statistics.finite),
        quantity.write(result.low),
        quantity.writeFully(result.high)
      )
    : '';
  return (
    <>
      <Toolbar model={model} host={host}>
        {histogram.fields.length > 1 && (
          <Picker
            trans={trans}
            label={trans.__('Field')}
            visible
            value={String(histogram.field)}
            options={histogram.fields.map((each, index) => ({
              value: String(index),
              label: fieldName(each, model)
            }))}
            onChange={value => {
              setChosen(null);
              histogram.field = Number(value);
            }}
          />
        )}
        <Choice
          label={trans.__('Bins')}
          visible
          value={String(histogram.bins)}
          options={BINS.map(bins => ({ value: String(bins), label: String(bins) }))}
          onChange={value => {
            setChosen(null);
            histogram.bins = Number(value);
          }}
        />
        <Switch
          label={trans.__('Scale of the counts')}
          value={histogram.scale}
          options={[
            { value: 'linear', label: trans.__('lin') },
            { value: 'log', label: trans.__('log') }
          ]}
          onChange={value => {
            histogram.scale = value as Scale;
          }}
        />
        {!quantity.isTime && <RangeForm histogram={histogram} host={host} />}
        <Menu
          label={trans.__('More')}
          icon="more"
          items={savingItems(host, {
            name: titleOf(model, trans),
            figure: () => histogramFigure(model, histogram, xLabel, trans),
            csv: () =>
              csvText(
                [titleOf(model, trans), words],
                [
                  ['from', 'to', 'count'],
                  ...histogram.counted.map(({ low, high, count }) => [low, high, count])
                ]
              )
          })}
        />
      </Toolbar>
      <div className="tjl-Bar" data-on={slow} />
      {histogram.error && (
        <Problem error={histogram.error} host={host} onRetry={() => histogram.reload()} />
      )}
      <div className="tjl-Histogram" data-stale={slow}>
        {result?.statistics.finite === 0 ? (
          <p className="tjl-Image-words">
            {trans.__('Nothing to draw: none of the values is a finite number.')}
          </p>
        ) : (
          <Bars
            bins={histogram.counted}
            scale={histogram.scale}
            quantity={quantity}
            xLabel={xLabel}
            yLabel={trans.__('count')}
            label={words}
            help={trans.__('Histogram. Arrows read bin after bin')}
            chosen={chosen}
            onChoose={setChosen}
          />
        )}
      </div>
      <HistogramFooter histogram={histogram} host={host} quantity={quantity} chosen={chosen} />
    </>
  );
}

/** From where to where is counted. */
function RangeForm({ histogram, host }: { histogram: HistogramModel; host: IHost }): ReactElement {
  const { trans } = host;
  const [from, to] = histogram.range ?? ['', ''];
  const apply = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const ends = ['from', 'to'].map(name => data.get(name) as string);
    const { minimum, maximum } = histogram.result?.statistics ?? {};
    const [low, high] = [ends[0] || minimum, ends[1] || maximum].map(Number);
    histogram.range = ends.some(Boolean) ? [low, high] : null;
  };
  return (
    <form className="tjl-Group" key={`${from} ${to}`} onSubmit={apply}>
      <label className="tjl-Choice">
        <span>{trans.__('from')}</span>
        <input name="from" type="number" step="any" defaultValue={from} />
      </label>
      <label className="tjl-Choice">
        <span>{trans.__('to')}</span>
        <input name="to" type="number" step="any" defaultValue={to} />
      </label>
      <button type="submit" className="tjl-Button">
        {trans.__('Count')}
      </button>
      {histogram.range && (
        <button
          type="button"
          className="tjl-Button"
          onClick={() => {
            histogram.range = null;
          }}
        >
          {trans.__('Reset')}
        </button>
      )}
    </form>
  );
}

interface IHistogramFooterProps {
  histogram: HistogramModel;
  host: IHost;
  quantity: IQuantity;
  chosen: number | null;
}

function HistogramFooter(props: IHistogramFooterProps): ReactElement {
  const { histogram, host, quantity, chosen } = props;
  const { trans } = host;
  const { result } = histogram;
  const bin = chosen === null ? undefined : histogram.counted[chosen];
  const statistics = result?.statistics;
  const outside = result ? result.below + result.above : 0;
  return (
    <div className="tjl-Footer">
      <span className="tjl-Footer-value" role="status">
        {bin && (
          <span>
            {trans.__('%1 to %2', quantity.write(bin.low), quantity.writeFully(bin.high))}{' '}
            <b>{trans._n('%1 value', '%2 values', bin.count, formatCount(bin.count))}</b>
          </span>
        )}
      </span>
      {statistics && <StatisticsWords statistics={statistics} host={host} quantity={quantity} />}
      {result && statistics && (
        <span className="tjl-Footer-resolution">
          {[
            trans._n('%1 value', '%2 values', statistics.count, formatCount(statistics.count)),
            outside > 0 ? trans.__('%1 outside of the range', formatCount(outside)) : '',
            missingWords(statistics.count - statistics.finite, host),
            ...sayAll([...result.notes, result.partial], trans)
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      )}
    </div>
  );
}

/** The names that lead to a field; the name of the node where there are none. */
function fieldName({ path }: INumericField, model: PreviewModel): string {
  return path.join('.') || (model.path[model.path.length - 1] ?? '');
}
