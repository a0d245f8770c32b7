import type { ReactElement, ReactNode } from 'react';
import { nameWords } from '../../core/words';
import type { PreviewModel } from '../../models/preview/preview';
import type { ViewKind } from '../../models/preview/sliced';
import type { IHost, ITranslator } from './host';
import { Icon } from './icons';

/** Props of the toolbar. */
export interface IToolbarProps {
  model: PreviewModel;
  host: IHost;
  children?: ReactNode;
}

/** The row of controls above the data: how it is drawn, what goes along which axis, and the rest. */
export function Toolbar({ model, host, children }: IToolbarProps): ReactElement {
  const { trans } = host;
  const { kind, kinds, dimensions, x, y, channel, channels } = model;
  const components = model.plan?.components ?? [];
  const names = dimensions.map((dimension, index) => ({
    value: String(index),
    label: nameWords(dimension, trans)
  }));
  const planar = kind === 'image' || (kind === 'matrix' && names.length > 1);
  const choosable =
    names.length - (kind === 'image' && channel !== null ? 1 : 0) > (planar ? 2 : 1);
  return (
    <div className="tjl-Toolbar" role="toolbar" aria-label={trans.__('How the data is shown')}>
      {kinds.length > 1 && (
        <Choice
          label={trans.__('Show as')}
          value={kind ?? ''}
          options={kinds.map(value => ({ value, label: kindWords(value, trans) }))}
          onChange={value => {
            model.kind = value as ViewKind;
          }}
        />
      )}
      {(kind === 'image' || kind === 'line') && components.length > 0 && (
        <Choice
          label={trans.__('Component')}
          value={model.component?.name ?? ''}
          options={components.map(({ name }) => ({
            value: name,
            label: componentWords(name, model.plan?.dtype ?? '', trans)
          }))}
          onChange={name => model.setComponent(name)}
        />
      )}
      {planar && (
        <div className="tjl-Group">
          {choosable && (
            <>
              <Choice
                label={trans.__('x')}
                visible
                value={String(x)}
                options={names}
                onChange={value => model.setAxis('x', Number(value))}
              />
              <Choice
                label={trans.__('y')}
                visible
                value={String(y)}
                options={names}
                onChange={value => model.setAxis('y', Number(value))}
              />
            </>
          )}
          <button
            type="button"
            className="tjl-IconButton"
            aria-label={trans.__('Swap the axes')}
            title={trans.__('Swap the axes')}
            onClick={() => model.setAxis('x', y)}
          >
            <Icon name="swap" />
          </button>
          {kind === 'image' && channels.length > 0 && (
            <Choice
              label={trans.__('Red, green, blue')}
              visible
              value={String(channel ?? '')}
              options={[
                { value: '', label: trans.__('none') },
                ...channels.map(each => names[each])
              ]}
              onChange={value => {
                model.channel = value === '' ? null : Number(value);
              }}
            />
          )}
        </div>
      )}
      {kind === 'line' && choosable && (
        <Choice
          label={trans.__('x')}
          visible
          value={String(x)}
          options={names}
          onChange={value => model.setAxis('x', Number(value))}
        />
      )}
      {children}
    </div>
  );
}

function kindWords(kind: ViewKind, trans: ITranslator): string {
  const words: Record<ViewKind, string> = {
    image: trans.__('Image'),
    line: trans.__('Line'),
    table: trans.__('Table'),
    plot: trans.__('Plot'),
    matrix: trans.__('Numbers'),
    events: trans.__('Events'),
    histogram: trans.__('Histogram'),
    dataset: trans.__('Dataset'),
    contents: trans.__('Contents'),
    file: trans.__('File')
  };
  return words[kind];
}

/** The fields of a record have names of their own; what else there may be is translated. */
function componentWords(name: string, dtype: string, trans: ITranslator): string {
  if (dtype.startsWith('record')) {
    return name;
  }
  const words: Record<string, string> = {
    magnitude: trans.__('magnitude'),
    phase: trans.__('phase'),
    real: trans.__('real part'),
    imaginary: trans.__('imaginary part'),
    count: trans.__('count of values'),
    sum: trans.__('sum of values')
  };
  return words[name] ?? name;
}

/** Props of a choice. */
export interface IChoiceProps<Value extends string> {
  /** Translated. */
  label: string;
  /** The label is written before the choice, and not only read out. */
  visible?: boolean;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
}

/** One of several. */
export function Choice<Value extends string>({
  label,
  visible,
  value,
  options,
  onChange
}: IChoiceProps<Value>): ReactElement {
  return (
    <label className="tjl-Choice">
      <span className={visible ? undefined : 'tjl-Hidden'}>{label}</span>
      <select value={value} onChange={event => onChange(event.target.value as Value)}>
        {options.map(option => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Props of a switch between two or three short words. */
export interface ISwitchProps {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
}

/** A choice of which all options are in view. */
export function Switch({ label, value, options, onChange }: ISwitchProps): ReactElement {
  return (
    <div className="tjl-Switch" role="group" aria-label={label}>
      {options.map(option => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
