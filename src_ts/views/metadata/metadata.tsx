import { type ReactElement, useMemo, useState } from 'react';
import { jsonText } from '../../models/editing/jsonentries';
import type { IHost } from '../parts/host';
import { Icon } from '../parts/icons';
import { JsonTree } from './jsontree';

/** Props of the metadata. */
export interface IMetadataProps {
  metadata: Record<string, unknown>;
  host: IHost;
}

// With fewer entries than this all of them are in view.
const SEARCHABLE = 12;

/** Metadata as a tree that folds, with a field to search it when it is long. */
export function Metadata({ metadata, host }: IMetadataProps): ReactElement {
  const { trans } = host;
  const [text, setText] = useState('');
  const [unfolded, setUnfolded] = useState(false);
  const size = useMemo(() => countEntries(metadata), [metadata]);
  const wanted = text.trim().toLowerCase();
  const shown = useMemo(
    () => (wanted ? pick(metadata, wanted) : metadata) as Record<string, unknown> | undefined,
    [metadata, wanted]
  );
  if (size === 0) {
    return <p className="tjl-Details-note">{trans.__('No metadata')}</p>;
  }
  const copy = (value: unknown) => void host.copy(jsonText(value));
  return (
    <div className="tjl-Metadata">
      <div className="tjl-Metadata-head">
        {size >= SEARCHABLE ? (
          <input
            type="search"
            aria-label={trans.__('Search the metadata')}
            placeholder={trans.__('Search the metadata')}
            value={text}
            onChange={event => setText(event.target.value)}
          />
        ) : (
          <strong>{trans.__('Metadata')}</strong>
        )}
        <button
          type="button"
          className="tjl-IconButton"
          aria-label={trans.__('Unfold everything')}
          title={trans.__('Unfold everything')}
          aria-pressed={unfolded}
          onClick={() => setUnfolded(!unfolded)}
        >
          <Icon name={unfolded ? 'down' : 'right'} />
        </button>
        <button
          type="button"
          className="tjl-IconButton"
          aria-label={wanted ? trans.__('Copy what was found') : trans.__('Copy the metadata')}
          title={wanted ? trans.__('Copy what was found') : trans.__('Copy the metadata')}
          onClick={() => copy(shown)}
        >
          <Icon name="copy-code" />
        </button>
        {wanted && shown && (
          <button
            type="button"
            className="tjl-IconButton"
            aria-label={trans.__('Copy the paths found')}
            title={trans.__('Copy the paths found')}
            onClick={() => void host.copy(pathsOf(metadata, wanted).join('\n'))}
          >
            <Icon name="copy-path" />
          </button>
        )}
      </div>
      {shown ? (
        <JsonTree
          key={`${wanted}${String(unfolded)}`}
          value={shown}
          label={trans.__('Metadata')}
          collapsed={wanted || unfolded ? false : 2}
          host={host}
        />
      ) : (
        <p className="tjl-Details-note">{trans.__('Nothing found')}</p>
      )}
    </div>
  );
}

function countEntries(value: unknown): number {
  return typeof value === 'object' && value !== null
    ? Object.values(value as Record<string, unknown>).reduce<number>(
        (sum, inner) => sum + 1 + countEntries(inner),
        0
      )
    : 0;
}

/** The paths of the entries whose key or value holds a text. */
export function pathsOf(value: unknown, text: string, path: readonly string[] = []): string[] {
  if (typeof value !== 'object' || value === null) {
    return String(value).toLowerCase().includes(text) ? [path.join('.')] : [];
  }
  return Object.entries(value as Record<string, unknown>).flatMap(([key, inner]) => {
    const there = [...path, key];
    return key.toLowerCase().includes(text) ? [there.join('.')] : pathsOf(inner, text, there);
  });
}

/** The parts whose key or value holds a text; `undefined` where none does. */
function pick(value: unknown, text: string): unknown {
  if (typeof value !== 'object' || value === null) {
    return String(value).toLowerCase().includes(text) ? value : undefined;
  }
  const kept = Object.entries(value as Record<string, unknown>)
    .map(([key, inner]): [string, unknown] => [
      key,
      key.toLowerCase().includes(text) ? inner : pick(inner, text)
    ])
    .filter(([, inner]) => inner !== undefined);
  if (!kept.length) {
    return undefined;
  }
  if (!Array.isArray(value)) {
    return Object.fromEntries(kept);
  }
  // Where something is in a list is a part of its path.
  const found: unknown[] = [];
  kept.forEach(([index, inner]) => {
    found[Number(index)] = inner;
  });
  return found;
}
