import { type ReactElement, useEffect, useRef, useState } from 'react';
import { isList, isObject, type Json, type JsonObject } from '../../models/editing/json';
import {
  converted,
  freeKey,
  type JsonKind,
  kindOf,
  renamed,
  valueAt,
  withValue,
  without
} from '../../models/editing/jsonedit';
import { type Place, pointer } from '../../models/editing/jsonpatch';
import { formatCount } from '../parts/format';
import type { ITranslator } from '../parts/host';
import { Icon } from '../parts/icons';
import { JsonValue } from './jsonvalue';
import { kindWords, placeWords } from './jsonwords';

/** Props of the form. */
export interface IJsonFormProps {
  value: JsonObject;
  trans: ITranslator;
  /** `stroke` names the field that is typed in. */
  onChange: (value: JsonObject, stroke: string | null) => void;
  /** The person goes to another field. */
  onLeave: () => void;
}

/** So many entries of a list or object are shown before one asks for more. */
const PAGE = 100;

/** With more entries than this, lists and objects are folded at first. */
const UNFOLDED = 20;

interface IForm extends Omit<IJsonFormProps, 'value'> {
  root: JsonObject;
  /** Put the focus on a field once it is there. */
  focus: (place: Place, field: 'key' | 'add') => void;
}

/** A document as fields: a key, a type and a value in each line. */
export function JsonForm({ value, ...props }: IJsonFormProps): ReactElement {
  const form = useRef<HTMLDivElement>(null);
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    if (wanted.current !== null) {
      const field = form.current?.querySelector<HTMLElement>(
        `[data-field="${CSS.escape(wanted.current)}"]`
      );
      wanted.current = null;
      field?.focus();
      if (field instanceof HTMLInputElement) {
        field.select();
      }
    }
  });
  const focus = (place: Place, field: string) => {
    wanted.current = field + pointer(place);
  };
  return (
    <div ref={form} className="tjl-JsonForm">
      <Entries inner={value} place={[]} form={{ ...props, root: value, focus }} />
    </div>
  );
}

interface IEntriesProps {
  inner: readonly Json[] | JsonObject;
  place: Place;
  form: IForm;
}

/** The entries of a list or object, and a button that adds one. */
function Entries({ inner, place, form }: IEntriesProps): ReactElement {
  const { trans } = form;
  const [shown, setShown] = useState(PAGE);
  const entries = isList(inner) ? [...inner.entries()] : [...inner];
  const add = () => {
    const key = isList(inner) ? inner.length : freeKey(inner, trans.__('new key'));
    setShown(Math.max(shown, entries.length + 1));
    form.onChange(withValue(form.root, [...place, key], '') as JsonObject, null);
    form.focus([...place, key], 'key');
  };
  return (
    <>
      <ul aria-label={placeWords(place, trans)}>
        {entries.slice(0, shown).map(([key, value]) => (
          <Entry key={key} name={key} value={value} place={[...place, key]} form={form} />
        ))}
      </ul>
      <div className="tjl-Buttons">
        {entries.length > shown && (
          <button type="button" className="tjl-Button" onClick={() => setShown(shown + PAGE)}>
            {trans.__('Show more of %1', formatCount(entries.length))}
          </button>
        )}
        <button
          type="button"
          className="tjl-Button"
          data-field={`add${pointer(place)}`}
          aria-label={trans.__('Add to %1', placeWords(place, trans))}
          onClick={add}
        >
          {trans.__('Add')}
        </button>
      </div>
    </>
  );
}

interface IEntryProps {
  name: string | number;
  value: Json;
  place: Place;
  form: IForm;
}

function Entry({ name, value, place, form }: IEntryProps): ReactElement {
  const { trans } = form;
  const inner = isList(value) || isObject(value) ? value : null;
  const size = isList(value) ? value.length : isObject(value) ? value.size : 0;
  const [open, setOpen] = useState(size > 0 && size <= UNFOLDED && place.length < 3);
  const where = placeWords(place, trans);
  const set = (next: Json, stroke: string | null) =>
    form.onChange(withValue(form.root, place, next) as JsonObject, stroke);
  const remove = () => {
    form.onChange(without(form.root, place) as JsonObject, null);
    form.focus(place.slice(0, -1), 'add');
  };
  return (
    <li>
      <div className="tjl-JsonForm-line">
        {inner ? (
          <button
            type="button"
            className="tjl-IconButton"
            aria-expanded={open}
            aria-label={trans.__('Entries of %1', where)}
            onClick={() => setOpen(!open)}
          >
            <Icon name={open ? 'down' : 'right'} />
          </button>
        ) : (
          <span className="tjl-JsonForm-gap" />
        )}
        <KeyField name={name} place={place} form={form} />
        <select
          aria-label={trans.__('Type of %1', where)}
          value={kindOf(value)}
          onChange={event => {
            set(converted(value, event.target.value as JsonKind), null);
            setOpen(true);
          }}
        >
          {kindWords(trans).map(([kind, label]) => (
            <option key={kind} value={kind}>
              {label}
            </option>
          ))}
        </select>
        <span className="tjl-JsonForm-value">
          {inner ? (
            <span className="tjl-JsonForm-note">
              {trans._n('%2 entry', '%2 entries', size, formatCount(size))}
            </span>
          ) : (
            <JsonValue
              value={value}
              label={trans.__('Value of %1', where)}
              trans={trans}
              onChange={next => set(next, pointer(place))}
              onLeave={form.onLeave}
            />
          )}
        </span>
        <button
          type="button"
          className="tjl-IconButton"
          aria-label={trans.__('Remove %1', where)}
          title={trans.__('Remove')}
          onClick={remove}
        >
          <Icon name="close" />
        </button>
      </div>
      {inner && open && <Entries inner={inner} place={place} form={form} />}
    </li>
  );
}

/** The key of an entry of an object, which can be another; the position in a list. */
function KeyField({ name, place, form }: Omit<IEntryProps, 'value'>): ReactElement {
  const { trans, root } = form;
  const [text, setText] = useState<string | null>(null);
  if (typeof name === 'number') {
    return <span className="tjl-JsonForm-position">{name}</span>;
  }
  const parent = valueAt(root, place.slice(0, -1));
  const taken = text !== null && text !== name && isObject(parent) && parent.has(text);
  const commit = () => {
    if (text !== null && !taken) {
      if (text !== name) {
        form.onChange(renamed(root, place, text) as JsonObject, null);
      }
      setText(null);
    }
  };
  return (
    <span className="tjl-JsonForm-key">
      <input
        type="text"
        spellCheck={false}
        data-field={`key${pointer(place)}`}
        aria-label={trans.__('Key of %1', placeWords(place, trans))}
        aria-invalid={taken}
        title={name}
        value={text ?? name}
        onChange={event => setText(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Enter') {
            commit();
            form.focus([...place.slice(0, -1), text ?? name], 'key');
          } else if (event.key === 'Escape' && text !== null) {
            event.stopPropagation();
            setText(null);
          }
        }}
        onBlur={commit}
      />
      {taken && (
        <span className="tjl-JsonForm-mistake" role="alert">
          {trans.__('There is a key “%1” already; “%2” is kept.', text, name)}
        </span>
      )}
    </span>
  );
}
