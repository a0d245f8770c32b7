import type { ReactElement } from 'react';
import { createRoot } from 'react-dom/client';

import { pageTranslator } from '../core/translator';
import { Transport } from '../core/transport';
import { WidgetChannel } from './channel';
import { KernelWatch } from './kernelwatch';
import type { IViewer, IWidgetModel } from './model';

/** Replaced by the build with the text of the style sheets. */
declare const WIDGET_STYLE: string;

// Says how often a page evaluates this module, which should be once.
performance.mark('tiled_jl.viewer');

/** What is drawn in a widget, and what ends it. */
export interface IContents {
  element: ReactElement;
  dispose(): void;
}

/** Makes what is drawn. The last argument asks the kernel whether it is there. */
export type Contents = (
  model: IWidgetModel,
  transport: Transport,
  reconnect: () => void
) => IContents;

/** Draw a kind of widget in shadow roots, where the notebook's styles and keys do not reach. */
export function mounting(kind: string, contentsOf: Contents): IViewer['mount'] {
  return (model, root) => {
    const style = root.appendChild(document.createElement('style'));
    style.textContent = WIDGET_STYLE.replaceAll(':root', ':host');
    const place = root.appendChild(document.createElement('div'));
    place.className = `tjl-Widget tjl-mod-${kind}`;

    const channel = new WidgetChannel(model);
    const transport = new Transport(() => undefined, pageTranslator());
    transport.attach(channel);
    const kernel = new KernelWatch(model, transport, channel);
    const contents = contentsOf(model, transport, () => kernel.check());
    const react = createRoot(place);
    react.render(contents.element);

    return () => {
      kernel.dispose();
      react.unmount();
      contents.dispose();
      channel.dispose();
    };
  };
}
