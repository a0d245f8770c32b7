import { memo, type ReactElement, useId } from 'react';
import { type IEntry, pathText, valueText } from '../../models/editing/jsonentries';
import { formatCount } from '../parts/format';
import type { IHost } from '../parts/host';
import { Icon, type IconName } from '../parts/icons';
import { MetaValue } from './metavalue';

/** Props of an entry. */
export interface IJsonEntryProps {
  entry: IEntry;
  /** The Tab key comes to this one. */
  reachable: boolean;
  /** It offers to be copied. */
  copies: boolean;
  host: IHost;
  onTurn: (entry: IEntry) => void;
  onFocus: (id: string) => void;
  onPoint: (id: string) => void;
}

/**
 * A line of a JSON document: a key, and its value or how many entries are in it.
 *
 * There may be thousands, of which the pointer and the keys change two at a time.
 */
export const JsonEntry = memo((props: IJsonEntryProps): ReactElement => {
  const { entry, reachable, copies, host, onTurn, onFocus, onPoint } = props;
  const { id, key, value, parent, level, position, siblings, open } = entry;
  const { trans } = host;
  const words = useId();
  const button = (icon: IconName, label: string, textOf: (entry: IEntry) => string) => (
    <button
      type="button"
      className="tjl-IconButton tjl-JsonTree-copy"
      tabIndex={reachable ? 0 : -1}
      aria-label={label}
      title={label}
      onClick={event => {
        event.stopPropagation();
        void host.copy(textOf(entry));
      }}
    >
      <Icon name={icon} />
    </button>
  );
  return (
    <li
      className="tjl-JsonTree-entry"
      role="treeitem"
      aria-labelledby={words}
      aria-level={level}
      aria-posinset={position}
      aria-setsize={siblings}
      aria-expanded={open ?? undefined}
      tabIndex={reachable ? 0 : -1}
      style={{ paddingLeft: 12 * (level - 1) }}
      onClick={() => open !== null && onTurn(entry)}
      onFocus={() => onFocus(id)}
      onPointerEnter={() => onPoint(id)}
    >
      <span className="tjl-JsonTree-twistie">
        {open !== null && <Icon name={open ? 'down' : 'right'} />}
      </span>
      <span className="tjl-JsonTree-words" id={words}>
        <span className="tjl-JsonTree-key">{key}</span>:{' '}
        {open === null ? (
          <MetaValue value={value} parent={parent} name={String(key)} host={host} />
        ) : (
          <span className="tjl-JsonTree-size">{sizeWords(value as object, host)}</span>
        )}
      </span>
      {copies && (
        <span className="tjl-JsonTree-copies">
          {button('copy-path', trans.__('Copy the path'), pathText)}
          {button('copy-code', trans.__('Copy the value'), valueText)}
        </span>
      )}
    </li>
  );
});

function sizeWords(value: object, { trans }: IHost): string {
  const { length } = Object.keys(value);
  return Array.isArray(value)
    ? trans._n('list of %2 value', 'list of %2 values', length, formatCount(length))
    : trans._n('%2 entry', '%2 entries', length, formatCount(length));
}
