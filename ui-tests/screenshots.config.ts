import { defineConfig } from '@playwright/test';

import tests from './playwright.config';

/** The pictures of the documentation, taken in the same JupyterLab as the tests. */
export default defineConfig({
  ...tests,
  testDir: 'screenshots',
  workers: 1,
  retries: 0,
  reporter: 'list'
});
