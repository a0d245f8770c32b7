import { type ReactElement, useState } from 'react';
import { type IFailure, describeFailure } from '../../core/failure';
import type { IAddress } from '../../models/servers/address';
import type { BrowserModel } from '../../models/browser';
import { nodeId } from '../../models/tree/rows';
import { CloseButton } from '../parts/closebutton';
import { useModel } from '../parts/hooks';
import type { IHost } from '../parts/host';
import { Panel } from '../parts/panel';
import { Problem } from '../parts/problem';

/** Props of the places. */
export interface IPlacesProps {
  model: BrowserModel;
  host: IHost;
}

/** The nodes that a person has marked, and those that were opened of late. */
export function Places({ model, host }: IPlacesProps): ReactElement {
  const { places } = model;
  useModel(places);
  const { trans } = host;
  return (
    <Panel
      title={trans.__('Favourites and recent nodes')}
      host={host}
      onClose={() => {
        model.panel = null;
      }}
    >
      <PlaceList
        title={trans.__('Favourites')}
        empty={trans.__('None yet: choose “Add to favourites” on a node.')}
        places={places.favourites}
        model={model}
        host={host}
      />
      <PlaceList
        title={trans.__('Recent')}
        empty={trans.__('Nodes that you open appear here.')}
        places={places.recent}
        model={model}
        host={host}
      />
    </Panel>
  );
}

interface IPlaceListProps extends IPlacesProps {
  title: string;
  empty: string;
  places: readonly IAddress[];
}

function PlaceList({ title, empty, places, model, host }: IPlaceListProps): ReactElement {
  const { trans } = host;
  const [error, setError] = useState<IFailure | null>(null);
  const go = (place: IAddress) => {
    setError(null);
    model.places.go(place).catch((reason: unknown) => setError(describeFailure(reason)));
  };
  return (
    <>
      <h4>{title}</h4>
      {places.length === 0 && <p className="tjl-Panel-note">{empty}</p>}
      {error && <Problem error={error} host={host} onDismiss={() => setError(null)} />}
      <ul className="tjl-Choices" aria-label={title}>
        {places.map(place => {
          const { server, path } = place;
          const known = model.servers.get(server);
          const above = [known?.name ?? server, ...path.slice(0, -1)];
          const name = path[path.length - 1] ?? above[0];
          const gone = !known || model.places.isGone(place);
          return (
            <li key={nodeId(server, path)} data-gone={gone}>
              <button
                type="button"
                className="tjl-Choices-item"
                title={[...above, ...path.slice(-1)].join(' ▸ ')}
                disabled={!known}
                onClick={() => go(place)}
              >
                <span>{name}</span>
                <span className="tjl-Choices-note" role={gone ? 'status' : undefined}>
                  {gone ? trans.__('no longer there') : path.length ? above.join(' ▸ ') : ''}
                </span>
              </button>
              <CloseButton
                label={trans.__('Forget %1', name)}
                onClick={() => model.places.remove(place)}
              />
            </li>
          );
        })}
      </ul>
    </>
  );
}
