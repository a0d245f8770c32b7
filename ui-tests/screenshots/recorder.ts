import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';

import type { CDPSession, Locator } from '@playwright/test';

import type { Page } from '../tests/fixtures';

const FRAMES = 'test-results/recordings';
const RECORDINGS = '../docs/_static';

// In milliseconds: as quick as a hand that wants to be followed.
const GLANCE = 500;
const KEY = 70;
const STEP = 25;
const STEPS = 12;
const SLOWLY = 40;

/**
 * A hand on the page: it points, clicks and types so that one can follow, and all is recorded.
 *
 * Time is what the hand takes: however slow the machine, a recording is as long, and nobody who
 * looks at it waits for the page.
 */
export class Recorder {
  /** Begin to record what a page shows. */
  static async start(page: Page, name: string): Promise<Recorder> {
    // The page of the test is one of Galata's around the real one.
    const [real] = page.context().pages();
    const browser = await page.context().newCDPSession(real);
    const recorder = new Recorder(page, browser, name);
    await page.evaluate(drawPointer);
    await browser.send('Page.startScreencast', { format: 'png' });
    return recorder;
  }

  private constructor(
    private readonly _page: Page,
    private readonly _browser: CDPSession,
    private readonly _name: string
  ) {
    rmSync(this._folder, { recursive: true, force: true });
    mkdirSync(this._folder, { recursive: true });
    _browser.on('Page.screencastFrame', ({ data, sessionId }) => {
      writeFileSync(`${this._folder}/${this._time}.png`, Buffer.from(data, 'base64'));
      void _browser.send('Page.screencastFrameAck', { sessionId });
    });
  }

  async point(target: Locator): Promise<{ x: number; y: number }> {
    await target.scrollIntoViewIfNeeded();
    const box = await target.boundingBox();
    if (!box) {
      throw new Error('What is pointed at is not on show.');
    }
    const place = { x: box.x + Math.min(box.width / 2, 120), y: box.y + box.height / 2 };
    await this.move(place.x, place.y);
    return place;
  }

  async move(x: number, y: number, steps = STEPS): Promise<void> {
    for (let step = 1; step <= steps; step++) {
      const part = step / steps;
      await this._page.mouse.move(
        this._at.x + (x - this._at.x) * part,
        this._at.y + (y - this._at.y) * part
      );
      await this._wait(STEP);
    }
    this._at = { x, y };
  }

  async click(target: Locator): Promise<void> {
    const { x, y } = await this.point(target);
    await this._page.mouse.click(x, y);
    await this.glance();
  }

  async doubleClick(target: Locator): Promise<void> {
    const { x, y } = await this.point(target);
    await this._page.mouse.dblclick(x, y);
    await this.glance();
  }

  /** Drag from one place to another. */
  async drag(from: [number, number], to: [number, number]): Promise<void> {
    await this.move(...from);
    await this._page.mouse.down();
    await this.move(...to, SLOWLY);
    await this._page.mouse.up();
    await this.glance();
  }

  async type(field: Locator, text: string): Promise<void> {
    await this.click(field);
    await field.press('Control+A');
    for (const letter of text) {
      await field.pressSequentially(letter);
      await this._wait(KEY);
    }
    await this.glance();
  }

  /** Leave time to see what has happened. */
  async glance(times = 1): Promise<void> {
    await this._wait(times * GLANCE);
  }

  /** Stop, and make a moving picture of what was recorded, and a still one of its end. */
  async stop(): Promise<void> {
    await this.glance(2);
    await this._browser.send('Page.stopScreencast');
    execFileSync('python', [
      'screenshots/moving_picture.py',
      this._folder,
      `${RECORDINGS}/${this._name}.webp`
    ]);
  }

  private async _wait(time: number): Promise<void> {
    await this._page.waitForTimeout(time);
    this._time += time;
  }

  private _at = { x: 450, y: 300 };
  private _time = 0;

  private get _folder(): string {
    return `${FRAMES}/${this._name}`;
  }
}

/** A screencast leaves out the pointer of the mouse: draw one that follows it. */
function drawPointer(): void {
  const pointer = document.createElement('div');
  pointer.innerHTML =
    '<svg width="20" height="24"><path d="M1 1v17l4.2-3.8 2.9 6.9 3-1.3-2.9-6.7h5.9z" ' +
    'fill="#fff" stroke="#000" stroke-width="1.3"/></svg>';
  pointer.style.cssText = 'position: fixed; left: -40px; z-index: 100000; pointer-events: none';
  document.body.append(pointer);
  window.addEventListener(
    'mousemove',
    ({ clientX, clientY }) => {
      pointer.style.left = `${clientX}px`;
      pointer.style.top = `${clientY}px`;
    },
    { capture: true, passive: true }
  );
}
