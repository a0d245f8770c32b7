import { type ReactElement, useEffect, useState } from 'react';
import type { BrowserModel } from '../models/browser';
import { isContainer } from '../models/rows';
import { formatCount } from './format';
import { useModel } from './hooks';
import type { IHost, ITranslator } from './host';
import { Icon } from './icons';

/** Props of the field. */
export interface ISearchProps {
  model: BrowserModel;
  host: IHost;
}

/** One field: typing filters what was loaded, Enter has the server search for the rest. */
export function Search({ model, host }: ISearchProps): ReactElement {
  const { tree } = model;
  const { trans } = host;
  useModel(tree);
  const [text, setText] = useState('');

  // The filter is dropped elsewhere too, when one goes to a node by its path.
  useEffect(() => {
    if (tree.filter === '') {
      setText('');
    }
  }, [tree.filter]);

  const search = () => {
    const wanted = text.trim();
    const below = tree.query ?? placeOf(model);
    if (wanted && below) {
      tree.search(below.server, below.path, wanted);
      setText('');
    }
  };

  const type = (value: string) => {
    setText(value);
    tree.filter = value.trim();
  };

  return (
    <div className="tjl-Search">
      <div className="tjl-Search-field">
        <Icon name="search" />
        <input
          type="search"
          aria-label={trans.__('Filter or search')}
          placeholder={trans.__('Filter, or Enter to search')}
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={event => type(event.target.value)}
          onKeyDown={event => {
            if (event.key === 'Enter') {
              search();
            } else if (event.key === 'Escape' && text) {
              type('');
              event.stopPropagation();
            }
          }}
        />
      </div>
      <QueryChip model={model} host={host} />
      <div className="tjl-Search-status" role="status">
        {statusWords(model, trans)}
      </div>
    </div>
  );
}

/** Where a search begins: at what was chosen, which the filter may have hidden. */
function placeOf({ selection, servers }: BrowserModel): { server: string; path: string[] } | null {
  if (selection) {
    const { server, node } = selection;
    return { server: server.id, path: isContainer(node) ? node.path : node.path.slice(0, -1) };
  }
  const first = servers.items[0];
  return first ? { server: first.id, path: [] } : null;
}

/** The search in force, and the way out of it. */
function QueryChip({ model, host }: ISearchProps): ReactElement | null {
  const { tree } = model;
  const { trans } = host;
  const { query } = tree;
  if (!query) {
    return null;
  }
  const server = model.servers.get(query.server)?.name ?? query.server;
  const path = query.text === null ? query.path.slice(0, -1) : query.path;
  const place = [server, ...path].join(' ▸ ');
  const what = query.text ?? query.path[query.path.length - 1] ?? server;
  return (
    <div className="tjl-Chips">
      <span className="tjl-Chip" title={trans.__('“%1” in %2', what, place)}>
        <span className="tjl-Chip-text">{trans.__('“%1” in %2', what, place)}</span>
        <button
          type="button"
          aria-label={trans.__('End the search for “%1”', what)}
          onClick={() => tree.clearSearch()}
        >
          <Icon name="close" />
        </button>
      </span>
    </div>
  );
}

function statusWords({ tree }: BrowserModel, trans: ITranslator): string {
  if (tree.matches !== null) {
    const matches = formatCount(tree.matches);
    const rest = tree.unloaded;
    return rest > 0
      ? trans.__('%1 loaded match; %2 not loaded, Enter searches them', matches, formatCount(rest))
      : trans._n('%2 match', '%2 matches', tree.matches, matches);
  }
  if (tree.query?.text && tree.found !== null) {
    return trans._n('%2 found', '%2 found', tree.found, formatCount(tree.found));
  }
  return '';
}
