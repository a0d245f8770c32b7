import AxeBuilder from '@axe-core/playwright';

import type { Page } from './fixtures';

/** What axe finds wrong in a part of the page, in words. */
export async function violations(page: Page, part: string): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page: page }).include(part).analyze();
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(node => `${id}: ${help}: ${node.html} (${node.failureSummary})`)
  );
}
