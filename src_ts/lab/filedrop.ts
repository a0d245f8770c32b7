import type { Drag } from '@lumino/dragdrop';

import type { BrowserModel } from '../models/browser';
import type { IHost, INodeTarget } from '../views/parts/host';
import { dropMarks, fileDrop, type IFileDrop } from '../views/tree/filedrop';
import { CONTENTS, Rest } from './dragging';

/**
 * Take files that are dragged from JupyterLab's file browser onto a row of the tree.
 *
 * A container that they rest on opens.
 *
 * @param upload - gets the node of the row, and the paths.
 */
export function takeFiles(
  view: HTMLElement,
  model: BrowserModel,
  host: IHost,
  upload: (target: INodeTarget, files: readonly string[]) => void
): void {
  const rest = new Rest();
  let marked: Element | null = null;
  const mark = (row: Element | null, drop: IFileDrop | null) => {
    for (const [name, value] of Object.entries(dropMarks(drop))) {
      marked?.removeAttribute(name);
      if (value) {
        row?.setAttribute(name, value);
      }
    }
    marked = row;
  };
  const onDrag = (raw: Event) => {
    const event = raw as Drag.Event;
    if (!event.mimeData.hasData(CONTENTS)) {
      return;
    }
    const element = (event.target as Element).closest<HTMLElement>('.tjl-Row');
    const row = element && model.tree.at(Number(element.dataset.index));
    const drop = row && event.type !== 'lm-dragleave' ? fileDrop(row, model, host) : null;
    mark(element, drop);
    if (!row || !drop) {
      rest.leave();
      return;
    }
    rest.on(row.id, () => model.tree.expand(row));
    // Also where it is refused, or nobody knows yet: else nothing more would be heard of it.
    event.preventDefault();
    event.stopPropagation();
    event.dropAction = drop.target ? event.proposedAction : 'none';
    if (event.type === 'lm-drop' && drop.target) {
      mark(null, null);
      rest.leave();
      upload(drop.target, event.mimeData.getData(CONTENTS) as string[]);
    }
  };
  for (const type of ['lm-dragenter', 'lm-dragover', 'lm-dragleave', 'lm-drop']) {
    view.addEventListener(type, onDrag);
  }
}
