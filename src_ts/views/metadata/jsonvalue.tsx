import { type ReactElement, useEffect, useState } from 'react';
import { type Json, Numeral } from '../../models/editing/json';
import { isNumber } from '../../models/editing/jsonedit';
import type { ITranslator } from '../parts/host';

/** Props of a field. */
export interface IJsonValueProps {
  value: Json;
  /** What the value is of, for a screen reader. */
  label: string;
  trans: ITranslator;
  onChange: (value: Json) => void;
  /** The person goes elsewhere. */
  onLeave: () => void;
}

const MOST_LINES = 8;

/** A field for a value that holds no others. */
export function JsonValue(props: IJsonValueProps): ReactElement {
  const { value, label, trans, onChange, onLeave } = props;
  if (typeof value === 'boolean') {
    return (
      <select
        aria-label={label}
        value={String(value)}
        onChange={event => onChange(event.target.value === 'true')}
      >
        <option value="true">{trans.__('yes (true)')}</option>
        <option value="false">{trans.__('no (false)')}</option>
      </select>
    );
  }
  if (typeof value === 'string') {
    return (
      <textarea
        aria-label={label}
        spellCheck={false}
        rows={Math.min(MOST_LINES, value.split('\n').length)}
        value={value}
        onChange={event => onChange(event.target.value)}
        onBlur={onLeave}
      />
    );
  }
  if (value instanceof Numeral) {
    return <NumberField {...props} value={value} />;
  }
  return <span className="tjl-JsonForm-note">{trans.__('nothing')}</span>;
}

/** A number, every digit of which stays as it is typed. */
function NumberField({
  value,
  label,
  trans,
  onChange,
  onLeave
}: IJsonValueProps & { value: Numeral }): ReactElement {
  const [text, setText] = useState(value.text);
  useEffect(() => setText(value.text), [value.text]);
  const wrong = !isNumber(text);
  return (
    <>
      <input
        type="text"
        inputMode="decimal"
        spellCheck={false}
        aria-label={label}
        aria-invalid={wrong}
        value={text}
        onChange={event => {
          setText(event.target.value);
          if (isNumber(event.target.value)) {
            onChange(new Numeral(event.target.value.trim()));
          }
        }}
        onBlur={onLeave}
      />
      {wrong && (
        <span className="tjl-JsonForm-mistake" role="alert">
          {trans.__('Not a number yet; %1 is kept.', value.text)}
        </span>
      )}
    </>
  );
}
