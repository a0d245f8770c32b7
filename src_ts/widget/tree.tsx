import { BrowserModel } from '../models/browser';
import { nodeId } from '../models/tree/rows';
import { Sidebar } from '../views/sidebar/sidebar';
import { WidgetHost } from './host';
import type { IViewer } from './model';
import { mounting } from './mount';
import { bindSelection } from './traits';

/** Draw the nodes of a server. */
export const mount: IViewer['mount'] = mounting('tree', (model, transport, reconnect) => {
  const browser = new BrowserModel({ transport });
  const { server, path } = model.get('_target');
  browser.tree.expansion = [[], ...path].map((_, depth) => nodeId(server, path.slice(0, depth)));
  const host = new WidgetHost(transport, { refresh: () => void browser.refresh(), reconnect });
  const unbind = bindSelection(model, browser);
  return {
    element: <Sidebar model={browser} host={host} compact />,
    dispose: () => {
      unbind();
      browser.dispose();
    }
  };
});
