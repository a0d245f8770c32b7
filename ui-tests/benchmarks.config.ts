import { defineConfig } from '@playwright/test';

import { HOME, TILED_PORT, TILED_URI } from './environment';
import tests from './playwright.config';

const [, , jupyter] = [tests.webServer].flat().slice(-3);
if (!jupyter) {
  throw new Error('The configuration of the tests starts no JupyterLab.');
}

/** What `make bench-ui` measures, in the JupyterLab of the tests beside a server of its own. */
export default defineConfig({
  ...tests,
  testDir: 'benchmarks',
  timeout: 240_000,
  retries: 0,
  reporter: [['list'], ['./benchmarks/reporter.ts']],
  use: {
    ...tests.use,
    trace: 'off',
    launchOptions: {
      ...tests.use?.launchOptions,
      // There is no graphics processor where this runs. Debian's Chromium would imitate one, which
      // takes a tenth of a second for a small copy between canvases.
      args: [...(tests.use?.launchOptions?.args ?? []), '--disable-gpu']
    }
  },
  webServer: [
    {
      command: `python benchmarks/serve.py --port ${TILED_PORT} --home ${HOME}`,
      url: `${TILED_URI}/healthz`,
      timeout: 180_000,
      gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
      reuseExistingServer: false
    },
    jupyter
  ]
});
