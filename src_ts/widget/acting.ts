import type { ITransport } from '../core/transport';
import type { BrowserModel } from '../models/browser';
import { type IIntended, IntentModel } from '../models/editing/intent';
import { ExportingModel } from '../models/transfers/exporting';
import { chooseFiles } from '../views/parts/choosefiles';
import type { INodeTarget } from '../views/parts/host';
import { type Doing, WidgetHost } from './host';

/** What can be done with the nodes of a tree in a cell, and what has to be asked before. */
export interface IActing {
  host: WidgetHost;
  exporting: ExportingModel;
  intent: IntentModel;
  dispose(): void;
}

/** @param given - whether the servers are given by code, and so no others come or go. */
export function acting(
  browser: BrowserModel,
  transport: ITransport,
  reconnect: () => void,
  given: boolean
): IActing {
  const { servers } = browser;
  const exporting = new ExportingModel(transport, browser.transfers);
  const intent = new IntentModel();
  const intend =
    (what: IIntended['what']) =>
    ({ server, path, others }: INodeTarget, files?: readonly File[]) => {
      intent.intended = { what, server, path, others, files };
    };
  const upload = async (target: INodeTarget, dropped?: readonly File[]) => {
    const files = dropped ?? (await chooseFiles());
    if (files.length) {
      intend('upload')(target, files);
    }
  };
  const arrange = async ({ server, path }: INodeTarget) => {
    await browser.select(server, path);
    browser.panel = 'arrange';
  };
  const ask = ({ server }: INodeTarget) =>
    transport.state === 'ready' && server
      ? void intent.run(() => servers.connect({ server }))
      : reconnect();
  const withServers: Doing = {
    'add-server': () => {
      browser.form = { uri: '' };
    },
    'remove-server': intend('remove-server')
  };
  const doing: Doing = {
    export: target => void exporting.ask(target),
    'copy-to': intend('copy-to'),
    arrange: target => void intent.run(() => arrange(target)),
    'edit-metadata': intend('edit-metadata'),
    'new-container': intend('new-container'),
    upload: (target, files) => void upload(target, files),
    delete: intend('delete'),
    'log-in': ({ server }) => browser.openLogin(server),
    'log-out': ({ server }) => void intent.run(() => servers.logOut(server)),
    'api-keys': ({ server }) => browser.openAccess(server),
    refresh: () => void browser.refresh(),
    reconnect: ask,
    ...(given ? {} : withServers)
  };
  return {
    host: new WidgetHost(transport, doing, browser),
    exporting,
    intent,
    dispose: () => {
      exporting.dispose();
      intent.dispose();
    }
  };
}
