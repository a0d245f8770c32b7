import type { ReactElement } from 'react';
import { MOST_CURVES, type PlotModel } from '../../models/preview/plot';
import type { Scale } from '../../models/preview/range';
import type { IHost } from '../parts/host';
import type { IMenuItem } from '../parts/menu';
import { type IQuantity, quantityOf } from '../parts/quantity';
import { Choice, Switch } from '../parts/toolbar';

/** Which columns, and how. */
export function PlotChoices({ plot, host }: { plot: PlotModel; host: IHost }): ReactElement {
  const { trans } = host;
  const { settings } = plot;
  const names = plot.columns.map(({ name }) => ({ value: name, label: name }));
  const add = names.filter(({ value }) => !settings.y.includes(value));
  return (
    <>
      <div className="tjl-Group">
        <Choice
          label={trans.__('x')}
          visible
          value={settings.x === null ? '' : `=${settings.x}`}
          options={[
            { value: '', label: trans.__('row number') },
            ...names.map(({ value, label }) => ({ value: `=${value}`, label }))
          ]}
          onChange={value => plot.change({ x: value === '' ? null : value.slice(1) })}
        />
        <Choice
          label={trans.__('y')}
          visible
          value={settings.y[0]}
          options={names}
          onChange={value =>
            plot.change({ y: [value, ...settings.y.slice(1).filter(each => each !== value)] })
          }
        />
        {add.length > 0 && settings.y.length < MOST_CURVES && (
          <Choice
            label={trans.__('Add a column')}
            value=""
            options={[
              { value: '', label: trans.__('add…') },
              ...add.map(({ value, label }) => ({ value: `=${value}`, label }))
            ]}
            onChange={value => {
              if (value) {
                plot.change({ y: [...settings.y, value.slice(1)] });
              }
            }}
          />
        )}
        <Choice
          label={trans.__('error')}
          visible
          value={settings.error === null ? '' : `=${settings.error}`}
          options={[
            { value: '', label: trans.__('none') },
            ...names.map(({ value, label }) => ({ value: `=${value}`, label }))
          ]}
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
