import { PreviewModel } from '../models/preview';
import { Preview } from '../views/preview';
import { WidgetHost } from './host';
import type { IViewer } from './model';
import { mounting } from './mount';
import { bindSlice } from './traits';

/** Draw the data of a node. */
export const mount: IViewer['mount'] = mounting('preview', (model, transport, reconnect) => {
  const preview = new PreviewModel(transport, model.get('_target'));
  const host = new WidgetHost(transport, { refresh: () => void preview.open(), reconnect });
  const unbind = bindSlice(model, preview);
  return {
    element: <Preview model={preview} host={host} />,
    dispose: () => {
      unbind();
      preview.dispose();
    }
  };
});
