import { violations } from './axe';
import { expect, type Page } from './fixtures';

/** Nothing is wrong with a part of the page in any theme, and it is told as it was. */
export async function expectTold(page: Page, part: string, name: string): Promise<void> {
  await page.locator(part).waitFor();
  await expect.soft(page.locator(part)).toMatchAriaSnapshot({ name: `${name}.aria.yml` });
  expect.soft(await violations(page, part), name).toEqual([]);
}
