import { BrowserModel } from '../models/browser';
import { FollowingModel } from '../models/following';
import { nodeId } from '../models/tree/rows';
import { Browser } from '../views/sidebar/browser';
import { acting } from './acting';
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
  const { host, exporting, intent, dispose } = acting(browser, transport, reconnect, given);

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
      dispose();
      browser.dispose();
    }
  };
});
