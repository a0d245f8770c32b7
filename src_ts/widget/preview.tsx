import { ExportingModel } from '../models/transfers/exporting';
import { PreviewModel } from '../models/preview/preview';
import { TransfersModel } from '../models/transfers/transfers';
import { Exportable } from '../views/transfers/exportable';
import { Preview } from '../views/preview/preview';
import { WidgetHost } from './host';
import type { IViewer } from './model';
import { mounting } from './mount';
import { bindSlice } from './traits';

/** Draw the data of a node. */
export const mount: IViewer['mount'] = mounting('preview', (model, transport, reconnect) => {
  const preview = new PreviewModel(transport, model.get('_target'));
  const transfers = new TransfersModel(transport);
  const exporting = new ExportingModel(transport, transfers);
  const host = new WidgetHost(transport, {
    export: target => void exporting.ask(target),
    refresh: () => void preview.open(),
    reconnect
  });
  const unbind = bindSlice(model, preview);
  return {
    element: (
      <Exportable exporting={exporting} transfers={transfers} host={host}>
        <Preview model={preview} host={host} />
      </Exportable>
    ),
    dispose: () => {
      unbind();
      exporting.dispose();
      transfers.dispose();
      preview.dispose();
    }
  };
});
