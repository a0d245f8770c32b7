import { tightTargets } from './axe';
import { expect, test } from './fixtures';
import { misfits } from './layout';

const GOOD = 'button { width: 100px; height: 30px } div { position: relative }';
const BAD = `
  .long { width: 60px; overflow: hidden; white-space: nowrap }
  .raised { margin-top: -1em }
  .cover { position: absolute; inset: 0; background: white }
  button.small { width: 12px; height: 12px; padding: 0; border: 0 }`;

const PAGE = `
  <style>${GOOD}</style>
  <style id="bad">${BAD}</style>
  <main>
    <div class="long">Words that are longer than their room</div>
    <div>One line</div>
    <div class="raised">Another</div>
    <div><button>Covered</button><div class="cover">The cover</div></div>
    <div>
      <button class="small" aria-label="Undo"></button
      ><button class="small" aria-label="Redo"></button>
    </div>
  </main>`;

test('what is cut off, covered or too small for a finger is noticed', async ({ context }) => {
  // Of JupyterLab, no more is needed than its address.
  const page = await context.newPage();
  await page.goto('/lab/api/themes/@jupyterlab/theme-light-extension/index.css');
  await page.setContent(PAGE);
  expect(await misfits(page, 'main')).toEqual([
    '“Words that are longer than their room” is cut off',
    '“One line” lies over “Another”',
    '“Covered” lies over “The cover”',
    'Covered is out of reach, below The cover'
  ]);
  expect(await tightTargets(page, 'main')).toEqual([
    expect.stringContaining('aria-label="Undo"'),
    expect.stringContaining('aria-label="Redo"')
  ]);
  await page.locator('#bad').evaluate(style => style.remove());
  expect([await misfits(page, 'main'), await tightTargets(page, 'main')]).toEqual([[], []]);
});
