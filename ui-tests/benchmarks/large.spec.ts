import { record, TRIES } from './figures';
import { type Lab, test } from './lab';
import { timed } from './probe';

const PAGE_HEIGHT = 200 * 24;
const STEPS = 40;
const WHEEL = 120;
const SETTLED = 400;

async function openLarge(lab: Lab): Promise<void> {
  await lab.open();
  await lab.sidebar.expand('large');
  await lab.sidebar.row('item000000').waitFor();
}

test('scrolling through 100,000 children', async ({ lab }) => {
  const { page } = lab;
  await openLarge(lab);
  await lab.sidebar.tree.hover();
  const tries = [];
  for (let each = 0; each < TRIES; each++) {
    await page.evaluate(() => window.tjlProbe.watchTree());
    for (let step = 0; step < STEPS; step++) {
      await page.mouse.wheel(0, WHEEL);
    }
    await page.waitForTimeout(SETTLED);
    tries.push(await page.evaluate(() => window.tjlProbe.longestGap()));
  }
  record({
    name: 'scrolling through 100,000 children not loaded before: longest time without all rows in view',
    unit: 'ms',
    asked: 100,
    tries
  });
});

test('filtering 100,000 loaded rows', async ({ lab }) => {
  const { page } = lab;
  await openLarge(lab);
  await loadAll(lab);
  const tries = [];
  for (const text of ['0123', '7777', '9901', '5432', '0000'].slice(0, Math.ceil(TRIES / 4))) {
    for (const digit of text) {
      const before = await page.locator('.tjl-Search-status').textContent();
      const took = await timed(
        page,
        'keydown',
        () => lab.sidebar.filter.press(digit),
        (_, before) => {
          const words = document.querySelector('.tjl-Search-status')?.textContent ?? '';
          return words !== before && /^\d.* match/.test(words);
        },
        before
      );
      tries.push(took);
    }
    await lab.sidebar.filter.fill('');
    await lab.sidebar.row('large').waitFor();
  }
  record({
    name: 'a keystroke of the filter over 100,000 loaded rows',
    unit: 'ms',
    asked: 50,
    tries
  });
});

/** Look at every row once. */
async function loadAll({ page }: Lab): Promise<void> {
  await page.evaluate(async step => {
    const tree = document.querySelector('.tjl-Tree');
    const frame = () => new Promise(requestAnimationFrame);
    for (let top = 0; tree && top < tree.scrollHeight; top += step) {
      tree.scrollTop = top;
      do {
        await frame();
        await frame();
      } while (tree.querySelector('[data-kind="loading"]'));
    }
  }, PAGE_HEIGHT);
}
