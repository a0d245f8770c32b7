import { type DragEvent, type MouseEvent, type ReactElement, useRef, useState } from 'react';
import { type IFailure, needsLogin } from '../../core/failure';
import { formatPath, type IAddress } from '../../models/servers/address';
import type { IServer, ServerState } from '../../core/protocol';
import type { BrowserModel } from '../../models/browser';
import { type IRow, nodeId } from '../../models/tree/rows';
import { Columns, columnText, type ColumnWidths } from '../tables/columns';
import { formatCount } from '../parts/format';
import type { IHost, ITranslator } from '../parts/host';
import { familyIcon, Icon, StateDot } from '../parts/icons';
import { LogInButton } from '../login/loginbutton';
import { carriesFiles, dropMarks, fileDrop, type IFileDrop } from './filedrop';
import { useLongPress } from './longpress';
import { Problem } from '../parts/problem';
import { Summary } from './summary';
import { summaryParts, summaryWords } from '../parts/summarywords';
import { chosenTarget } from '../parts/target';

/** Props of a row. */
export interface IRowProps {
  row: IRow;
  /** Place among all rows. */
  index: number;
  /** Distance from the top, in pixels. */
  top: number;
  measure: (element: Element | null) => void;
  active: boolean;
  /** It is chosen, alone or together with others. */
  chosen: boolean;
  /** The Tab key leads here. */
  reachable: boolean;
  /** How many children there are, where that is known. */
  count: number | null;
  widths: ColumnWidths;
  model: BrowserModel;
  host: IHost;
}

const DRAG_DISTANCE = 5;

/** One row of the tree. */
export function Row(props: IRowProps): ReactElement {
  const { row, index, top, measure, active, chosen, reachable, model, host } = props;
  const { tree } = model;
  const pressed = useRef<{ x: number; y: number } | null>(null);
  const byPointer = useRef(false);
  const [drop, setDrop] = useState<IFileDrop | null>(null);
  const longPress = useLongPress(host.openMenu && ((row, place) => host.openMenu?.(row, place)));

  const onMouseMove = (event: MouseEvent) => {
    const from = pressed.current;
    if (!from || !host.startDrag || row.kind !== 'node' || event.buttons !== 1) {
      return;
    }
    if (Math.hypot(event.clientX - from.x, event.clientY - from.y) >= DRAG_DISTANCE) {
      pressed.current = null;
      const one = { server: row.server, path: row.path, node: row.node };
      host.startDrag(event.nativeEvent, (tree.marks.has(row) && chosenTarget(model)) || one);
    }
  };

  const onClick = (event: MouseEvent) => {
    if (event.shiftKey) {
      tree.marks.extend(index);
      return;
    }
    if (event.ctrlKey || event.metaKey) {
      tree.marks.toggle(index);
      return;
    }
    tree.activate(index);
    if (!row.expanded) {
      tree.expand(row);
    }
  };

  const isDraft = model.drafts.get(row.server, row.path) !== undefined;
  const dropOf = (event: DragEvent) =>
    host.upload && carriesFiles(event.dataTransfer) ? fileDrop(row, model, host) : null;

  const open = () => {
    if (row.kind === 'node' && !row.expandable) {
      host.run('open-preview', { server: row.server, path: row.path, node: row.node });
    }
  };

  return (
    <div
      ref={measure}
      className="tjl-Row"
      role="treeitem"
      data-index={index}
      data-kind={row.kind}
      data-family={row.node?.structureFamily}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.setSize}
      aria-expanded={row.expandable ? row.expanded : undefined}
      aria-selected={chosen}
      aria-label={labelOf(row, props.count, isDraft, host.trans)}
      title={titleOf(row, host.trans)}
      tabIndex={reachable ? 0 : -1}
      style={{ transform: `translateY(${top}px)`, paddingLeft: 4 + 12 * (row.level - 1) }}
      onMouseDown={event => {
        byPointer.current = true;
        pressed.current = event.button === 0 ? { x: event.clientX, y: event.clientY } : null;
      }}
      onMouseMove={onMouseMove}
      onFocus={() => {
        // The first row takes the focus before any row was chosen. Under a pressed pointer nothing
        // may move yet: the click, or the menu, chooses the row.
        if (!active && !byPointer.current) {
          tree.activate(index);
        }
        byPointer.current = false;
      }}
      {...longPress}
      onClick={onClick}
      onDoubleClick={open}
      {...dropMarks(drop)}
      onDragOver={event => {
        const over = dropOf(event);
        setDrop(over);
        if (over) {
          // A file that is refused here would be opened by the web browser otherwise.
          event.preventDefault();
          event.dataTransfer.dropEffect = over.target ? 'copy' : 'none';
        }
      }}
      onDragLeave={() => setDrop(null)}
      onDrop={event => {
        setDrop(null);
        const target = dropOf(event)?.target;
        if (target) {
          event.preventDefault();
          host.upload?.(target, [...event.dataTransfer.files]);
        }
      }}
      onContextMenu={() => (tree.marks.has(row) ? tree.focus(index) : tree.activate(index))}
    >
      <span
        className="tjl-Row-twistie"
        aria-hidden="true"
        onClick={event => {
          if (row.expandable) {
            event.stopPropagation();
            tree.activate(index);
            tree.toggle(row);
          }
        }}
      >
        {row.expandable && <Icon name={row.expanded ? 'down' : 'right'} />}
      </span>
      <Contents {...props} />
    </div>
  );
}

