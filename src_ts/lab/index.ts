import type { JupyterFrontEndPlugin } from '@jupyterlab/application';

import { browserPlugin } from './browser';
import { commandsPlugin } from './commands';
import { editingPlugin } from './editing';
import { exportsPlugin } from './exports';
import { findingPlugin } from './finding';
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
  editingPlugin,
  previewsPlugin,
  commandsPlugin,
  findingPlugin,
  sidebarPlugin
];

export default plugins;
