import { type RunOptions, source } from 'axe-core';

import type { Page as JupyterPage } from './fixtures';

type Page = Pick<JupyterPage, 'evaluate'>;

/** JupyterLab's own themes, by what its server calls them. */
const THEMES = ['light', 'dark', 'dark-high-contrast'];

const ALL: RunOptions = { resultTypes: ['violations'], iframes: false, preload: false };
// What there is to be found again where nothing but the colours is another.
const COLOURS: RunOptions = { ...ALL, runOnly: ['color-contrast', 'link-in-text-block'] };
const TARGETS: RunOptions = { ...ALL, runOnly: ['target-size'] };

/** What axe finds wrong in a part of the page in each theme, in words. */
export async function violations(page: Page, part: string): Promise<string[]> {
  return run(
    page,
    part,
    THEMES.map((theme, index) => ({ theme, options: index ? COLOURS : ALL }))
  );
}

/** What of a part of the page is too small, or too close to another, for a finger: WCAG 2.5.8. */
export async function tightTargets(page: Page, part: string): Promise<string[]> {
  return run(page, part, [{ theme: THEMES[0], options: TARGETS }]);
}

/**
 * Run axe in one theme after the other.
 *
 * Their style sheets are laid over the page, which takes no time and leaves open what is open.
 */
async function run(
  page: Page,
  part: string,
  runs: readonly { theme: string; options: RunOptions }[]
): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) {
    await page.evaluate(source);
  }
  return page.evaluate(
    async ({ part, runs }) => {
      const { axe } = window as unknown as { axe: typeof import('axe-core') };
      const still = new CSSStyleSheet();
      still.replaceSync('*, ::before, ::after { transition: none !important; }');
      const found: string[] = [];
      for (const { theme, options } of runs) {
        const url = `/lab/api/themes/@jupyterlab/theme-${theme}-extension/index.css`;
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(await (await fetch(url)).text());
        document.adoptedStyleSheets = [sheet, still];
        const { violations } = await axe.run(part, options);
        for (const { id, help, nodes } of violations) {
          const words = nodes.map(node => `${node.html} (${node.failureSummary})`);
          found.push(...words.map(each => `${theme}: ${id}: ${help}: ${each}`));
        }
      }
      document.adoptedStyleSheets = [];
      return found;
    },
    { part, runs }
  );
}
