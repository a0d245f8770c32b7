import type { ReactElement } from 'react';
import { createRoot } from 'react-dom/client';

import { Transport } from '../core/transport';
import { BrowserModel } from '../models/browser';
import { PreviewModel } from '../models/preview';
import { nodeId } from '../models/rows';
import { ServersModel } from '../models/servers';
import { Account } from '../views/account';
import { Preview } from '../views/preview';
import { Sidebar } from '../views/sidebar';
import { WidgetChannel } from './channel';
import { WidgetHost } from './host';
import { KernelWatch } from './kernelwatch';
import type { IWidgetModel } from './model';
import { bindSelection, bindSlice } from './traits';

/** Replaced by the build with the text of the style sheets. */
declare const WIDGET_STYLE: string;

interface IContents {
  element: ReactElement;
  dispose(): void;
}

/** Draw a widget in a shadow root, where the notebook's styles and keys do not reach. */
export function mount(model: IWidgetModel, root: ShadowRoot): () => void {
  const style = root.appendChild(document.createElement('style'));
  style.textContent = WIDGET_STYLE.replaceAll(':root', ':host');
  const place = root.appendChild(document.createElement('div'));
  place.className = `tjl-Widget tjl-mod-${model.get('_kind')}`;

  const channel = new WidgetChannel(model);
  const transport = new Transport(() => undefined);
  transport.attach(channel);
  const kernel = new KernelWatch(model, transport, channel);
  const contents = CONTENTS[model.get('_kind')](model, transport, () => kernel.check());
  const react = createRoot(place);
  react.render(contents.element);

  return () => {
    kernel.dispose();
    react.unmount();
    contents.dispose();
    channel.dispose();
  };
}

const CONTENTS = { tree: treeOf, preview: previewOf, login: loginOf };

function loginOf(model: IWidgetModel, transport: Transport, reconnect: () => void): IContents {
  const servers = new ServersModel(transport);
  const { server } = model.get('_target');
  const host = new WidgetHost(transport, { refresh: () => void servers.load(), reconnect });
  return {
    element: <Account transport={transport} servers={servers} server={server} host={host} />,
    dispose: () => servers.dispose()
  };
}

function treeOf(model: IWidgetModel, transport: Transport, reconnect: () => void): IContents {
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
}

function previewOf(model: IWidgetModel, transport: Transport, reconnect: () => void): IContents {
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
}
