import { type KeyboardEvent, type ReactElement, useId, useRef } from 'react';
import type { BrowserModel } from '../../models/browser';
import { formatCondition } from '../../models/search/condition';
import type { IQuery } from '../../models/tree/tree';
import { Chips } from './chips';
import { formatCount } from '../parts/format';
import { useModel } from '../parts/hooks';
import type { IHost, ITranslator } from '../parts/host';
import { Icon } from '../parts/icons';
import { mistakeWords } from './mistake';
import { optionId, Options } from './options';
import { PanelButton } from '../parts/panelbutton';

/** Props of the field. */
export interface ISearchProps {
  model: BrowserModel;
  host: IHost;
}

/**
 * One field: typing filters what was loaded, Enter has the server search for the rest, or for what
 * meets a condition as well as those in force.
 */
export function Search({ model, host }: ISearchProps): ReactElement {
  const { search, tree } = model;
  const { completion } = search;
  const { trans } = host;
  useModel(model);
  useModel(search);
  useModel(completion);
  const field = useRef<HTMLInputElement>(null);
  const about = useId();
  const list = useId();
  const { mistake } = search;
  const { query } = tree;

  const chips = search.conditions.map(condition => ({
    text: formatCondition(condition),
    title: query ? trans.__('“%1” in %2', formatCondition(condition), placeOf(query, model)) : ''
  }));
  const alone = query && !chips.length ? [aloneChip(query, model, trans)] : [];

  const type = (text: string) => {
    search.text = text;
    completion.propose(text);
  };

  const pick = (index: number) => type(completion.textOf(index));

  const onKeyDown = (event: KeyboardEvent) => {
    const { active, options } = completion;
    if (event.nativeEvent.isComposing) {
      return;
    }
    if (event.key === 'Enter' && active >= 0) {
      pick(active);
    } else if (event.key === 'Enter') {
      search.submit();
      completion.close();
      completion.forget();
    } else if (event.key === 'Escape' && options.length) {
      completion.close();
      event.stopPropagation();
    } else if (event.key === 'Escape' && search.text) {
      type('');
      event.stopPropagation();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && options.length) {
      completion.move(event.key === 'ArrowDown' ? 1 : -1);
      event.preventDefault();
    } else if (event.key === 'Backspace' && !search.text && !event.repeat && query) {
      search.remove(search.conditions.length - 1);
    }
  };

  return (
    <div className="tjl-Search">
      <div className="tjl-Search-field">
        <Icon name="search" />
        <input
          ref={field}
          type="search"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={completion.options.length > 0}
          aria-controls={list}
          aria-activedescendant={
            completion.active >= 0 ? optionId(list, completion.active) : undefined
          }
          aria-label={trans.__('Filter or search')}
          aria-invalid={mistake !== null}
          aria-describedby={mistake ? about : undefined}
          placeholder={trans.__('Filter or search')}
          title={trans.__(
            'Words, or a condition: %1',
            'sample.name = Cu, temperature > 300, scan_id in [1, 2], sample.name like Cu%, ' +
              'sample.name ~ ^Cu, motors contains th, has:sample.name, spec:scan, family:array'
          )}
          spellCheck={false}
          autoComplete="off"
          value={search.text}
          onChange={event => type(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={() => completion.close()}
        />
        <Options
          id={list}
          options={completion.options}
          active={completion.active}
          host={host}
          onPick={pick}
        />
        <PanelButton model={model} panel="facets" label={trans.__('Narrow by values')} />
        {host.keepsPlaces && (
          <PanelButton
            model={model}
            panel="places"
            label={trans.__('Favourites and recent nodes')}
          />
        )}
      </div>
      {mistake && (
        <div className="tjl-Search-mistake" id={about} role="alert">
          {mistakeWords(mistake, trans)}
        </div>
      )}
      <Chips
        chips={chips.length ? chips : alone}
        label={trans.__('Search')}
        host={host}
        onRemove={index => search.remove(index)}
        onEmpty={() => field.current?.focus()}
      />
      <div className="tjl-Search-foot">
        <div className="tjl-Search-status" role="status">
          {statusWords(model, trans)}
        </div>
        {chips.length > 0 && <SearchActions host={host} />}
      </div>
    </div>
  );
}

/** What can be done with the search itself. */
function SearchActions({ host }: { host: IHost }): ReactElement | null {
  const actions = host.searchActions?.() ?? [];
  return actions.length ? (
    <div className="tjl-Buttons tjl-Search-actions">
      {actions.map(({ id, label }) => (
        <button
          key={id}
          type="button"
          className="tjl-IconButton"
          aria-label={label}
          title={label}
          onClick={() => host.run(id)}
        >
          <Icon name={id === 'copy-search-code' ? 'copy-code' : 'insert'} />
        </button>
      ))}
    </div>
  ) : null;
}

/** The node that is shown alone, and the way back to the tree. */
function aloneChip(query: IQuery, model: BrowserModel, trans: ITranslator) {
  const { server, path } = query;
  const place = placeOf({ ...query, path: path.slice(0, -1) }, model);
  const text = trans.__('“%1” in %2', path[path.length - 1] ?? server, place);
  return { text, title: text };
}

function placeOf({ server, path }: IQuery, { servers }: BrowserModel): string {
  return [servers.get(server)?.name ?? server, ...path].join(' ▸ ');
}

function statusWords(model: BrowserModel, trans: ITranslator): string {
  const { search, tree } = model;
  const { pending } = search;
  if (tree.matches !== null) {
    const matches = formatCount(tree.matches);
    const rest = tree.unloaded;
    if (tree.matches === 0 && rest === 0) {
      return trans.__('Nothing loaded matches; Enter has the server search');
    }
    return rest > 0
      ? trans.__('%1 loaded match; %2 not loaded, Enter searches them', matches, formatCount(rest))
      : trans._n('%2 match', '%2 matches', tree.matches, matches);
  }
  if (pending && pending.operator !== 'text') {
    return trans.__('Enter searches for %1', formatCondition(pending));
  }
  if (tree.query?.conditions.length && tree.found !== null) {
    const found = formatCount(tree.found);
    const place = placeOf(tree.query, model);
    return tree.deep
      ? trans._n('%2 found in %3', '%2 found in %3', tree.found, found, place)
      : trans._n(
          '%2 found in %3, among its children only',
          '%2 found in %3, among its children only',
          tree.found,
          found,
          place
        );
  }
  return '';
}
