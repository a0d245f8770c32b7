import { defineConfig } from '@playwright/test';

import { HOME, JUPYTER_PORT, TILED_PORT, TILED_URI, USERS_PORT, USERS_URI } from './environment';

// Where the programs are that serve: those of an installed wheel see nothing else, so no Node either.
const bin = process.env.TILED_JL_TEST_BIN;
const path: Record<string, string> = bin ? { PATH: bin } : {};

const JUPYTER_URL = `http://127.0.0.1:${JUPYTER_PORT}`;

/** Tiled with users. Only the whole suite logs in; the programs beside a wheel cannot start it. */
const USERS = {
  command: `python serve_users.py --port ${USERS_PORT}`,
  url: `${USERS_URI}/healthz`,
  timeout: 180_000,
  gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 10_000 },
  reuseExistingServer: false
};

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  // One JupyterLab and one list of servers serve all tests.
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  retries: process.env.CI ? 1 : 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['html', { open: 'never' }]],
  use: {
    baseURL: JUPYTER_URL,
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
  webServer: [
    {
      command: `python serve_tiled.py --port ${TILED_PORT} --home ${HOME}`,
      url: `${TILED_URI}/healthz`,
      timeout: 180_000,
      env: path,
      gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
      reuseExistingServer: false
    },
    ...(bin ? [] : [USERS]),
    {
      command: 'jupyter lab --config jupyter_server_test_config.py',
      url: `${JUPYTER_URL}/lab`,
      timeout: 120_000,
      gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
      reuseExistingServer: false,
      env: {
        ...path,
        JUPYTER_PATH: 'share',
        JUPYTER_PREFER_ENV_PATH: '1',
        TILED_JL_HOME: HOME,
        TILED_CACHE_DIR: `${HOME}/cache`,
        TILED_PROFILES: `${HOME}/profiles`,
        TILED_SITE_PROFILES: `${HOME}/site-profiles`,
        TILED_JL_TEST_JUPYTER_PORT: String(JUPYTER_PORT)
      }
    }
  ]
});
