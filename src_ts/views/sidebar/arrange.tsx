import type { ReactElement } from 'react';
import type { ISortKey } from '../../core/protocol';
import type { IAddress } from '../../models/servers/address';
import type { BrowserModel } from '../../models/browser';
import { CloseButton } from '../parts/closebutton';
import { columnText } from '../tables/columns';
import { useModel, useSlow } from '../parts/hooks';
import type { IHost, ITranslator } from '../parts/host';
import { Icon } from '../parts/icons';
import { type IKeyOption, KeyField } from './keyfield';
import { Panel } from '../parts/panel';
import { Problem } from '../parts/problem';

/** Props of the panel. */
export interface IArrangeProps {
  model: BrowserModel;
  host: IHost;
}

/** How a container is sorted, and what stands beside the names of its children. */
export function Arrange({ model, host }: IArrangeProps): ReactElement {
  const { arranger, search } = model;
  useModel(arranger);
  const { trans } = host;
  const slow = useSlow(arranger.loading);
  const { place, result, error } = arranger;
  const known = (result?.keys ?? []).map(({ key, example }) => ({
    key,
    example: columnText(example)
  }));
  const told = new Set(known.map(({ key }) => key));
  const seen = search.seen.keys.filter(key => !told.has(key)).map(key => ({ key, example: '' }));
  const options = [...known, ...seen];
  return (
    <Panel
      title={trans.__('Sort and columns of %1', place ? nameOf(place, model) : '')}
      host={host}
      busy={arranger.loading}
      onClose={() => {
        model.panel = null;
      }}
    >
      {slow && <div className="tjl-Bar" />}
      {error && <Problem error={error} host={host} onRetry={() => arranger.reload()} />}
      <Sorting model={model} host={host} options={options} />
      <ColumnChoice model={model} host={host} options={options} />
    </Panel>
  );
}

interface IChoiceProps extends IArrangeProps {
  options: readonly IKeyOption[];
}

function Sorting({ model, host, options }: IChoiceProps): ReactElement {
  const { arranger, tree } = model;
  const { trans } = host;
  const { sorting } = arranger;
  const orders = arranger.result?.orders ?? 'all';
  const by = (kind: ISortKey['by']) => sorting.some(each => each.by === kind);
  if (orders === 'none') {
    return <p className="tjl-Panel-note">{trans.__('This container keeps its own order.')}</p>;
  }
  return (
    <>
      <h4>{trans.__('Sort by')}</h4>
      {tree.deep && (
        <p className="tjl-Panel-note">
          {trans.__('What is found at any depth stays in the order of the server.')}
        </p>
      )}
      <ul className="tjl-Choices" aria-label={trans.__('Sort by')}>
        {sorting.map((key, index) => {
          const name = sortWords(key, trans);
          return (
            <li key={name}>
              <button
                type="button"
                className="tjl-Choices-item"
                title={trans.__('Turn the order round')}
                onClick={() => arranger.sortBy(key.by, key.key)}
              >
                <Icon name={key.descending ? 'down' : 'up'} />
                <span>{name}</span>
                <span className="tjl-Choices-note">{directionWords(key, trans)}</span>
              </button>
              <CloseButton
                label={trans.__('Do not sort by %1', name)}
                onClick={() => arranger.unsort(index)}
              />
            </li>
          );
        })}
      </ul>
      <div className="tjl-Buttons">
        <KeyField
          label={trans.__('Sort by a key')}
          options={options}
          host={host}
          onPick={key => arranger.sortBy('key', key)}
        />
        {orders === 'all' && !by('name') && (
          <button type="button" className="tjl-Button" onClick={() => arranger.sortBy('name')}>
            {trans.__('Name')}
          </button>
        )}
        {!by('added') && (
          <button type="button" className="tjl-Button" onClick={() => arranger.sortBy('added')}>
            {trans.__('Newest first')}
          </button>
        )}
      </div>
    </>
  );
}

function ColumnChoice({ model, host, options }: IChoiceProps): ReactElement {
  const { arranger } = model;
  const { trans } = host;
  const { columns, inherited } = arranger;
  return (
    <>
      <h4>{trans.__('Columns')}</h4>
      {inherited && (
        <p className="tjl-Panel-note">{trans.__('As in %1', nameOf(inherited, model))}</p>
      )}
      <ul className="tjl-Choices" aria-label={trans.__('Columns')}>
        {columns.map(key => (
          <li key={key}>
            <span className="tjl-Choices-item" title={key}>
              {key}
            </span>
            <CloseButton
              label={trans.__('Remove the column %1', key)}
              onClick={() => arranger.removeColumn(key)}
            />
          </li>
        ))}
      </ul>
      <div className="tjl-Buttons">
        {!arranger.full && (
          <KeyField
            label={trans.__('Add a column')}
            options={options.filter(({ key }) => !columns.includes(key))}
            host={host}
            onPick={key => arranger.addColumn(key)}
          />
        )}
        {arranger.overrides && (
          <button type="button" className="tjl-Button" onClick={() => arranger.inherit()}>
            {trans.__('As in the container above')}
          </button>
        )}
      </div>
    </>
  );
}

function nameOf({ server, path }: IAddress, { servers }: BrowserModel): string {
  return path[path.length - 1] ?? servers.get(server)?.name ?? server;
}

/** What children are sorted by, in words. */
function sortWords({ by, key }: ISortKey, trans: ITranslator): string {
  return by === 'key' ? key : by === 'name' ? trans.__('Name') : trans.__('Added');
}

function directionWords({ by, descending }: ISortKey, trans: ITranslator): string {
  if (by === 'added') {
    return descending ? trans.__('newest first') : trans.__('oldest first');
  }
  return descending ? trans.__('descending') : trans.__('ascending');
}
