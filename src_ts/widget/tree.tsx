import { BrowserModel } from '../models/browser';
import { nodeId } from '../models/tree/rows';
import { Asked } from '../views/sidebar/asked';
import { RowMenus } from '../views/sidebar/rowmenus';
import { Sidebar } from '../views/sidebar/sidebar';
import { acting } from './acting';
import type { IViewer } from './model';
import { mounting } from './mount';
import { bindSelection } from './traits';

/** Draw the nodes of a server. */
export const mount: IViewer['mount'] = mounting('tree', (model, transport, reconnect) => {
  const browser = new BrowserModel({ transport });
  const { server, path } = model.get('_target');
  browser.tree.expansion = [[], ...path].map((_, depth) => nodeId(server, path.slice(0, depth)));
  const { host, exporting, intent, dispose } = acting(browser, transport, reconnect, true);
  const unbind = bindSelection(model, browser);
  return {
    element: (
      <RowMenus model={browser} host={host}>
        <Sidebar model={browser} host={host} compact>
          <Asked model={browser} exporting={exporting} intent={intent} host={host} />
        </Sidebar>
      </RowMenus>
    ),
    dispose: () => {
      unbind();
      dispose();
      browser.dispose();
    }
  };
});
