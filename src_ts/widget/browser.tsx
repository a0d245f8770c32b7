import { BrowserModel } from '../models/browser';
import { ExportingModel } from '../models/transfers/exporting';
import { FollowingModel } from '../models/following';
import { type IIntended, IntentModel } from '../models/editing/intent';
import { nodeId } from '../models/tree/rows';
import { Browser } from '../views/sidebar/browser';
import { chooseFiles } from '../views/parts/choosefiles';
import type { INodeTarget } from '../views/parts/host';
import { WidgetHost } from './host';
import type { IViewer } from './model';
import { mounting } from './mount';
import { bindQuery, bindSelection, bindSlice } from './traits';

/** Draw the nodes of a server, or of several, and the data of the one that is chosen. */
export const mount: IViewer['mount'] = mounting('browser', (model, transport, reconnect) => {
  const { server, path } = model.get('_target');
  const given = server !== '';
  const browser = new BrowserModel({ transport });
  if (given) {
    browser.tree.expansion = [[], ...path].map((_, depth) => nodeId(server, path.slice(0, depth)));
  }
  const following = new FollowingModel(browser);
  const exporting = new ExportingModel(transport, browser.transfers);
  const intent = new IntentModel();
  const intend = (what: IIntended['what'], target: INodeTarget, files?: readonly File[]) => {
    intent.intended = { what, server: target.server, path: target.path, files };
  };
  const upload = async (target: INodeTarget, given?: readonly File[]) => {
    const files = given ?? (await chooseFiles());
    if (files.length) {
      intend('upload', target, files);
    }
  };
  const host = new WidgetHost(
    transport,
    {
      export: target => void exporting.ask(target),
      'edit-metadata': target => intend('edit-metadata', target),
      'new-container': target => intend('new-container', target),
      upload: (target, files) => void upload(target, files),
      delete: target => intend('delete', target),
      refresh: () => void browser.refresh(),
      reconnect
    },
    browser.rights
  );

  // What belongs to a node waits until it is chosen.
  let selecting = Promise.resolve();
  const ready = () => selecting;
  const unbind = [
    bindSelection(model, browser, done => {
      selecting = done;
    }),
    bindSlice(model, following, ready),
    bindQuery(model, browser, ready)
  ];
  return {
    element: (
      <Browser
        model={browser}
        following={following}
        exporting={exporting}
        intent={intent}
        host={host}
        given={given}
      />
    ),
    dispose: () => {
      unbind.forEach(end => end());
      following.dispose();
      exporting.dispose();
      intent.dispose();
      browser.dispose();
    }
  };
});
