import { type KeyboardEvent, type ReactElement, useId, useMemo, useState } from 'react';
import { formatCount } from './format';
import type { ITranslator } from './host';
import { Choice, type IChoiceProps } from './toolbar';

// More than these are not looked through but searched.
const LISTED = 200;
// So many are shown of what was found.
const FOUND = 50;

/** Props of a choice of one of few or of very many. */
export interface IPickerProps extends IChoiceProps<string> {
  trans: ITranslator;
}

/** One of several; of very many, by a part of its name. */
export function Picker(props: IPickerProps): ReactElement {
  return props.options.length > LISTED ? <Searched {...props} /> : <Choice {...props} />;
}

function Searched({ label, visible, value, options, trans, onChange }: IPickerProps): ReactElement {
  const list = useId();
  const [text, setText] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const open = text !== null;
  const wanted = text?.trim().toLowerCase() ?? '';
  const found = useMemo(
    () => (open ? options.filter(each => each.label.toLowerCase().includes(wanted)) : []),
    [options, open, wanted]
  );
  const chosen = options.find(each => each.value === value)?.label ?? '';
  const shown = found.slice(0, FOUND);
  const close = () => {
    setText(null);
    setActive(0);
  };
  const pick = (index: number) => {
    const picked = shown[index];
    if (picked) {
      onChange(picked.value);
      close();
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const last = Math.max(0, shown.length - 1);
    switch (event.key) {
      case 'ArrowDown':
        setText(text ?? '');
        setActive(open ? Math.min(last, active + 1) : 0);
        break;
      case 'ArrowUp':
        setActive(Math.max(0, active - 1));
        break;
      case 'Enter':
        pick(active);
        break;
      case 'Escape':
        if (!open) {
          return;
        }
        close();
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="tjl-Choice tjl-Picker">
      <label htmlFor={`${list}field`} className={visible ? undefined : 'tjl-Hidden'}>
        {label}
      </label>
      <input
        id={`${list}field`}
        role="combobox"
        aria-expanded={open}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={open && shown.length ? `${list}${active}` : undefined}
        spellCheck={false}
        autoComplete="off"
        value={text ?? chosen}
        placeholder={chosen}
        onFocus={event => event.target.select()}
        onClick={() => setText(text ?? '')}
        onChange={event => {
          setText(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      {open && (
        <div className="tjl-Picker-list">
          <ul id={list} className="tjl-Options" role="listbox" aria-label={label}>
            {shown.map((each, index) => (
              <li
                key={each.value}
                ref={element => index === active && element?.scrollIntoView({ block: 'nearest' })}
                id={`${list}${index}`}
                role="option"
                aria-selected={index === active}
                title={each.label}
                onMouseDown={event => {
                  // The focus stays in the field until the choice is made.
                  event.preventDefault();
                  pick(index);
                }}
              >
                {each.label}
              </li>
            ))}
          </ul>
          <p role="status">
            {found.length > FOUND
              ? trans.__('%1 more: search for them', formatCount(found.length - FOUND))
              : found.length === 0
                ? trans.__('No name has this in it.')
                : ''}
          </p>
        </div>
      )}
    </div>
  );
}
