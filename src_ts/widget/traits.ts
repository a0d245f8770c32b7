import type { ISignal } from '@lumino/signaling';

import type { BrowserModel } from '../models/browser';
import { type JsonObject, parseJson } from '../models/editing/json';
import type { MetadataEditorModel } from '../models/editing/metadataeditor';
import type { ITraits, IWidgetModel } from './model';

/** Ends what keeps a widget's traits and the page the same. */
export type Unbind = () => void;

type Slice = (number | null)[];

/** What has positions on show. */
export interface ISliced {
  slice: Slice;
  readonly sliceChanged: ISignal<unknown, Slice>;
}

/** Keep the node chosen in a tree and the widget's `server` and `selection` the same. */
export function bindSelection(
  model: IWidgetModel,
  browser: BrowserModel,
  onSelect: (selecting: Promise<void>) => void = () => undefined
): Unbind {
  const given = model.get('_target').server;
  const chosen = () => browser.selection?.server.id;
  const chosenPath = () => browser.selection?.node.path ?? null;
  const toPage = () => {
    const path = model.get('selection');
    const server = given || model.get('server') || chosen();
    if (path && server && !(server === chosen() && same(path, chosenPath()))) {
      const selecting = browser
        .select(server, path)
        .catch(reason => console.warn('There is no such node to select.', path, reason));
      onSelect(selecting);
    }
  };
  const toKernel = () => {
    write(model, 'selection', chosenPath());
    if (!given) {
      write(model, 'server', chosen() ?? null);
    }
    model.save_changes();
  };
  toPage();
  return join(
    listen(model, 'selection', toPage),
    listen(model, 'server', toPage),
    follow(browser.selectionChanged, toKernel)
  );
}

/** Keep the positions on show and the widget's `slice` and `frame` the same. */
export function bindSlice(
  model: IWidgetModel,
  sliced: ISliced,
  ready: () => Promise<void> = () => Promise.resolve()
): Unbind {
  const toPage = () => {
    const slice = model.get('slice');
    if (slice && !same(slice, sliced.slice)) {
      void ready().then(() => (sliced.slice = slice));
    }
  };
  const frameToPage = () => {
    if (model.get('slice')?.find(isFixed) === model.get('frame')) {
      // The slice says so as well, and more.
      return;
    }
    const { slice } = sliced;
    const stepped = slice.findIndex(isFixed);
    if (stepped >= 0 && slice[stepped] !== model.get('frame')) {
      sliced.slice = slice.map((old, index) => (index === stepped ? model.get('frame') : old));
      // The position may be outside, and was moved to the end.
      toKernel();
    }
  };
  const toKernel = () => {
    const { slice } = sliced;
    write(model, 'slice', slice);
    write(model, 'frame', slice.find(isFixed) ?? model.get('frame'));
    model.save_changes();
  };
  toPage();
  return join(
    listen(model, 'slice', toPage),
    listen(model, 'frame', frameToPage),
    follow(sliced.sliceChanged, toKernel)
  );
}

/** Keep the conditions of a search and the widget's `query` the same. */
export function bindQuery(
  model: IWidgetModel,
  { search, servers, tree }: BrowserModel,
  ready: () => Promise<void>
): Unbind {
  let begun = false;
  const toPage = () => {
    const query = model.get('query');
    if (begun && !same(query, search.conditions)) {
      void ready().then(() => (search.conditions = query));
    }
  };
  const toKernel = () => {
    if (begun) {
      const { server = '', path = [] } = search.conditions.length && tree.query ? tree.query : {};
      write(model, 'query', [...search.conditions]);
      write(model, '_below', { server, path });
      model.save_changes();
    }
  };
  // Where to search is known once the servers are.
  const begin = () => {
    if (servers.loaded && !begun) {
      begun = true;
      toPage();
    }
  };
  begin();
  return join(
    listen(model, 'query', toPage),
    follow(servers.changed, begin),
    follow(search.changed, toKernel)
  );
}

/** Edit metadata to what code wants them to be, and tell it whether they are saved. */
export function bindEdit(model: IWidgetModel, editor: MetadataEditorModel): Unbind {
  const toPage = () => {
    const draft = model.get('_draft');
    if (draft && editor.edit) {
      // The notebook does not keep it.
      write(model, '_draft', '');
      editor.setValue(parseJson(draft) as JsonObject);
      model.save_changes();
    }
  };
  const toKernel = () => {
    toPage();
    write(model, 'dirty', editor.isDirty);
    model.save_changes();
  };
  return join(listen(model, '_draft', toPage), follow(editor.changed, toKernel));
}

function isFixed(position: number | null): position is number {
  return position !== null;
}

/** Set a trait where it is to be different; it is sent by `save_changes`. */
function write<K extends keyof ITraits>(model: IWidgetModel, name: K, value: ITraits[K]): void {
  if (!same(model.get(name), value)) {
    model.set(name, value);
  }
}

/** Act when a trait is another, once all that comes with it is there. */
function listen(model: IWidgetModel, name: keyof ITraits, act: () => void): Unbind {
  // What is set back while the model tells of a change would be taken for no change, and not sent.
  const soon = () => queueMicrotask(act);
  model.on(`change:${name}`, soon);
  return () => model.off(`change:${name}`, soon);
}

function follow<T>(signal: ISignal<unknown, T>, act: () => void): Unbind {
  signal.connect(act);
  return () => void signal.disconnect(act);
}

function join(...all: Unbind[]): Unbind {
  return () => all.forEach(unbind => unbind());
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
