import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { Drag } from '@lumino/dragdrop';

import { carriesFiles } from '../views/tree/filedrop';

/** How JupyterLab's file browser names the files that are dragged from it. */
export const CONTENTS = 'application/x-jupyter-icontents';

/** Milliseconds for which files rest on what is closed before it opens. */
const PATIENCE = 600;

/** Does something where what is dragged rests for a while. */
export class Rest {
  /** It is over something, by its name. */
  on(place: string, act: () => void): void {
    if (place !== this._place) {
      this.leave();
      this._place = place;
      this._timer = setTimeout(act, PATIENCE);
    }
  }

  /** It is over nothing of interest. */
  leave(): void {
    clearTimeout(this._timer);
    this._place = null;
  }

  private _place: string | null = null;
  private _timer?: ReturnType<typeof setTimeout>;
}

/** Show a panel where files rest on its tab: the file browser may be what is in its place. */
export function showUnderFiles(shell: JupyterFrontEnd.IShell, id: string): void {
  const rest = new Rest();
  const isTab = (place: EventTarget | null) =>
    place instanceof Element && place.closest(`.lm-TabBar-tab[data-id="${id}"]`) !== null;
  const onEnter = (event: DragEvent | Drag.Event) => {
    const ofJupyter = 'mimeData' in event && event.mimeData.hasData(CONTENTS);
    if (isTab(event.target) && (ofJupyter || carriesFiles(event.dataTransfer))) {
      // Only then is it told when they leave.
      event.preventDefault();
      rest.on(id, () => shell.activateById(id));
    }
  };
  const onLeave = ({ relatedTarget }: DragEvent) => {
    if (!isTab(relatedTarget)) {
      rest.leave();
    }
  };
  for (const prefix of ['', 'lm-']) {
    shell.node.addEventListener(`${prefix}dragenter`, event => onEnter(event as DragEvent));
    shell.node.addEventListener(`${prefix}dragleave`, event => onLeave(event as DragEvent));
  }
}
