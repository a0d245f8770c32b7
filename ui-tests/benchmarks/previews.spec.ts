import type { Locator } from '@playwright/test';

import { median, record, TRIES } from './figures';
import { test } from './lab';
import { type IDrawing, timed } from './probe';
import { serverTime } from './server';

const FIRST_JUMP = 5_000_000;
const PARTITION = 10_000;
const STEPS = 20;
const REPEAT = 30;

/** Whether the frame of the stack that the slider is at was just drawn. */
function drewFrame(drawing: IDrawing | null, frame: number | null): boolean {
  const slider = document.querySelector<HTMLInputElement>('.tjl-Slider input[type="range"]');
  const label = drawing?.canvas.getAttribute('aria-label') ?? '';
  return drawing?.kind === 'drawImage' && label.includes(`frame ${frame ?? slider?.value} of`);
}

/** What is said of the resolution of the picture on show. */
async function resolution(preview: Locator): Promise<string> {
  return (await preview.locator('.tjl-Footer-resolution').textContent()) ?? '';
}

/** How long the server takes for a frame at a resolution. */
function frameTime(words: string, frame: number): Promise<number> {
  const [down = '1', across = down] = [...words.matchAll(/every (\d+)/g)].map(([, step]) => step);
  return serverTime(
    `array/full/stack?slice=${frame},::${down},::${across}&format=application/octet-stream`
  );
}

async function boxOf(
  element: Locator
): Promise<NonNullable<Awaited<ReturnType<Locator['boundingBox']>>>> {
  const box = await element.boundingBox();
  if (!box) {
    throw new Error('It is not in the page.');
  }
  return box;
}

test('another frame of a stack', async ({ lab }) => {
  await lab.open();
  const preview = await lab.preview('stack');
  const slider = preview.getByRole('slider', { name: 'frame' });
  await slider.focus();
  const tries = [];
  const server = [];
  for (let frame = 1; frame <= TRIES; frame++) {
    tries.push(
      await timed(lab.page, 'keydown', () => slider.press('ArrowRight'), drewFrame, frame)
    );
    server.push(await frameTime(await resolution(preview), frame));
  }
  const own = median(server);
  record({
    name: 'a new frame of a stack of 2048² uint16, over the server’s time',
    unit: 'ms',
    asked: 120,
    tries: tries.map(took => took - own)
  });
});

test('scrubbing through a stack', async ({ lab }) => {
  const { page } = lab;
  await lab.open();
  const preview = await lab.preview('stack');
  const slider = preview.getByRole('slider', { name: 'frame' });
  const tries = [];
  const late = [];
  const server = [];
  for (let each = 0; each < TRIES; each++) {
    const key = each % 2 ? 'ArrowLeft' : 'ArrowRight';
    await slider.focus();
    for (let step = 0; step < STEPS; step++) {
      await page.keyboard.down(key);
      await page.waitForTimeout(REPEAT);
    }
    const released = await page.evaluateHandle(() => {
      const when = { at: NaN };
      window.addEventListener('keyup', event => (when.at = event.timeStamp), {
        capture: true,
        once: true
      });
      return when;
    });
    const act = async () => {
      await page.keyboard.down(key);
      await page.keyboard.up(key);
    };
    tries.push(await timed(page, 'input', act, drewFrame, null));
    // The picture that was measured, before a sharper one takes its place.
    const words = await resolution(preview);
    await page.waitForTimeout(300);
    late.push(
      await released.evaluate(({ at }) => window.tjlProbe.asked.filter(time => time > at).length)
    );
    server.push(await frameTime(words, each));
  }
  const own = median(server);
  record({
    name: 'from the last of many moves of the slider to its frame, over the server’s time',
    unit: 'ms',
    asked: 120,
    tries: tries.map(took => took - own)
  });
  record({
    name: 'frames asked for after the key that moved it was released',
    unit: '',
    asked: 1,
    tries: late
  });
});

test('zooming into a line', async ({ lab }) => {
  const { page } = lab;
  await lab.open();
  const preview = await lab.preview('line');
  const pane = preview.locator('.u-over');
  const { x, y, width, height } = await boxOf(pane);
  const drewCurve = (drawing: IDrawing | null, whole: boolean) => {
    const words = document.querySelector('.tjl-Footer-resolution')?.textContent ?? '';
    return (
      drawing?.kind === 'stroke' &&
      drawing.canvas.closest('.tjl-Line-pane') !== null &&
      words.startsWith('10,000,000 of') === whole
    );
  };
  const tries = [];
  for (let each = 0; each < TRIES; each++) {
    // From a half down to a hundredth of what is on show.
    const part = 0.5 * 0.02 ** (each / (TRIES - 1));
    const from = (1 - part) * ((each * 0.618) % 1);
    await page.mouse.move(x + from * width, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + (from + part) * width, y + height / 2, { steps: 4 });
    tries.push(await timed(page, 'mouseup', () => page.mouse.up(), drewCurve, false));
    await timed(page, 'dblclick', () => pane.dblclick(), drewCurve, true);
  }
  record({ name: 'zooming into a line of 10,000,000 points', unit: 'ms', asked: 150, tries });
});

test('jumping to a row of a table', async ({ lab }) => {
  await lab.open();
  const preview = await lab.preview('table');
  const field = preview.getByRole('spinbutton', { name: 'Go to row' });
  const tries = [];
  for (let each = 0; each < TRIES; each++) {
    const row = FIRST_JUMP + each * 4 * PARTITION;
    await field.fill(String(row));
    tries.push(
      await timed(
        lab.page,
        'keydown',
        () => field.press('Enter'),
        (drawing: IDrawing | null, code) =>
          drawing?.kind === 'fillText' && drawing.text.replace(/\D/g, '') === code,
        String(3 * row + 1)
      )
    );
  }
  record({ name: 'a jump to row 5,000,000 and rows far from it', unit: 'ms', asked: 150, tries });
});
