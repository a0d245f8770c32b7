import type { Locator } from '@playwright/test';

import { expect, type Page } from './fixtures';

// More than there are places to go to in a part of the page.
const MOST_STEPS = 60;

/** Go to something by the Tab key, or back to it by another one. */
export async function tabTo(page: Page, to: Locator, key = 'Tab'): Promise<void> {
  await to.waitFor();
  for (let step = 0; step < MOST_STEPS && !(await isFocused(to)); step++) {
    await page.keyboard.press(key);
  }
  await expect(to).toBeFocused();
}

/** Go to a row by the first letters of its name: again, where the rest came too late. */
export async function typeTo(page: Page, row: Locator, letters: string): Promise<void> {
  await row.waitFor();
  await expect(async () => {
    await page.keyboard.type(letters);
    await expect(row).toBeFocused({ timeout: 1000 });
  }).toPass();
}

function isFocused(locator: Locator): Promise<boolean> {
  return locator.evaluate(element => element === document.activeElement);
}
