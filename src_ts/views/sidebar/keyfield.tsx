import { type ReactElement, useId, useState } from 'react';
import type { IHost } from '../parts/host';

/** A key of the metadata, and what one node has there. */
export interface IKeyOption {
  key: string;
  example: string;
}

/** Props of the field. */
export interface IKeyFieldProps {
  label: string;
  options: readonly IKeyOption[];
  host: IHost;
  onPick: (key: string) => void;
}

/** A field for a key of the metadata: one of those that are proposed, or any other. */
export function KeyField({ label, options, host, onPick }: IKeyFieldProps): ReactElement {
  const [text, setText] = useState('');
  const list = useId();
  const pick = (key: string) => {
    if (key.trim()) {
      onPick(key.trim());
      setText('');
    }
  };
  return (
    <form
      className="tjl-KeyField"
      onSubmit={event => {
        event.preventDefault();
        pick(text);
      }}
    >
      <input
        aria-label={label}
        placeholder={label}
        list={list}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={event => {
          const { value } = event.target;
          const { inputType } = event.nativeEvent as InputEvent;
          // What is typed comes letter by letter; what is picked comes as a whole.
          const typed = inputType !== undefined && inputType !== 'insertReplacementText';
          if (!typed && options.some(({ key }) => key === value)) {
            pick(value);
          } else {
            setText(value);
          }
        }}
      />
      <datalist id={list}>
        {options.map(({ key, example }) => (
          <option key={key} value={key}>
            {example}
          </option>
        ))}
      </datalist>
      {text.trim() && (
        <button type="submit" className="tjl-Button">
          {host.trans.__('Add')}
        </button>
      )}
    </form>
  );
}
