import { defineConfig } from '@playwright/test';

import { serversOf } from './environment';
import tests, { all } from './playwright.config';

/** The pictures of the documentation, taken in the same JupyterLab as the tests. */
export default defineConfig({
  ...tests,
  testDir: 'screenshots',
  workers: 1,
  // Those of that one worker.
  webServer: all(serversOf(0)),
  retries: 0,
  reporter: 'list'
});
