import { gzipSync } from 'node:zlib';
import { beforeEach, expect, it, vi } from 'vitest';
import type { IWidgetModel, OnMessage } from './model';
import { enter, load } from './modules';

/** A widget whose kernel has some modules, or has ended. */
class Widget {
  constructor(
    readonly modules: Record<string, string> | null,
    readonly code = 'not_found'
  ) {}

  readonly asked: { id: string; params: { name: string; have: string[] } }[] = [];

  send(content: object): void {
    const asked = content as (typeof this.asked)[number];
    const { name, have } = asked.params;
    this.asked.push(asked);
    if (this.modules) {
      const names = Object.keys(this.modules).filter(each => !have.includes(each));
      const answer = this.modules[name]
        ? { id: asked.id, result: { names } }
        : { id: asked.id, error: { code: this.code, message: 'No.', hint: '' } };
      const buffers = names.map(each => {
        const { buffer, byteOffset, byteLength } = gzipSync(this.modules?.[each] ?? '');
        return new DataView(buffer, byteOffset, byteLength);
      });
      queueMicrotask(() => this._listener?.(answer, buffers));
    }
  }

  on(_: string, listener: OnMessage): void {
    this._listener = listener;
  }

  off(): void {
    this._listener = undefined;
  }

  private _listener: OnMessage | undefined;
}

const draw = (widget: Widget) => enter({} as HTMLElement, widget as unknown as IWidgetModel);

beforeEach(() => {
  delete (globalThis as { [key: symbol]: unknown })[Symbol.for('tiled_jl.page')];
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  // Node imports no blobs; what is written out is a module as well.
  let written = '';
  vi.stubGlobal(
    'Blob',
    class extends Blob {
      constructor(parts: string[], options?: BlobPropertyBag) {
        super(parts, options);
        written = parts.join('');
      }
    }
  );
  vi.spyOn(URL, 'createObjectURL').mockImplementation(
    () => `data:text/javascript,${encodeURIComponent(written)}`
  );
});

it('evaluates a module once, and asks only for what the page does not have', async () => {
  const counted = 'globalThis.counted = (globalThis.counted ?? 0) + 1; export const one = 1;';
  const widget = new Widget({
    'chunk-A': counted,
    'tree-B': 'export { one } from "./chunk-A.js"',
    'preview-C': 'import { one } from "./chunk-A.js"; export const two = one + 1'
  });
  draw(widget);
  const [tree, again] = await Promise.all([load('tree-B'), load('tree-B')]);
  expect(tree).toBe(again);
  expect(tree).toMatchObject({ one: 1 });
  expect(await load('preview-C')).toMatchObject({ two: 2 });
  expect((globalThis as { counted?: number }).counted).toBe(1);
  expect(widget.asked).toHaveLength(1);
});

it('asks another widget where a kernel has ended, or has another version', async () => {
  const [living, other, ended] = [
    new Widget({ 'tree-D': 'export const name = "D"' }),
    new Widget({}),
    new Widget(null)
  ];
  [living, other, ended].forEach(draw);
  const module = load('tree-D');
  await vi.advanceTimersByTimeAsync(2000);
  expect(await module).toMatchObject({ name: 'D' });
  expect([ended, other, living].map(({ asked }) => asked.length)).toEqual([1, 1, 1]);
});

it('says why a kernel does not give a module, and asks again later', async () => {
  const leave = draw(new Widget({}, 'internal'));
  await expect(load('tree-E')).rejects.toThrow('No.');
  leave();
  draw(new Widget({ 'tree-E': 'export const name = "E"' }));
  expect(await load('tree-E')).toMatchObject({ name: 'E' });
});
