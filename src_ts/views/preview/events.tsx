import { type ReactElement, useEffect, useMemo, useState } from 'react';
import { say } from '../../core/words';
import { type EventsModel, PAGE } from '../../models/preview/events';
import type { PreviewModel } from '../../models/preview/preview';
import { formatCount } from '../parts/format';
import { useModel, useSlow } from '../parts/hooks';
import type { IHost } from '../parts/host';
import { Icon } from '../parts/icons';
import { JsonTree } from '../metadata/jsontree';
import { Problem } from '../parts/problem';
import { Toolbar } from '../parts/toolbar';

/** Props of the events. */
export interface IEventsViewProps {
  model: PreviewModel;
  events: EventsModel;
  host: IHost;
}

/** The type of nested data, and some of their elements as a tree. */
export function EventsView({ model, events, host }: IEventsViewProps): ReactElement {
  useModel(events);
  const { trans } = host;
  const slow = useSlow(events.loading);
  const { result } = events;

  useEffect(() => {
    if (!events.result && !events.loading && !events.error) {
      events.reload();
    }
  }, [events]);
  // Numbered as they are in the data.
  const numbered = useMemo(
    () =>
      Object.fromEntries(
        (result?.events ?? []).map((event, index) => [(result?.start ?? 0) + index, event])
      ),
    [result]
  );

  return (
    <>
      <Toolbar model={model} host={host}>
        {events.length > PAGE && <Pager events={events} host={host} />}
      </Toolbar>
      <div className="tjl-Bar" data-on={slow} />
      {events.error && <Problem error={events.error} host={host} onRetry={() => events.reload()} />}
      <div className="tjl-Page" tabIndex={0} role="group" aria-label={trans.__('Type and events')}>
        <details className="tjl-Fold" open>
          <summary>{trans.__('Type')}</summary>
          <pre className="tjl-Text">{events.type}</pre>
        </details>
        {result && (
          <details className="tjl-Fold" open>
            <summary>{trans.__('Events')}</summary>
            {result.events.length ? (
              <JsonTree
                key={result.start}
                value={numbered}
                label={trans.__('Events')}
                collapsed={2}
                host={host}
              />
            ) : (
              <p>{trans.__('There are none yet.')}</p>
            )}
          </details>
        )}
      </div>
      <div className="tjl-Footer">
        <span className="tjl-Footer-resolution">
          {result &&
            [
              result.stop > result.start
                ? trans.__(
                    'events %1 to %2 of %3',
                    formatCount(result.start),
                    formatCount(result.stop - 1),
                    formatCount(events.length)
                  )
                : trans.__('no events'),
              trans.__('lists as far as their first 50 values'),
              say(result.partial, trans)
            ]
              .filter(Boolean)
              .join(' · ')}
        </span>
      </div>
    </>
  );
}

function Pager({ events, host }: { events: EventsModel; host: IHost }): ReactElement {
  const { trans } = host;
  const [typed, setTyped] = useState(String(events.start));
  useEffect(() => setTyped(String(events.start)), [events.start]);
  const last = events.length - 1;
  return (
    <div className="tjl-Group">
      <button
        type="button"
        className="tjl-IconButton"
        aria-label={trans.__('Previous events')}
        title={trans.__('Previous events')}
        disabled={events.start <= 0}
        onClick={() => {
          events.start -= PAGE;
        }}
      >
        <Icon name="left" />
      </button>
      <button
        type="button"
        className="tjl-IconButton"
        aria-label={trans.__('Next events')}
        title={trans.__('Next events')}
        disabled={events.start + PAGE > last}
        onClick={() => {
          events.start += PAGE;
        }}
      >
        <Icon name="right" />
      </button>
      <label className="tjl-Choice">
        <span>{trans.__('From event')}</span>
        <input
          type="number"
          min={0}
          max={last}
          step={1}
          value={typed}
          onChange={event => {
            setTyped(event.target.value);
            if (event.target.validity.valid && event.target.value !== '') {
              events.start = event.target.valueAsNumber;
            }
          }}
          onBlur={() => setTyped(String(events.start))}
        />
      </label>
    </div>
  );
}
