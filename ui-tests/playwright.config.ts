import { defineConfig } from '@playwright/test';

import { type IServers, JUPYTER_PORT, serversOf, uriOf } from './environment';

// Where the programs are that serve: those of an installed wheel see nothing else, so no Node either.
const bin = process.env.TILED_JL_TEST_BIN;
const path: Record<string, string> = bin ? { PATH: bin } : {};

// A test waits for its page, its kernel and its servers most of the time.
const WORKERS = bin ? 1 : Number(process.env.TILED_JL_TEST_WORKERS ?? 2);

const PATIENCE = {
  timeout: 180_000,
  gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 10_000 },
  reuseExistingServer: false
};

/** A Tiled server, by the command that serves it at a port. */
export function tiled(command: string, port: number) {
  return {
    command: `python ${command} --port ${port}`,
    url: `${uriOf(port)}/healthz`,
    env: path,
    ...PATIENCE
  };
}

/** The JupyterLab whose kernels know the servers of one worker. */
export function jupyter({ jupyterPort, home }: IServers) {
  return {
    command: 'jupyter lab --config jupyter_server_test_config.py',
    url: `${uriOf(jupyterPort)}/lab`,
    env: {
      ...path,
      JUPYTER_PATH: 'share',
      JUPYTER_PREFER_ENV_PATH: '1',
      TILED_JL_HOME: home,
      TILED_CACHE_DIR: `${home}/cache`,
      TILED_PROFILES: `${home}/profiles`,
      TILED_SITE_PROFILES: `${home}/site-profiles`,
      TILED_JL_TEST_JUPYTER_PORT: String(jupyterPort)
    },
    ...PATIENCE
  };
}

/** All that serves one worker. Only the whole suite logs in; what is beside a wheel cannot serve users. */
function all(servers: IServers) {
  const { home, tiledPort, usersPort } = servers;
  return [
    tiled(`serve_tiled.py --home ${home}`, tiledPort),
    ...(bin ? [] : [tiled('serve_users.py', usersPort)]),
    jupyter(servers)
  ];
}

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  workers: WORKERS,
  // Only what hangs comes to these: a loaded machine of two cores takes its time.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  retries: process.env.CI ? 1 : 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['html', { open: 'never' }]],
  use: {
    baseURL: uriOf(JUPYTER_PORT),
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
    video: 'off',
    permissions: ['clipboard-read', 'clipboard-write'],
    launchOptions: {
      executablePath: process.env.PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-dev-shm-usage',
        '--force-color-profile=srgb',
        '--font-render-hinting=none'
      ]
    }
  },
  webServer: Array.from({ length: WORKERS }, (_, worker) => all(serversOf(worker))).flat()
});
