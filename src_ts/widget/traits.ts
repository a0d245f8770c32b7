import type { BrowserModel } from '../models/browser';
import type { PreviewModel } from '../models/preview';
import type { IWidgetModel } from './model';

/** Keep the node chosen in a tree and the widget's `selection` the same. */
export function bindSelection(model: IWidgetModel, browser: BrowserModel): () => void {
  const { server } = model.get('_target');
  const chosen = () => browser.selection?.node.path ?? null;
  const toPage = () => {
    const path = model.get('selection');
    if (path && !same(path, chosen())) {
      browser
        .select(server, path)
        .catch(reason => console.warn('There is no such node to select.', path, reason));
    }
  };
  const toKernel = () => {
    if (!same(model.get('selection'), chosen())) {
      model.set('selection', chosen());
      model.save_changes();
    }
  };
  toPage();
  model.on('change:selection', toPage);
  browser.selectionChanged.connect(toKernel);
  return () => {
    model.off('change:selection', toPage);
    browser.selectionChanged.disconnect(toKernel);
  };
}

/** Keep the positions of a preview's leading dimensions and the widget's `slice` the same. */
export function bindSlice(model: IWidgetModel, preview: PreviewModel): () => void {
  const toPage = () => {
    const slice = model.get('slice');
    if (slice && !same(slice, preview.slice)) {
      preview.slice = slice;
    }
  };
  const toKernel = () => {
    if (!same(model.get('slice'), preview.slice)) {
      model.set('slice', preview.slice);
      model.save_changes();
    }
  };
  toPage();
  model.on('change:slice', toPage);
  preview.sliceChanged.connect(toKernel);
  return () => {
    model.off('change:slice', toPage);
    preview.sliceChanged.disconnect(toKernel);
  };
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
