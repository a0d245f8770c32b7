import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { ICodeCellModel } from '@jupyterlab/cells';
import {
  INotebookTracker,
  type Notebook,
  NotebookActions,
  type NotebookPanel
} from '@jupyterlab/notebook';
import { ITranslator, nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import { MimeData } from '@lumino/coreutils';
import { Drag } from '@lumino/dragdrop';

import type { ICodeResult } from '../core/protocol';
import { codeText } from '../models/code/code';
import { copyText } from './clipboard';
import { missingLines } from './snippet';
import { ITiledNotebook, ITiledSession } from './tokens';

const CELLS = 'application/vnd.jupyter.cells';

/** Code that, where it is dropped, leaves out what that notebook already has. */
class DraggedCode extends MimeData {
  constructor(
    private readonly _code: ICodeResult,
    private readonly _sources: () => string[]
  ) {
    super();
    this.setData('text/plain', '');
    this.setData(CELLS, []);
  }

  override getData(mime: string): unknown {
    const source = missingLines(this._code, this._sources());
    return mime === CELLS
      ? [{ cell_type: 'code', source, metadata: {}, outputs: [], execution_count: null }]
      : source;
  }
}

class NotebookWriter implements ITiledNotebook {
  constructor(
    private readonly _app: JupyterFrontEnd,
    private readonly _tracker: INotebookTracker,
    private readonly _session: ITiledSession,
    private readonly _trans: TranslationBundle
  ) {}

  async insert(code: ICodeResult, { run }: { run: boolean }): Promise<void> {
    const panel = await this._panelFor(code);
    if (!panel) {
      return;
    }
    await panel.context.ready;
    await panel.revealed;
    this._app.shell.activateById(panel.id);
    const notebook = panel.content;
    const empty = notebook.activeCell?.model;
    if (empty?.type !== 'code' || empty.sharedModel.getSource().trim() !== '') {
      NotebookActions.insertBelow(notebook);
      NotebookActions.changeCellType(notebook, 'code');
    }
    // Code that runs at once cannot build on cells that nobody has run.
    const before = cellsBefore(notebook, notebook.activeCellIndex).filter(
      cell => !run || (cell.executionCount ?? 0) > 0
    );
    const source = missingLines(code, before.map(sourceOf));
    notebook.activeCell?.model.sharedModel.setSource(source);
    notebook.mode = 'command';
    await notebook.scrollToItem(notebook.activeCellIndex, 'smart');
    if (run) {
      await panel.sessionContext.ready;
      await NotebookActions.run(notebook, panel.sessionContext);
    }
  }

  drag(event: MouseEvent, code: Promise<ICodeResult>): void {
    const pointer = { x: event.clientX, y: event.clientY, down: true };
    const follow = (moved: PointerEvent) => {
      pointer.x = moved.clientX;
      pointer.y = moved.clientY;
      pointer.down = moved.buttons !== 0;
    };
    const stopFollowing = () => {
      document.removeEventListener('pointermove', follow, true);
      document.removeEventListener('pointerup', follow, true);
    };
    document.addEventListener('pointermove', follow, true);
    document.addEventListener('pointerup', follow, true);
    code
      .then(async result => {
        if (!pointer.down) {
          return;
        }
        const drag = new Drag({
          mimeData: new DraggedCode(result, () => this._codeUnder(pointer)),
          dragImage: dragImage(result),
          proposedAction: 'copy',
          supportedActions: 'copy'
        });
        await drag.start(pointer.x, pointer.y);
        drag.dispose();
      })
      .catch(reason => console.warn('The code of the node could not be dragged.', reason))
      .finally(stopFollowing);
  }

  /** The notebook in front, a new one where none is open or that one is not Python; or none. */
  private async _panelFor(code: ICodeResult): Promise<NotebookPanel | null> {
    const panel = this._tracker.currentWidget;
    await panel?.context.ready;
    const language = panel && this._languageOf(panel);
    if (!panel || !language || /^i?python/i.test(language)) {
      return panel ?? this._create();
    }
    const { label } = await this._askInstead(panel, language);
    if (label === this._trans.__('Copy code')) {
      await copyText(codeText(code));
    }
    return label === this._trans.__('New notebook') ? this._create() : null;
  }

  /** The language of a notebook, empty where nobody knows. */
  private _languageOf({ sessionContext, context }: NotebookPanel): string {
    const { specs } = this._app.serviceManager.kernelspecs;
    const { kernelspec, language_info: info } = context.model.sharedModel.metadata;
    const name = sessionContext.session?.kernel?.name ?? kernelspec?.name ?? '';
    return specs?.kernelspecs[name]?.language ?? info?.name ?? '';
  }

  private async _askInstead(panel: NotebookPanel, language: string): Promise<Dialog.IButton> {
    const { button } = await showDialog({
      title: this._trans.__('The notebook does not run Python'),
      body: this._trans.__(
        '“%1” runs %2, and the code is Python. Put it into a new notebook, or copy it.',
        panel.title.label,
        language
      ),
      buttons: [
        Dialog.cancelButton(),
        Dialog.createButton({ label: this._trans.__('Copy code') }),
        Dialog.okButton({ label: this._trans.__('New notebook') })
      ]
    });
    return button;
  }

  private async _create(): Promise<NotebookPanel> {
    const kernelName = this._session.kernelSpecName;
    return (await this._app.commands.execute(
      'notebook:create-new',
      kernelName ? { kernelName } : {}
    )) as NotebookPanel;
  }

  /** The code of the notebook at a point of the page. */
  private _codeUnder({ x, y }: { x: number; y: number }): string[] {
    const panel = this._tracker.find(({ isVisible, node }) => {
      const box = node.getBoundingClientRect();
      return isVisible && x >= box.left && x < box.right && y >= box.top && y < box.bottom;
    });
    return panel ? cellsBefore(panel.content, Infinity).map(sourceOf) : [];
  }
}

function cellsBefore(notebook: Notebook, index: number): ICodeCellModel[] {
  return notebook.widgets
    .slice(0, index)
    .map(cell => cell.model)
    .filter((model): model is ICodeCellModel => model.type === 'code');
}

function sourceOf(model: ICodeCellModel): string {
  return model.sharedModel.getSource();
}

function dragImage(code: ICodeResult): HTMLElement {
  const image = document.createElement('div');
  image.className = 'tjl-DragImage';
  image.textContent = code.body.split('\n')[0];
  return image;
}

/** Puts code into notebooks. */
export const notebookPlugin: JupyterFrontEndPlugin<ITiledNotebook> = {
  id: 'tiled-jl:notebook',
  description: 'Puts code that reads a Tiled node into a notebook, by command or by dragging.',
  autoStart: true,
  requires: [INotebookTracker, ITiledSession],
  optional: [ITranslator],
  provides: ITiledNotebook,
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    session: ITiledSession,
    translator: ITranslator | null
  ): ITiledNotebook =>
    new NotebookWriter(app, tracker, session, (translator ?? nullTranslator).load('tiled_jl'))
};
