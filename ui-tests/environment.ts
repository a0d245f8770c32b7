import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

// `npx playwright test` finds the project's own Python, whichever is active.
process.env.PATH = [resolve('..', '.venv', 'bin'), process.env.PATH].join(delimiter);

/** Where JupyterLab listens; an unusual port, so that a developer's own is left alone. */
export const JUPYTER_PORT = Number(process.env.TILED_JL_TEST_JUPYTER_PORT ?? 18974);

/** Where Tiled listens. */
export const TILED_PORT = Number(process.env.TILED_JL_TEST_TILED_PORT ?? 18975);

export const TILED_URI = `http://127.0.0.1:${TILED_PORT}`;

/** Where a Tiled that knows users listens. */
export const USERS_PORT = Number(process.env.TILED_JL_TEST_USERS_PORT ?? 18976);

export const USERS_URI = `http://127.0.0.1:${USERS_PORT}`;

/** The folder in which the kernels under test find the list of servers and the key. */
export const HOME = join(tmpdir(), `tiled-jl-ui-tests-${TILED_PORT}`);

/** The API key of the server, which only the tests and the kernels know. */
export function apiKey(): string {
  const folder = join(HOME, 'keys');
  const [file] = readdirSync(folder).filter(name => name.includes(String(TILED_PORT)));
  return readFileSync(join(folder, file), 'utf8').trim();
}
