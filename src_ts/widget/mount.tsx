import type { ReactElement } from 'react';
import { createRoot } from 'react-dom/client';

import { failure } from '../core/failure';
import { Transport } from '../core/transport';
import { BrowserModel } from '../models/browser';
import { PreviewModel } from '../models/preview';
import { Preview } from '../views/preview';
import { Sidebar } from '../views/sidebar';
import { WidgetChannel } from './channel';
import { WidgetHost } from './host';
import type { IWidgetModel } from './model';
import { bindSelection, bindSlice } from './traits';

const PATIENCE = 10_000;

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
  const watching = watchKernel(model, transport, channel);
  const contents =
    model.get('_kind') === 'tree' ? treeOf(model, transport) : previewOf(model, transport);
  const react = createRoot(place);
  react.render(contents.element);

  return () => {
    watching();
    react.unmount();
    contents.dispose();
    channel.dispose();
  };
}

function treeOf(model: IWidgetModel, transport: Transport): IContents {
  const browser = new BrowserModel({ transport });
  const host = new WidgetHost(transport, () => void browser.refresh());
  const unbind = bindSelection(model, browser);
  return {
    element: <Sidebar model={browser} host={host} compact />,
    dispose: () => {
      unbind();
      browser.dispose();
    }
  };
}

function previewOf(model: IWidgetModel, transport: Transport): IContents {
  const preview = new PreviewModel(transport, model.get('_target'));
  const host = new WidgetHost(transport, () => void preview.open());
  const unbind = bindSlice(model, preview);
  return {
    element: <Preview model={preview} host={host} />,
    dispose: () => {
      unbind();
      preview.dispose();
    }
  };
}

/** Notice that the kernel is gone: a widget's messages then go nowhere, without a word. */
function watchKernel(
  model: IWidgetModel,
  transport: Transport,
  channel: WidgetChannel
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onUpdate = () => {
    transport.attach(channel);
    const ended = failure(
      'unreachable',
      'The kernel of this notebook was restarted or has ended.',
      'Run this cell again.'
    );
    clearTimeout(timer);
    timer = setTimeout(() => transport.detach('dead', ended), PATIENCE);
    transport.request('hello', {}).then(
      () => clearTimeout(timer),
      () => undefined
    );
  };
  model.on('comm_live_update', onUpdate);
  return () => {
    clearTimeout(timer);
    model.off('comm_live_update', onUpdate);
  };
}
