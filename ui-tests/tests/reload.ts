import type { Page, Request } from '@playwright/test';

import { expect } from './fixtures';

// JupyterLab keeps its layout and what is open a second after either changed.
const SETTLED = 3000;

/** Load the page again, once JupyterLab has kept all that it keeps for the next time. */
export async function reload(page: Pick<Page, 'off' | 'on' | 'reload'>): Promise<void> {
  let last = Date.now();
  const keeping = (request: Request) => {
    if (request.method() === 'PUT' && request.url().includes('/api/workspaces/')) {
      last = Date.now();
    }
  };
  page.on('request', keeping);
  await expect.poll(() => Date.now() - last, { timeout: 60_000 }).toBeGreaterThan(SETTLED);
  page.off('request', keeping);
  await page.reload();
}
