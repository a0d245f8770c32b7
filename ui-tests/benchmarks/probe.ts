import type { Page } from '@playwright/test';

/** Something that was just drawn on a canvas. */
export interface IDrawing {
  kind: 'drawImage' | 'stroke' | 'fillText';
  canvas: HTMLCanvasElement;
  /** The text, for `fillText`. */
  text: string;
}

/** Whether what is waited for is there, seen after a change of the page or a drawing on a canvas. */
export type Condition<T> = (drawing: IDrawing | null, argument: T) => boolean;

interface IProbe {
  next<T>(event: string, condition: string, argument: T): Promise<number>;
  /** When each request for another frame was sent; one for a sharper picture of it is none. */
  readonly asked: number[];
  /** Begin to look at each frame of the tree. */
  watchTree(): void;
  /** The longest time, since then, in which the view of the tree was not full of rows with data. */
  longestGap(): number;
}

declare global {
  // The browser's own name for it.
  // eslint-disable-next-line @typescript-eslint/naming-convention
  interface Window {
    tjlProbe: IProbe;
  }
}

/** Watch what every page of a browser draws and sends; to be called before a page is loaded. */
export async function install(page: Page): Promise<void> {
  await page.addInitScript(probe);
}

/**
 * How many milliseconds pass from the next event of a kind until a condition holds and is painted.
 *
 * @param event - what a person does, as the browser names it; the first one after the call counts.
 * @param act - does it.
 * @param condition - runs in the page, so it knows nothing but its arguments.
 */
export async function timed<T>(
  page: Page,
  event: string,
  act: () => Promise<unknown>,
  condition: Condition<T>,
  argument: T
): Promise<number> {
  const waiting = await page.evaluateHandle(
    ({ event, condition, argument }) => ({
      painted: window.tjlProbe.next(event, condition, argument)
    }),
    { event, condition: String(condition), argument: argument }
  );
  await act();
  const took = await waiting.evaluate(({ painted }) => painted);
  await waiting.dispose();
  return took;
}

/** Runs in the page. */
function probe(): void {
  let watch: ((drawing: IDrawing | null) => void) | null = null;
  const asked: number[] = [];
  let frameAsked = '';

  const prototype = CanvasRenderingContext2D.prototype as unknown as Record<
    IDrawing['kind'],
    (...args: unknown[]) => void
  >;
  for (const kind of ['drawImage', 'stroke', 'fillText'] as const) {
    const draw = prototype[kind];
    prototype[kind] = function (this: CanvasRenderingContext2D, ...args: unknown[]) {
      draw.apply(this, args);
      watch?.({ kind, canvas: this.canvas, text: kind === 'fillText' ? String(args[0]) : '' });
    };
  }

  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (message) {
    const text =
      typeof message === 'string' ? message : new TextDecoder().decode(message as ArrayBuffer);
    const at = text.includes('"preview.image"')
      ? /"at":\s*(\[[^\]]*\])/.exec(text)?.[1]
      : undefined;
    if (at !== undefined && at !== frameAsked) {
      frameAsked = at;
      asked.push(performance.now());
    }
    send.call(this, message);
  };

  let longest = 0;
  let frame = 0;

  /** Whether rows that say something fill the view of the tree. */
  const isFull = () => {
    const tree = document.querySelector('.tjl-Tree');
    const view = tree?.getBoundingClientRect();
    const rows = tree?.querySelectorAll('.tjl-Row:not([data-kind="loading"])') ?? [];
    const covered = [...rows].reduce((sum, row) => {
      const { top, bottom } = row.getBoundingClientRect();
      const [first, last] = [Math.max(top, view?.top ?? 0), Math.min(bottom, view?.bottom ?? 0)];
      return sum + Math.max(0, last - first);
    }, 0);
    return covered >= (view?.height ?? 0) - 1;
  };

  window.tjlProbe = {
    asked,
    watchTree: () => {
      longest = 0;
      let full = performance.now();
      const look = (now: number) => {
        // A frame that comes late is a gap too: what was scrolled to is drawn by then only.
        longest = Math.max(longest, now - full);
        full = isFull() ? now : full;
        frame = requestAnimationFrame(look);
      };
      frame = requestAnimationFrame(look);
    },
    longestGap: () => {
      cancelAnimationFrame(frame);
      return longest;
    },
    next: (event, condition, argument) => {
      const holds = (0, eval)(`(${condition})`) as Condition<typeof argument>;
      return new Promise(resolve => {
        let began: number | null = null;
        const painted = new MessageChannel();
        painted.port1.onmessage = () => resolve(performance.now() - (began ?? NaN));
        const check = (drawing: IDrawing | null) => {
          if (began !== null && holds(drawing, argument)) {
            watch = null;
            observer.disconnect();
            // What is posted from an animation frame arrives once that frame has been painted.
            requestAnimationFrame(() => painted.port2.postMessage(null));
          }
        };
        const observer = new MutationObserver(() => check(null));
        observer.observe(document, {
          attributes: true,
          characterData: true,
          childList: true,
          subtree: true
        });
        watch = check;
        const begin = ({ timeStamp }: Event) => {
          began = timeStamp;
        };
        window.addEventListener(event, begin, { capture: true, once: true });
      });
    }
  };
}
