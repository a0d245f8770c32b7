import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { APIRequestContext } from '@playwright/test';

import { apiKeyFile, HOME } from '../environment';
import { keepOnly } from '../nodes';

/** What the server that can be written to is served with. */
const FIRST_NODES = ['flat_field', 'analysis'];

/**
 * Undo what other tests left, and a failed attempt of the same one: nodes, and what the kernels
 * keep for a person.
 *
 * Settings and all that JupyterLab keeps belong to the page of a test, and go with it.
 */
export async function begin(request: APIRequestContext): Promise<void> {
  for (const folder of ['cache', 'made', 'profiles', 'uploads']) {
    rmSync(join(HOME, folder), { recursive: true, force: true });
  }
  for (const key of readdirSync(join(HOME, 'keys')).filter(name => name !== apiKeyFile())) {
    rmSync(join(HOME, 'keys', key));
  }
  const list = join(HOME, 'servers.json');
  const servers = JSON.parse(readFileSync(list, 'utf8')) as { id: string }[];
  writeFileSync(list, JSON.stringify(servers.filter(({ id }) => id === 'demo')));
  await keepOnly(request, FIRST_NODES);
}
