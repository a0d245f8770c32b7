import { type ReactElement, useState } from 'react';
import type { IFacet } from '../../core/protocol';
import { say } from '../../core/words';
import type { BrowserModel } from '../../models/browser';
import { formatValue } from '../../models/search/condition';
import { CloseButton } from '../parts/closebutton';
import { formatCount } from '../parts/format';
import { useModel, useSlow } from '../parts/hooks';
import type { IHost, ITranslator } from '../parts/host';
import { KeyField } from './keyfield';
import { Panel } from '../parts/panel';
import { Problem, Quoted } from '../parts/problem';

/** Props of the facets. */
export interface IFacetsProps {
  model: BrowserModel;
  host: IHost;
}

const SHOWN = 6;

/** The values that children have, with counts; a click narrows the search, another widens it. */
export function Facets({ model, host }: IFacetsProps): ReactElement {
  const { facets, search, tree } = model;
  useModel(facets);
  const { trans } = host;
  const slow = useSlow(facets.loading);
  const { place, error } = facets;
  const name = place ? (place.path[place.path.length - 1] ?? nameOf(place.server, model)) : '';
  const keys = facets.facets.map(({ key }) => key);
  const options = search.seen.keys.filter(key => !keys.includes(key));
  return (
    <Panel
      title={trans.__('Narrow %1 by', name)}
      host={host}
      busy={facets.loading}
      onClose={() => {
        model.panel = null;
      }}
    >
      {slow && <div className="tjl-Bar" />}
      {tree.deep && (
        <p className="tjl-Panel-note">
          {trans.__('The counts are of the children; the search looks at any depth.')}
        </p>
      )}
      {error && <Problem error={error} host={host} onRetry={() => facets.reload()} />}
      {!facets.result && facets.loading && (
        <p className="tjl-Panel-note">{trans.__('Counting…')}</p>
      )}
      {facets.facets.map(facet => (
        <FacetList key={facet.of + facet.key} facet={facet} model={model} host={host} />
      ))}
      <KeyField
        label={trans.__('Count another key')}
        options={options.map(key => ({ key, example: '' }))}
        host={host}
        onPick={key => facets.add(key)}
      />
    </Panel>
  );
}

interface IFacetListProps extends IFacetsProps {
  facet: IFacet;
}

function FacetList({ facet, model, host }: IFacetListProps): ReactElement | null {
  const { facets } = model;
  const { trans } = host;
  const [all, setAll] = useState(false);
  const name = facetWords(facet, trans);
  const chosen = facet.values.filter(({ value }) => facets.isChosen(facet, value));
  const shown = facet.values.filter((each, index) => all || index < SHOWN || chosen.includes(each));
  const hidden = facet.values.length - shown.length;
  if (facet.of !== 'key' && !facet.values.length && !facet.problem) {
    return null;
  }
  return (
    <fieldset className="tjl-Facet" aria-label={name}>
      <legend>
        <span title={name}>{name}</span>
        {facet.of === 'key' && (
          <CloseButton
            label={trans.__('Do not count %1', name)}
            onClick={() => facets.remove(facet.key)}
          />
        )}
      </legend>
      {facet.problem && <p className="tjl-Panel-note">{say(facet.problem, trans)}</p>}
      <Quoted>{facet.detail}</Quoted>
      {!facet.problem && !facet.values.length && (
        <p className="tjl-Panel-note">{trans.__('No values')}</p>
      )}
      {shown.map(suggestion => {
        const text = formatValue(suggestion.value);
        return (
          <label key={text} className="tjl-Facet-value" title={text}>
            <input
              type="checkbox"
              checked={chosen.includes(suggestion)}
              onChange={() => facets.toggle(facet, suggestion.value)}
            />
            <span>{text}</span>
            <span className="tjl-Row-count">{formatCount(suggestion.count ?? 0)}</span>
          </label>
        );
      })}
      {hidden > 0 && (
        <button type="button" className="tjl-Link" onClick={() => setAll(true)}>
          {trans.__('%1 more', formatCount(hidden))}
        </button>
      )}
      {all && facet.values.length > SHOWN && (
        <button type="button" className="tjl-Link" onClick={() => setAll(false)}>
          {trans.__('Fewer')}
        </button>
      )}
      {all && facet.more > 0 && (
        <p className="tjl-Panel-note">
          {trans.__('%1 other values: search for one in the field.', formatCount(facet.more))}
        </p>
      )}
    </fieldset>
  );
}

function facetWords({ of, key }: IFacet, trans: ITranslator): string {
  return of === 'key' ? key : of === 'spec' ? trans.__('Spec') : trans.__('Structure family');
}

function nameOf(server: string, { servers }: BrowserModel): string {
  return servers.get(server)?.name ?? server;
}
