import AxeBuilder from '@axe-core/playwright';

import type { Page } from './fixtures';

// The toolbar's buttons are JupyterLab's elements: the role that goes with their state is inside, out of axe's sight.
const UNSEEN_ROLE = { id: 'aria-allowed-attr', html: '<jp-button ' };

/** What axe finds wrong in a part of the page, in words. */
export async function violations(page: Page, part: string): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page: page }).include(part).analyze();
  return found.flatMap(({ id, help, nodes }) =>
    nodes
      .filter(({ html }) => !(id === UNSEEN_ROLE.id && html.startsWith(UNSEEN_ROLE.html)))
      .map(node => `${id}: ${help}: ${node.html} (${node.failureSummary})`)
  );
}
