import { type FormEvent, type ReactElement, useState } from 'react';
import type { KeyPlace } from '../../core/protocol';
import type { AccessModel } from '../../models/servers/access';
import { fieldOf } from '../parts/fields';
import type { IHost, ITranslator } from '../parts/host';

/** Props of the form. */
export interface IKeyFormProps {
  model: AccessModel;
  host: IHost;
}

/** What a new key can do unless something else is chosen. */
const READING = ['read:metadata', 'read:data'];

const DAY = 86_400;

/** A form that makes an API key; behind a button, since most come to look. */
export function KeyForm({ model, host }: IKeyFormProps): ReactElement | null {
  const { trans } = host;
  const [open, setOpen] = useState(false);
  const [all, setAll] = useState(false);
  const [idle, setIdle] = useState(false);
  const { listed, busy } = model;
  if (!listed?.mayMake) {
    return (
      <p className="tjl-Login-note">
        {trans.__(
          'What you have logged in with may not make API keys: that needs the scope create:apikeys. Log in by a password or a web browser.'
        )}
      </p>
    );
  }
  if (!open) {
    return (
      <div className="tjl-Buttons">
        <button type="button" className="tjl-Button" onClick={() => setOpen(true)}>
          {trans.__('New API key…')}
        </button>
      </div>
    );
  }

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const scopes = all ? null : data.getAll('scope').map(String);
    setIdle(scopes?.length === 0);
    if (scopes?.length === 0) {
      return;
    }
    const tags = fieldOf(data, 'tags').split(',').map(trim).filter(Boolean);
    const done = await model.make({
      note: fieldOf(data, 'note'),
      // Nought is for ever.
      seconds: Number(fieldOf(data, 'seconds')) || null,
      scopes,
      accessTags: tags.length ? tags : null,
      place: fieldOf(data, 'place') as KeyPlace
    });
    if (done) {
      setOpen(false);
    }
  };

  return (
    <form
      className="tjl-KeyForm"
      aria-label={trans.__('New API key')}
      autoComplete="off"
      onSubmit={event => void submit(event)}
    >
      <label>
        <span>{trans.__('Note')}</span>
        <input name="note" autoFocus maxLength={255} placeholder={trans.__('what it is for')} />
      </label>
      <label>
        <span>{trans.__('Expires')}</span>
        <select name="seconds" defaultValue={7 * DAY}>
          {lifetimes(trans).map(([seconds, words]) => (
            <option key={seconds} value={seconds}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <fieldset>
        <legend>{trans.__('It may')}</legend>
        <label className="tjl-Form-check">
          <input type="checkbox" checked={all} onChange={event => setAll(event.target.checked)} />
          <span>{trans.__('all that you may do, now and later')}</span>
        </label>
        {!all && listed.scopes.map(scope => <Scope key={scope} scope={scope} />)}
      </fieldset>
      {idle && (
        <p className="tjl-KeyForm-mistake" role="alert">
          {trans.__('Choose at least one thing that it may do.')}
        </p>
      )}
      {!all && (
        <label>
          <span>{trans.__('Only tagged')}</span>
          <input
            name="tags"
            spellCheck={false}
            placeholder={trans.__('access tags, where there are any')}
          />
        </label>
      )}
      <label>
        <span>{trans.__('Kept in')}</span>
        <select name="place" defaultValue="file">
          <option value="file">{trans.__('a file, for other programs')}</option>
          <option value="server">{trans.__('place of the key kept for this server')}</option>
        </select>
      </label>
      <p className="tjl-Login-note">
        {trans.__('The key itself is written to a file that only you can read, and shown nowhere.')}
      </p>
      <div className="tjl-Buttons">
        <button type="submit" className="tjl-Button tjl-mod-primary" disabled={busy}>
          {busy ? trans.__('Making…') : trans.__('Make')}
        </button>
        <button type="button" className="tjl-Button" onClick={() => setOpen(false)}>
          {trans.__('Cancel')}
        </button>
      </div>
    </form>
  );
}

function Scope({ scope }: { scope: string }): ReactElement {
  return (
    <label className="tjl-Form-check">
      <input name="scope" type="checkbox" value={scope} defaultChecked={READING.includes(scope)} />
      <span>{scope}</span>
    </label>
  );
}

function lifetimes(trans: ITranslator): [number, string][] {
  return [
    [3600, trans.__('in an hour')],
    [DAY, trans.__('in a day')],
    [7 * DAY, trans.__('in a week')],
    [30 * DAY, trans.__('in 30 days')],
    [365 * DAY, trans.__('in a year')],
    [0, trans.__('never')]
  ];
}

function trim(text: string): string {
  return text.trim();
}
