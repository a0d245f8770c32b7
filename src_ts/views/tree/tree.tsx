import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactElement, useEffect, useMemo, useRef } from 'react';
import type { BrowserModel } from '../../models/browser';
import { useAnchor } from './anchor';
import { ColumnWidths } from '../tables/columns';
import { useModel } from '../parts/hooks';
import type { IHost } from '../parts/host';
import { TreeKeys } from './keys';
import { News } from './news';
import { nodeId } from '../../models/tree/rows';
import { containerOf, Row } from './row';
import { chosenTarget } from '../parts/target';

/** Props of the tree. */
export interface ITreeProps {
  model: BrowserModel;
  host: IHost;
}

const ROW = 24;

/** The servers and their nodes. Only the rows in view are in the page. */
export function Tree({ model, host }: ITreeProps): ReactElement {
  const { tree } = model;
  const version = useModel(tree);
  useModel(model.drafts);
  const scroller = useRef<HTMLDivElement>(null);
  const focused = useRef(false);
  const keys = useMemo(() => new TreeKeys(tree, model.arrivals), [tree, model]);
  const widths = useMemo(() => new ColumnWidths(), []);
  const active = tree.activeIndex;
  useModel(model.places);

  const virtual = useVirtualizer<HTMLDivElement, Element>({
    count: tree.count,
    getScrollElement: () => scroller.current,
    // Of every row, also of those that are never seen; an error is measured once it is there.
    estimateSize: () => ROW,
    overscan: 8,
    // The row with the focus stays in the page, or the focus would be lost when it scrolls away.
    rangeExtractor: range => {
      const indexes = defaultRangeExtractor(range);
      return active < 0 || active >= tree.count || indexes.includes(active)
        ? indexes
        : [...indexes, active].sort((a, b) => a - b);
    }
  });
  const items = virtual.getVirtualItems();
  const first = virtual.range?.startIndex ?? 0;
  const last = virtual.range?.endIndex ?? -1;

  useEffect(() => tree.show(first, last), [tree, first, last]);
  for (const row of items.map(({ index }) => tree.at(index))) {
    if (row?.node) {
      const { server, path } = containerOf(row, model);
      widths.measure(nodeId(server, path), row.node.values);
    }
  }
  const anchor = useAnchor(tree, version, virtual);

  // Another active row is brought into view, and takes the focus if the tree has it.
  const id = tree.active?.id;
  useEffect(() => {
    const view = scroller.current;
    const place = virtual.measurementsCache[active];
    if (view && place) {
      // From where the view is, not from where the virtualiser last saw it: else a row would be
      // pulled from under someone who has just scrolled to it.
      const lowest = place.end - view.clientHeight;
      view.scrollTop = Math.min(Math.max(view.scrollTop, lowest), place.start);
    }
    // Only another active row moves the view; rows that arrive do not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [id]);
  useEffect(() => {
    const row = scroller.current?.querySelector<HTMLElement>('[role="treeitem"][tabindex="0"]');
    const root = scroller.current?.getRootNode() as Document | ShadowRoot | undefined;
    if (focused.current && row && root && !row.contains(root.activeElement)) {
      row.focus({ preventScroll: true });
    }
  }, [version, active]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (isField(event.target)) {
      // What is typed into a field in a row is nobody else's business.
      event.stopPropagation();
      return;
    }
    if (event.key === 'Enter' && (event.target as Element).closest('button')) {
      return;
    }
    const target = event.key === 'Enter' && event.shiftKey ? chosenTarget(model) : null;
    if (target) {
      host.run('insert-and-run', target);
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW) - 1);
    const outcome = keys.press(event, page);
    const { selection } = model;
    // One node is deleted at a time, so that nobody deletes what is out of view.
    if (selection && (outcome === 'open' || (outcome === 'delete' && !tree.marks.count))) {
      const { server, node } = selection;
      const action = outcome === 'open' ? 'open-preview' : 'delete';
      host.run(action, { server: server.id, path: node.path, node });
    }
    if (outcome !== 'ignored') {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  return (
    <div className="tjl-Tree-frame" {...anchor.frame}>
      <div
        ref={scroller}
        className="tjl-Tree"
        role="tree"
        aria-label={host.trans.__('Tiled nodes')}
        aria-busy={tree.loading}
        aria-multiselectable="true"
        // Lumino scrolls it where what is dragged comes near an end.
        data-lm-dragscroll
        {...anchor.view}
        onKeyDown={onKeyDown}
        onFocus={() => {
          focused.current = true;
        }}
        onBlur={event => {
          // A row that leaves the page takes the focus with it; the next one gets it back.
          focused.current =
            event.relatedTarget === null && !event.target.isConnected
              ? focused.current
              : event.currentTarget.contains(event.relatedTarget);
        }}
      >
        <div role="none" className="tjl-Tree-rows" style={{ height: virtual.getTotalSize() }}>
          {items.map(item => {
            const row = tree.at(item.index);
            return (
              row && (
                <Row
                  key={item.key}
                  row={row}
                  index={item.index}
                  top={item.start}
                  measure={virtual.measureElement}
                  active={item.index === active}
                  chosen={tree.marks.has(row)}
                  reachable={item.index === Math.max(0, active)}
                  count={tree.childrenOf(row)}
                  widths={widths}
                  model={model}
                  host={host}
                />
              )
            );
          })}
        </div>
      </div>
      <News model={model} host={host} />
    </div>
  );
}

function isField(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.matches('input, select, textarea');
}
