import { execFileSync } from 'node:child_process';

import type { APIRequestContext } from '@playwright/test';

interface ISession {
  id: string;
  path: string;
  kernel: { id: string };
}

/** The session of the Tiled browser, asked of the Jupyter server itself. */
export async function browserSessions(request: APIRequestContext): Promise<ISession[]> {
  const sessions = (await (await request.get('/api/sessions')).json()) as ISession[];
  return sessions.filter(({ path }) => path === 'tiled-browser');
}

/** End the kernels of the Tiled browser, as culling does. */
export async function endBrowserSessions(request: APIRequestContext): Promise<void> {
  for (const { id } of await browserSessions(request)) {
    await request.delete(`/api/sessions/${id}`);
  }
}

/** Kill a kernel's process, as running out of memory does. */
export function killKernel(id: string): void {
  const listing = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' });
  const line = listing.split('\n').find(each => each.includes(`kernel-${id}.json`));
  if (!line) {
    throw new Error(`No process runs the kernel ${id}.`);
  }
  process.kill(Number.parseInt(line, 10), 'SIGKILL');
}
