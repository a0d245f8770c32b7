import { type ReactElement, useId, useState } from 'react';
import type { ITranslator } from '../parts/host';
import { Icon } from '../parts/icons';

/** Props of the names. */
export interface INameChipsProps {
  names: readonly string[];
  /** What they are. */
  label: string;
  /** What else could be meant. */
  known: readonly string[];
  trans: ITranslator;
  onChange: (names: string[]) => void;
}

/** Names that can be added and removed. */
export function NameChips({ names, label, known, trans, onChange }: INameChipsProps): ReactElement {
  const [text, setText] = useState('');
  // Colons are for selectors.
  const list = useId().replace(/:/g, '');
  const name = text.trim();
  const taken = names.includes(name);
  const add = () => {
    if (name && !taken) {
      onChange([...names, name]);
      setText('');
    }
  };
  return (
    <div className="tjl-NameChips" role="group" aria-label={label}>
      <span>{label}</span>
      <ul className="tjl-Chips">
        {names.map(each => (
          <li key={each} className="tjl-Chip" title={each}>
            <span className="tjl-Chip-text">{each}</span>
            <button
              type="button"
              aria-label={trans.__('Remove %1', each)}
              onClick={event => {
                // The focus would go with the button.
                event.currentTarget.closest('.tjl-NameChips')?.querySelector('input')?.focus();
                onChange(names.filter(other => other !== each));
              }}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      <input
        type="text"
        list={list}
        spellCheck={false}
        aria-label={trans.__('Add to %1', label)}
        aria-invalid={taken}
        placeholder={trans.__('Add…')}
        value={text}
        onChange={event => setText(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Enter') {
            event.preventDefault();
            add();
          }
        }}
        onBlur={add}
      />
      <datalist id={list}>
        {known
          .filter(each => !names.includes(each))
          .map(each => (
            <option key={each} value={each} />
          ))}
      </datalist>
    </div>
  );
}