function Contents({ row, count, widths, model, host }: IRowProps): ReactElement {
  const { trans } = host;
  if (row.kind === 'server' && row.info) {
    const { id, name, state, credential } = row.info;
    return (
      <>
        <StateDot state={state} credential={credential} />
        <span className="tjl-Row-name">{name}</span>
        <Summary parts={[whoWords(row.info, trans)]} />
        {isShut(state) && <LogInButton server={id} model={model} host={host} />}
        {host.openMenu && <MenuButton name={name} host={host} />}
        <Count count={count} />
      </>
    );
  }
  if (row.kind === 'node' && row.node) {
    const { key, structureFamily, broken, values } = row.node;
    const container = containerOf(row, model);
    const columns = model.tree.arrangement.columnsOf(container);
    const valued = columns.some(column => column in values);
    const place = placeOf(row, model);
    return (
      <>
        <Icon name={broken === null ? familyIcon(structureFamily) : 'broken'} />
        <span className="tjl-Row-name">{key}</span>
        {model.drafts.get(row.server, row.path) && (
          <span className="tjl-Row-draft" title={trans.__('Changes of its metadata are not saved')}>
            ●
          </span>
        )}
        {model.places.isFavourite(row) && <Icon name="star" />}
        {(!valued || place) && (
          <Summary
            parts={[
              place,
              ...(broken !== null
                ? [trans.__('cannot be read')]
                : valued
                  ? []
                  : summaryParts(row.node, trans))
            ]}
          />
        )}
        {valued && (
          <Columns
            columns={columns}
            values={values}
            widthOf={column => widths.of(nodeId(container.server, container.path), column)}
          />
        )}
        <Count count={count} />
      </>
    );
  }
  if (row.kind === 'error' && row.error && row.compact) {
    return (
      <span className="tjl-Row-note">
        {trans.__('not loaded')}{' '}
        <button
          type="button"
          className="tjl-Link"
          tabIndex={-1}
          onClick={() => model.tree.retry(row)}
        >
          {trans.__('Retry')}
        </button>
      </span>
    );
  }
  if (row.kind === 'error' && row.error) {
    const locked = needsLogin(row.error);
    return (
      <Problem
        error={locked ? reasonOf(row.error, model.servers.get(row.server), trans) : row.error}
        host={host}
        onRetry={() => model.tree.retry(row)}
      >
        {locked && <LogInButton server={row.server} model={model} host={host} />}
        {row.error.code === 'bad_request' && model.tree.arrangement.sortingOf(row).length > 0 && (
          <button
            type="button"
            className="tjl-Link tjl-Row-action"
            onClick={() => model.tree.arrangement.arrange(row, { sorting: [] })}
          >
            {trans.__('Default order')}
          </button>
        )}
      </Problem>
    );
  }
  return (
    <span className="tjl-Row-note">
      {row.kind === 'empty' ? emptyWords(row, model, trans) : trans.__('Loading…')}
    </span>
  );
}

