import { type ReactElement, useMemo } from 'react';
import { nameWords } from '../../core/words';
import { MOST_CURVES, type PlotModel } from '../../models/preview/plot';
import type { Scale } from '../../models/preview/range';
import type { IHost } from '../parts/host';
import type { IMenuItem } from '../parts/menu';
import { Picker } from '../parts/picker';
import { type IQuantity, quantityOf } from '../parts/quantity';
import { Switch } from '../parts/toolbar';

/** Which columns, and how. */
export function PlotChoices({ plot, host }: { plot: PlotModel; host: IHost }): ReactElement {
  const { trans } = host;
  const { settings, columns } = plot;
  const { x, y, error } = settings;
  const names = useMemo(
    () => columns.map(column => ({ value: `=${column.name}`, label: nameWords(column, trans) })),
    [columns, trans]
  );
  const withNone = (label: string) => [{ value: '', label }, ...names];
  const add = names.filter(({ value }) => !y.includes(value.slice(1)));
  return (
    <>
      <div className="tjl-Group">
        <Picker
          label={trans.__('x')}
          visible
          value={x === null ? '' : `=${x}`}
          options={withNone(trans.__('row number'))}
          trans={trans}
          onChange={value => plot.change({ x: value === '' ? null : value.slice(1) })}
        />
        <Picker
          label={trans.__('y')}
          visible
          value={`=${y[0]}`}
          options={names}
          trans={trans}
          onChange={value => {
            const name = value.slice(1);
            plot.change({ y: [name, ...y.slice(1).filter(each => each !== name)] });
          }}
        />
        {add.length > 0 && y.length < MOST_CURVES && (
          <Picker
            label={trans.__('Add a column')}
            value=""
            options={[{ value: '', label: trans.__('add…') }, ...add]}
            trans={trans}
            onChange={value => {
              if (value) {
                plot.change({ y: [...y, value.slice(1)] });
              }
            }}
          />
        )}
        <Picker
          label={trans.__('error')}
          visible
          value={error === null ? '' : `=${error}`}
          options={withNone(trans.__('none'))}
          trans={trans}
          onChange={value => plot.change({ error: value === '' ? null : value.slice(1) })}
        />
      </div>
      <Switch
        label={trans.__('Points or a line')}
        value={settings.marks}
        options={[
          { value: 'line', label: trans.__('line') },
          { value: 'points', label: trans.__('points') }
        ]}
        onChange={marks => plot.change({ marks: marks === 'line' ? 'line' : 'points' })}
      />
    </>
  );
}

/** Choices that are made less often. */
export function scaleItems(plot: PlotModel, { trans }: IHost): IMenuItem[] {
  const { x, y, xScale, yScale } = plot.settings;
  const spread = (scale: Scale): Scale => (scale === 'log' ? 'linear' : 'log');
  return [
    !quantityIn(plot, x).isTime && {
      label: trans.__('Logarithmic x'),
      checked: xScale === 'log',
      run: () => plot.change({ xScale: spread(xScale) })
    },
    !quantityIn(plot, y[0]).isTime && {
      label: trans.__('Logarithmic y'),
      checked: yScale === 'log',
      run: () => plot.change({ yScale: spread(yScale) })
    }
  ].filter(item => item !== false);
}

/** What the values of a column are; those of the number of a row have no unit. */
export function quantityIn(plot: PlotModel, name: string | null): IQuantity {
  const column = plot.column(name);
  const dtype = column?.dtype.replace(/^(timestamp|date).*/, 'datetime64') ?? '';
  return quantityOf(column ? { dtype, unit: column.unit } : null);
}
