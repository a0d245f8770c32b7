import { defineConfig } from '@playwright/test';

import { serversOf } from './environment';
import tests, { jupyter, tiled } from './playwright.config';

const servers = serversOf(0);

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
  workers: 1,
  webServer: [
    tiled(`benchmarks/serve.py --home ${servers.home}`, servers.tiledPort),
    jupyter(servers)
  ]
});
