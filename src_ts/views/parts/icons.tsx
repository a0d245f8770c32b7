import type { ReactElement } from 'react';
import type { IServer } from '../../core/protocol';

/** Outlines on a square of 16, drawn with the colour of the text around them. */
const PATHS = {
  container: 'M1.5 4.5v8h13v-7h-6.6L6.4 3.5H1.5z',
  array: 'M2 2h12v12H2zM6 2v12M10 2v12M2 6h12M2 10h12',
  table: 'M2 2.5h12v11H2zM2 6h12M6.5 6v7.5M2 9.7h12',
  sparse: 'M2 2h12v12H2zM5 5h.01M10.5 4.5h.01M7.5 8h.01M4.5 11h.01M11.5 10.5h.01',
  awkward: 'M2 3h12M2 6.3h6M2 9.6h9M2 13h4',
  ragged: 'M2 3h10M2 6.3h5M2 9.6h12M2 13h8',
  composite: 'M2 2h5v5H2zM9 2h5v5H9zM2 9h5v5H2zM9 9h5v5H9z',
  bytes: 'M4 1.5h5.5L13 5v9.5H4zM9.5 1.5V5H13',
  unknown:
    'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM6 6.3a2 2 0 1 1 2.6 1.9c-.5.2-.6.5-.6 1.3M8 11.6h.01',
  broken: 'M8 2 1.5 13.5h13zM8 6.5v3.2M8 11.6h.01',
  facets: 'M2 3h12l-4.6 5.4v4.4l-2.8 1V8.4z',
  arrange: 'M2 4h8M2 8h5.5M2 12h3M12.2 4v8.5M9.8 10.2l2.4 2.4 2.4-2.4',
  star: 'M8 1.9l1.9 3.9 4.2.6-3 3 .7 4.3L8 11.6l-3.8 2.1.7-4.3-3-3 4.2-.6z',
  up: 'M4 10l4-4 4 4',
  search: 'M6.8 2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6zM10.3 10.3 14.2 14.2',
  close: 'M4 4l8 8M12 4l-8 8',
  edit: 'M2.5 13.5l.8-3L10.6 3.2l2.2 2.2-7.3 7.3z',
  down: 'M4 6l4 4 4-4',
  right: 'M6 4l4 4-4 4',
  left: 'M10 4 6 8l4 4',
  open: 'M2 3h12v10H2zM2 5.7h12',
  insert: 'M5.5 4.5 2 8l3.5 3.5M10.5 4.5 14 8l-3.5 3.5',
  run: 'M4.5 3v10l8-5z',
  pause: 'M5 3.5v9M11 3.5v9',
  more: 'M3.2 7.7h.6v.6h-.6zM7.7 7.7h.6v.6h-.6zM12.2 7.7h.6v.6h-.6z',
  pin: 'M6 2h4v5l2 2.5H4L6 7zM8 9.5V14',
  'copy-code': 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  'copy-path': 'M2 12.5 6 3.5M7 12.5l4-9M12.5 12.5h1.5',
  'copy-uri':
    'M6.7 9.3a2.6 2.6 0 0 0 3.7 0l2.3-2.3A2.6 2.6 0 0 0 9 3.3L8 4.3M9.3 6.7a2.6 2.6 0 0 0-3.7 0L3.3 9A2.6 2.6 0 0 0 7 12.7l1-1',
  export: 'M8 2v8M4.8 7 8 10.2 11.2 7M2.5 13.5h11',
  upload: 'M8 10.5v-8M4.8 5.7 8 2.5l3.2 3.2M2.5 13.5h11',
  'new-container': 'M9 12.5H1.5v-9h4.9l1.5 2h6.6V8M12.5 9.5v5M10 12h5',
  delete: 'M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.6 9h6.8l.6-9M6.8 7v4M9.2 7v4',
  swap: 'M3 5.5h9M9.5 3 12 5.5 9.5 8M13 10.5H4M6.5 8 4 10.5 6.5 13',
  plug: 'M5.5 2v3M10.5 2v3M3.5 5h9v2.5a4.5 4.5 0 0 1-9 0zM8 12v2.5'
} as const;

/** Name of a drawing. */
export type IconName = keyof typeof PATHS;

/** A drawing that says nothing to a screen reader: the words stand beside it. */
export function Icon({ name }: { name: IconName }): ReactElement {
  return (
    <svg className={`tjl-Icon tjl-Icon-${name}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The drawing for a structure family. */
export function familyIcon(family: string): IconName {
  return family in PATHS ? (family as IconName) : 'unknown';
}

/** How a server stands, and whether it has let us in by a key: told by shape as well as by colour. */
export function StateDot({
  state,
  credential
}: Pick<IServer, 'state' | 'credential'>): ReactElement {
  const byKey = state === 'live' && credential === 'key';
  return (
    <svg className="tjl-Dot" data-state={state} viewBox="0 0 16 16" aria-hidden="true">
      {state === 'live' && !byKey && (
        <circle cx="8" cy="8" r="4.5" fill="currentColor" stroke="none" />
      )}
      {byKey && <path d="M4.5 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 1 0 0-5.6M7.3 8H14v3M11 8v2.4" />}
      {state === 'anonymous' && (
        <>
          <circle cx="8" cy="8" r="4" />
          <path d="M8 4a4 4 0 0 1 0 8z" fill="currentColor" stroke="none" />
        </>
      )}
      {(state === 'unauthorized' || state === 'expired') && (
        <path d="M4 7.5h8v5.5H4zM5.7 7.5V5.3a2.3 2.3 0 0 1 4.6 0v2.2" />
      )}
      {state === 'down' && <path d="M4.5 4.5l7 7M11.5 4.5l-7 7" />}
      {state === 'unknown' && <circle cx="8" cy="8" r="4" strokeDasharray="2 1.6" />}
    </svg>
  );
}
