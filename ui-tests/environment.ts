import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

// `npx playwright test` finds the project's own Python, whichever is active.
process.env.PATH = [resolve('..', '.venv', 'bin'), process.env.PATH].join(delimiter);

/** What serves one worker of the tests: two that shared a list of servers would see each other's. */
export interface IServers {
  jupyterPort: number;
  tiledPort: number;
  usersPort: number;
  /** The folder in which the kernels find the list of servers, the key and the tokens. */
  home: string;
}

/** What serves the worker of that number; at unusual ports, so that a developer's own are left alone. */
export function serversOf(worker: number): IServers {
  const port = (name: string, usual: number) =>
    Number(process.env[`TILED_JL_TEST_${name}_PORT`] ?? usual) + 3 * worker;
  const tiledPort = port('TILED', 18975);
  return {
    jupyterPort: port('JUPYTER', 18974),
    tiledPort,
    usersPort: port('USERS', 18976),
    home: join(tmpdir(), `tiled-jl-ui-tests-${tiledPort}`)
  };
}

/** The address of what listens at a port. */
export function uriOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}

const mine = serversOf(Number(process.env.TEST_PARALLEL_INDEX ?? 0));

/** Where JupyterLab listens. */
export const JUPYTER_PORT = mine.jupyterPort;

/** Where Tiled listens. */
export const TILED_URI = uriOf(mine.tiledPort);

/** Where a Tiled that knows users listens. */
export const USERS_URI = uriOf(mine.usersPort);

/** The folder in which the kernels under test find the list of servers and the key. */
export const HOME = mine.home;

/** The name of the file among the keys that holds the one of the server. */
export function apiKeyFile(): string {
  const [file] = readdirSync(join(HOME, 'keys')).filter(name =>
    name.includes(String(mine.tiledPort))
  );
  return file;
}

/** The API key of the server, which only the tests and the kernels know. */
export function apiKey(): string {
  return readFileSync(join(HOME, 'keys', apiKeyFile()), 'utf8').trim();
}
