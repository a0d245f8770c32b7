import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { IAddress } from '../models/servers/address';
import { isSortKey } from '../models/tree/arrangement';
import type { PanelId } from '../models/browser';
import { fromArgs, TARGET_ARGS } from './targetargs';
import { ITiledBrowser } from './tokens';

const { server, path } = TARGET_ARGS.properties;

const SORT_ARGS = {
  type: 'object',
  properties: {
    server,
    path,
    sorting: {
      type: 'array',
      description: 'What to sort by, the most important first; empty for the default order.',
      items: {
        type: 'object',
        properties: {
          by: { type: 'string', enum: ['key', 'name', 'added'] },
          key: { type: 'string', description: 'Of the metadata, nested with dots.' },
          descending: { type: 'boolean' }
        }
      }
    }
  }
} as const;

const COLUMNS_ARGS = {
  type: 'object',
  properties: {
    server,
    path,
    columns: {
      type: 'array',
      description: 'Keys of the metadata, nested with dots; without it, those of the node above.',
      items: { type: 'string' }
    }
  }
} as const;

const NO_ARGS = { type: 'object', properties: {} } as const;

/** The commands to find nodes: in another order, with columns, by values, among favourites. */
export const findingPlugin: JupyterFrontEndPlugin<void> = {
  id: 'tiled-jl:finding',
  description:
    'Adds the commands that sort Tiled nodes, show columns of them, and narrow a search.',
  autoStart: true,
  requires: [ITiledBrowser],
  optional: [ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    browser: ITiledBrowser,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ): void => {
    const { commands } = app;
    const trans = (translator ?? nullTranslator).load('tiled_jl');
    const category = trans.__('Tiled');

    const placeOf = (args: ReadonlyPartialJSONObject): IAddress | null =>
      fromArgs(args) ?? browser.model?.search.place ?? null;

    const orders = [
      { label: trans.__('Sort by name'), by: 'name', descending: false },
      { label: trans.__('Sort with the newest first'), by: 'added', descending: true }
    ];
    commands.addCommand('tiled-jl:sort', {
      label: args => {
        const [first] = Array.isArray(args.sorting) ? args.sorting.filter(isSortKey) : [];
        const known = orders.find(order => order.by === first?.by);
        return known?.label ?? trans.__('Sort in the default order');
      },
      caption: trans.__('Sort the children of a container'),
      describedBy: { args: SORT_ARGS },
      isEnabled: args => placeOf(args) !== null,
      execute: args => {
        const place = placeOf(args);
        const sorting = Array.isArray(args.sorting) ? args.sorting.filter(isSortKey) : [];
        if (place) {
          browser.model?.tree.arrangement.arrange(place, { sorting });
        }
      }
    });
    for (const { by, descending } of orders) {
      const args = { sorting: [{ by, key: '', descending }] };
      palette?.addItem({ command: 'tiled-jl:sort', args, category });
    }
    palette?.addItem({ command: 'tiled-jl:sort', args: { sorting: [] }, category });

    commands.addCommand('tiled-jl:show-columns', {
      label: trans.__('Show columns'),
      caption: trans.__('Show values of the metadata beside the children of a container'),
      describedBy: { args: COLUMNS_ARGS },
      isEnabled: args => placeOf(args) !== null,
      execute: args => {
        const place = placeOf(args);
        const columns = Array.isArray(args.columns) ? args.columns.map(String) : undefined;
        if (place) {
          browser.model?.tree.arrangement.arrange(place, { columns });
        }
      }
    });

    const panels: { id: string; label: string; caption: string; panel: PanelId }[] = [
      {
        id: 'tiled-jl:facets',
        label: trans.__('Narrow by values…'),
        caption: trans.__('Count the values of the metadata, and search for some'),
        panel: 'facets'
      },
      {
        id: 'tiled-jl:places',
        label: trans.__('Favourites and recent nodes…'),
        caption: trans.__('Go to a node that was kept or opened before'),
        panel: 'places'
      }
    ];
    for (const { id, label, caption, panel } of panels) {
      commands.addCommand(id, {
        label,
        caption,
        describedBy: { args: NO_ARGS },
        execute: async () => {
          const model = await browser.load();
          await commands.execute('tiled-jl:activate');
          model.panel = panel;
        }
      });
      palette?.addItem({ command: id, category });
    }

    commands.addCommand('tiled-jl:show-new', {
      label: trans.__('Show new nodes'),
      caption: trans.__('Put the nodes that have come since into the tree'),
      describedBy: { args: NO_ARGS },
      isEnabled: () => Boolean(browser.model?.arrivals.news.length),
      execute: () => browser.model?.arrivals.take()
    });
    palette?.addItem({ command: 'tiled-jl:show-new', category });
  }
};
