import type { ReactElement } from 'react';
import { type Json, printJson } from '../../models/editing/json';
import { pointer } from '../../models/editing/jsonpatch';
import type { Side } from '../../models/editing/merge';
import type { MetadataEditorModel } from '../../models/editing/metadataeditor';
import { Changes } from './changes';
import { useModel } from '../parts/hooks';
import type { ITranslator } from '../parts/host';
import { Icon } from '../parts/icons';
import { placeWords } from './jsonwords';

/** Props of the conflict. */
export interface IConflictProps {
  model: MetadataEditorModel;
  trans: ITranslator;
}

/** What somebody else changed meanwhile, and what to make of it. */
export function Conflict({ model, trans }: IConflictProps): ReactElement | null {
  useModel(model);
  const { conflict } = model;
  if (!conflict) {
    return null;
  }
  const { changes, clashes } = conflict;
  return (
    <section className="tjl-Conflict" aria-label={trans.__('Conflict')}>
      <div role="alert">
        <Icon name="broken" />
        {trans.__('Somebody else has changed this node meanwhile. Nothing of yours is lost.')}
      </div>
      <details open={!clashes.length}>
        <summary>{trans._n('%1 change of theirs', '%1 changes of theirs', changes.length)}</summary>
        <Changes changes={changes} label={trans.__('Their changes')} trans={trans} />
      </details>
      {clashes.length > 0 && (
        <ul aria-label={trans.__('Changed by both')}>
          {clashes.map(({ place, mine, theirs }) => {
            const where = placeWords(place, trans);
            const choice = (side: Side, words: string, value: Json | undefined) => (
              <label>
                <input
                  type="radio"
                  name={`tjl-clash${pointer(place)}`}
                  checked={model.sideOf(place) === side}
                  onChange={() => model.choose(place, side)}
                />
                {words} <code>{value === undefined ? trans.__('removed') : shortOf(value)}</code>
              </label>
            );
            return (
              <li key={pointer(place)}>
                <fieldset>
                  <legend>{trans.__('Both changed %1', where)}</legend>
                  {choice('mine', trans.__('mine:'), mine)}
                  {choice('theirs', trans.__('theirs:'), theirs)}
                </fieldset>
              </li>
            );
          })}
        </ul>
      )}
      <div className="tjl-Buttons">
        <button
          type="button"
          className="tjl-Button tjl-mod-primary"
          onClick={() => model.settle('merged')}
        >
          {trans.__('Merge both')}
        </button>
        <button type="button" className="tjl-Button" onClick={() => model.settle('mine')}>
          {trans.__('Use mine')}
        </button>
        <button type="button" className="tjl-Button" onClick={() => model.settle('theirs')}>
          {trans.__('Use theirs')}
        </button>
      </div>
      <p className="tjl-Details-note">
        {trans.__(
          'Nothing is saved yet: you see the result, and what it changes, before you save.'
        )}
      </p>
    </section>
  );
}

function shortOf(value: Json): string {
  const text = printJson(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
