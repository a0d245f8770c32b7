import type { JupyterFrontEndPlugin } from '@jupyterlab/application';

import { browserPlugin } from './browser';
import { commandsPlugin } from './commands';
import { exportsPlugin } from './exports';
import { followPlugin } from './follow';
import { hostPlugin } from './host';
import { notebookPlugin } from './notebook';
import { previewsPlugin } from './previews';
import { sessionPlugin } from './session';
import { settingsPlugin } from './settings';
import { sidebarPlugin } from './sidebar';

export * from './tokens';

const plugins: JupyterFrontEndPlugin<unknown>[] = [
  settingsPlugin,
  sessionPlugin,
  browserPlugin,
  notebookPlugin,
  hostPlugin,
  exportsPlugin,
  previewsPlugin,
  followPlugin,
  commandsPlugin,
  sidebarPlugin
];

export default plugins;