/** Opens the menu of a server under a pointer; the keyboard has its own key for that. */
function MenuButton({ name, host }: { name: string; host: IHost }): ReactElement {
  const label = host.trans.__('Actions on %1', name);
  return (
    <button
      type="button"
      className="tjl-IconButton"
      aria-label={label}
      aria-haspopup="menu"
      title={label}
      tabIndex={-1}
      onClick={event => {
        event.stopPropagation();
        const { left, bottom } = event.currentTarget.getBoundingClientRect();
        host.openMenu?.(event.currentTarget, { x: left, y: bottom });
      }}
    >
      <Icon name="down" />
    </button>
  );
}

/** Why a server does not let us in, where that is only that it does not know who we are. */
function reasonOf(error: IFailure, server: IServer | undefined, trans: ITranslator): IFailure {
  return server?.state === 'unauthorized' && server.credential === 'anonymous'
    ? { ...error, message: trans.__('You are not logged in.'), hint: '', detail: '' }
    : error;
}

function isShut(state: ServerState): boolean {
  return state === 'unauthorized' || state === 'expired';
}

/** The container that a row is shown as a child of: of a find, where the search began. */
export function containerOf({ server, path, level }: IRow, { tree }: BrowserModel): IAddress {
  return level === 1 && tree.query ? tree.query : { server, path: path.slice(0, -1) };
}

/** Where a search found a node, below the place where it began. */
function placeOf({ level, path }: IRow, { tree }: BrowserModel): string {
  const place = level === 1 && tree.query ? path.slice(tree.query.path.length, -1) : [];
  return formatPath(place);
}

function Count({ count }: { count: number | null }): ReactElement | null {
  return count === null ? null : <span className="tjl-Row-count">{formatCount(count)}</span>;
}

function emptyWords(row: IRow, model: BrowserModel, trans: ITranslator): string {
  return row.level === 1 && model.tree.query ? trans.__('Nothing found') : trans.__('Empty');
}

/** How a server stands, in words. */
export function stateWords(state: string, trans: ITranslator): string {
  switch (state) {
    case 'live':
      return trans.__('connected');
    case 'anonymous':
      return trans.__('anonymous');
    case 'unauthorized':
      return trans.__('not logged in');
    case 'expired':
      return trans.__('login expired');
    case 'down':
      return trans.__('no answer');
    default:
      return '';
  }
}

/** Who we are to a server, and by what, or why we are nobody: in words. */
export function whoWords(server: IServer, trans: ITranslator): string {
  const { state } = server;
  return (state === 'live' && identityWords(server, trans)) || stateWords(state, trans);
}

/** Who we are to a server, and whether a key says so. */
export function identityWords({ identity, credential }: IServer, trans: ITranslator): string {
  return [identity, credential === 'key' && trans.__('API key')].filter(Boolean).join(' · ');
}

function labelOf(
  row: IRow,
  count: number | null,
  isDraft: boolean,
  trans: ITranslator
): string | undefined {
  const children =
    count === null ? '' : trans._n('%2 child', '%2 children', count, formatCount(count));
  if (row.info) {
    const { name, state } = row.info;
    const who = state === 'live' && identityWords(row.info, trans);
    return words(name, trans.__('server'), stateWords(state, trans), who, children);
  }
  if (row.node) {
    const { key, structureFamily, broken, values } = row.node;
    const what = broken ? trans.__('cannot be read') : summaryWords(row.node, trans);
    const beside = Object.values(values).map(columnText);
    const draft = isDraft && trans.__('not saved');
    return words(key, structureFamily, what, ...beside, children, draft);
  }
  return undefined;
}

function titleOf(row: IRow, trans: ITranslator): string | undefined {
  if (row.info) {
    const { name, uri, state, version, profile } = row.info;
    const tiled = version && trans.__('Tiled %1', version);
    const from = profile && trans.__('from the profile %1', profile);
    const who = words(stateWords(state, trans), identityWords(row.info, trans), tiled);
    return [name, uri, who, from].filter(Boolean).join('\n');
  }
  if (row.node) {
    const { key, structureFamily, specs, broken } = row.node;
    const family = words(structureFamily, summaryWords(row.node, trans), specs.join(', '));
    const why = broken && trans.__('cannot be read: %1', broken);
    return [key, family, why].filter(Boolean).join('\n');
  }
  return undefined;
}

function words(...parts: (string | null | undefined | false)[]): string {
  return parts.filter(Boolean).join(', ');
}
