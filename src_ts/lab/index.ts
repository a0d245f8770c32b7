import type { JupyterFrontEndPlugin } from '@jupyterlab/application';

import { browserPlugin } from './browser';
import { codePlugin } from './code';
import { commandsPlugin } from './commands';
import { editingPlugin } from './editing';
import { copiesPlugin } from './copies';
import { exportsPlugin } from './exports';
import { findingPlugin } from './finding';
import { followPlugin } from './follow';
import { hostPlugin } from './host';
import { notebookPlugin } from './notebook';
import { previewsPlugin } from './previews';
import { sessionPlugin } from './session';
import { settingsPlugin } from './settings';
import { sidebarPlugin } from './sidebar';
import { statusPlugin } from './status';

export * from './tokens';

const plugins: JupyterFrontEndPlugin<unknown>[] = [
  settingsPlugin,
  sessionPlugin,
  browserPlugin,
  codePlugin,
  notebookPlugin,
  hostPlugin,
  exportsPlugin,
  editingPlugin,
  copiesPlugin,
  previewsPlugin,
  followPlugin,
  commandsPlugin,
  findingPlugin,
  sidebarPlugin,
  statusPlugin
];

export default plugins;
