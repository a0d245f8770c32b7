import { onTestFinished } from 'vitest';
import type { IPreviewPlan } from '../core/protocol';
import { PreviewModel } from '../models/preview/preview';
import { Preview } from '../views/preview/preview';
// What is loaded later on a page is there at once in a test.
import '../views/preview/contents';
import '../views/preview/dataset';
import '../views/preview/events';
import '../views/preview/file';
import '../views/preview/histogram';
import '../views/plots/line';
import '../views/tables/plotview';
import '../views/tables/table';
import { NotingHost } from './host';
import { type Handlers, Kernel } from './kernel';
import { draw } from './page';

/** A preview on a page of its own, until the end of the test. */
export async function show(shown: IPreviewPlan, handlers: Handlers = {}) {
  const kernel = new Kernel({ 'preview.open': () => shown, ...handlers });
  const host = new NotingHost();
  const model = new PreviewModel(kernel.connect(), { server: 'a', path: ['raw', 'x'] });
  const { page, wait } = await draw(<Preview model={model} host={host} />);
  onTestFinished(() => model.dispose());
  return { kernel, host, model, page, wait };
}
