import type { Drag } from '@lumino/dragdrop';

import type { BrowserModel } from '../models/browser';
import type { IHost, INodeTarget } from '../views/parts/host';
import { fileTarget } from '../views/parts/target';

/** How JupyterLab's file browser names the files that are dragged from it. */
const CONTENTS = 'application/x-jupyter-icontents';

/**
 * Take files that are dragged from JupyterLab's file browser onto a row of the tree.
 *
 * @param upload - gets the node of the row, and the paths.
 */
export function takeFiles(
  view: HTMLElement,
  model: BrowserModel,
  host: IHost,
  upload: (target: INodeTarget, files: readonly string[]) => void
): void {
  let marked: HTMLElement | null = null;
  const mark = (row: HTMLElement | null) => {
    marked?.removeAttribute('data-drop');
    row?.setAttribute('data-drop', 'true');
    marked = row;
  };
  const over = (event: Drag.Event): INodeTarget | null => {
    const row = (event.target as Element).closest<HTMLElement>('.tjl-Row');
    const shown = row && model.tree.at(Number(row.dataset.index));
    const target =
      shown && event.mimeData.hasData(CONTENTS) ? fileTarget(shown, model, host) : null;
    mark(target && row);
    return target;
  };
  const onDrag = (raw: Event) => {
    const event = raw as Drag.Event;
    if (event.type === 'lm-dragleave') {
      mark(null);
      return;
    }
    const target = over(event);
    if (!target) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    event.dropAction = event.proposedAction;
    if (event.type === 'lm-drop') {
      mark(null);
      upload(target, event.mimeData.getData(CONTENTS) as string[]);
    }
  };
  for (const type of ['lm-dragenter', 'lm-dragover', 'lm-dragleave', 'lm-drop']) {
    view.addEventListener(type, onDrag);
  }
}
