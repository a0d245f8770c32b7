import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { linkIcon } from '@jupyterlab/ui-components';

import type { BrowserModel } from '../models/browser';
import { ITiledBrowser, ITiledPreviews, ITiledSettings } from './tokens';

const NO_ARGS = { args: { type: 'object', properties: {} } } as const;
// Long enough to run through the tree with an arrow key without opening everything on the way.
const PAUSE = 200;

/** One preview that shows what is selected in the sidebar, where the person wants that. */
export const followPlugin: JupyterFrontEndPlugin<void> = {
  id: 'tiled-jl:follow',
  description: 'Shows in one preview whichever Tiled node is selected in the sidebar.',
  autoStart: true,
  requires: [ITiledBrowser, ITiledPreviews, ITiledSettings],
  optional: [ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    browser: ITiledBrowser,
    previews: ITiledPreviews,
    settings: ITiledSettings,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ): void => {
    const { commands } = app;
    const trans = (translator ?? nullTranslator).load('tiled_jl');
    const category = trans.__('Tiled');

    const show = () => {
      const selection = browser.model?.selection;
      if (settings.followSelection && selection?.node.path.length) {
        const { server, node } = selection;
        void previews.follow({ server: server.id, path: node.path, node });
      }
    };
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(show, PAUSE);
    };
    browser.whenLoaded((model: BrowserModel) => model.selectionChanged.connect(soon));

    commands.addCommand('tiled-jl:follow-selection', {
      // Not as a state of the button, which JupyterLab's has no role to say.
      label: () =>
        settings.followSelection
          ? trans.__('Stop following the selection')
          : trans.__('Follow the selection'),
      caption: () =>
        settings.followSelection
          ? trans.__('Stop following the selection: previews stay as they are')
          : trans.__('Follow the selection: show in one preview whichever node is selected'),
      icon: linkIcon,
      className: () => (settings.followSelection ? 'tjl-mod-following' : ''),
      describedBy: NO_ARGS,
      execute: () => settings.setFollowSelection(!settings.followSelection)
    });
    commands.addCommand('tiled-jl:pin-preview', {
      label: trans.__('Pin preview'),
      caption: trans.__(
        'Keep this preview, and show the next node that is selected in another one'
      ),
      describedBy: NO_ARGS,
      isEnabled: () => previews.canPin,
      isVisible: () => previews.canPin,
      execute: () => previews.pin()
    });
    palette?.addItem({ command: 'tiled-jl:follow-selection', category });
    palette?.addItem({ command: 'tiled-jl:pin-preview', category });

    settings.changed.connect(() => {
      commands.notifyCommandChanged('tiled-jl:follow-selection');
      show();
    });
  }
};
