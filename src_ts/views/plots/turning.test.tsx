// @vitest-environment happy-dom
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { english } from '../../core/translator';
import type { IPreviewPlan } from '../../core/protocol';
import { LineModel } from '../../models/preview/line';
import type { PreviewModel } from '../../models/preview/preview';
import { curve, picture, plotted } from '../../testing/answers';
import { plan, words } from '../../testing/data';
import { type Handlers, Kernel, settle } from '../../testing/kernel';
import { show } from '../../testing/preview';
import { numberAxis, spanOf } from './chart';
import { lineFigure } from './figure';
import { lineCsv } from './linecsv';
import { quantityOf } from '../parts/quantity';

const handlers: Handlers = {
  'preview.image': request => ({
    result: picture(request, { height: 2, width: 2 }),
    buffers: [new Uint8Array([0, 1, 2, 3]).buffer]
  }),
  'preview.line': request => ({
    result: curve(request),
    buffers: [Float64Array.from([-5, 0, 10, 1000]).buffer]
  }),
  'preview.plot': ({ y }) => ({
    result: plotted(y, 4),
    buffers: y.flatMap(() => [
      Float64Array.from([0, 1, 10, 100]).buffer,
      Float64Array.from([1, 2, 3, 4]).buffer,
      new ArrayBuffer(0)
    ])
  })
};

/** The pane of a picture or a plot, which a page without a screen gives no size. */
const PANE = { width: 800, height: 400 };

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(private readonly _told: (entries: object[]) => void) {}
      observe() {
        this._told([{ contentRect: PANE }]);
      }
      disconnect() {
        return undefined;
      }
    }
  );
  return () => vi.unstubAllGlobals();
});

describe('an image', () => {
  const opened = async () => {
    const { page, model, wait } = await show(plan(['x'], [2, 2]), handlers);
    const places = (axis: string, side: 'left' | 'top') =>
      [...page.querySelectorAll<HTMLElement>(`.tjl-Axes-${axis} .tjl-Tick`)].map(tick => [
        tick.textContent,
        parseFloat(tick.style[side])
      ]);
    const choose = async (item: string) => {
      await wait(() => page.querySelector<HTMLButtonElement>('[aria-label=More]')?.click());
      const items = [...page.querySelectorAll<HTMLButtonElement>('[role^=menuitem]')];
      await wait(() => items.find(({ textContent }) => textContent?.endsWith(item))?.click());
    };
    return { page, model, wait, places, choose };
  };

  it('is turned together with its axes, and turned back', async () => {
    const { model, places, choose } = await opened();
    const columns = [
      ['0', 300],
      ['1', 500]
    ];
    expect(places('columns', 'left')).toEqual(columns);
    await choose('Flip left and right');
    expect(places('columns', 'left')).toEqual([
      ['0', 500],
      ['1', 300]
    ]);
    await choose('Flip top and bottom');
    expect(places('rows', 'top')).toEqual([
      ['0', 300],
      ['1', 100]
    ]);
    expect(model.models.image?.settings).toMatchObject({ flipX: true, flipY: true });
    await choose('Flip left and right');
    expect(places('columns', 'left')).toEqual(columns);
  });

  it('has square pixels, or is stretched over the pane', async () => {
    const { page, wait, places } = await opened();
    const fill = page.querySelector<HTMLButtonElement>('[title="Stretch the image over the pane"]');
    expect(fill?.getAttribute('aria-pressed')).toBe('false');
    await wait(() => fill?.click());
    expect(fill?.getAttribute('aria-pressed')).toBe('true');
    expect(places('columns', 'left')).toEqual([
      ['0', 200],
      ['1', 600]
    ]);
  });
});

describe('a plot of very many columns', () => {
  it('lets one be found by a part of its name, and by keys alone', async () => {
    const columns = Array.from({ length: 10_000 }, (_, index) => ({
      name: `channel ${index}`,
      dtype: 'float64',
      title: null,
      align: 'right' as const,
      unit: null
    }));
    const { page, model, wait } = await show(plan(['x'], [], { kind: 'plot', columns }), handlers);
    const [x] = page.querySelectorAll<HTMLInputElement>('[role=combobox]');
    expect([x.value, page.querySelectorAll('option').length < 50]).toEqual(['channel 0', true]);
    const type = (text: string) =>
      wait(() => {
        const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value') ?? {};
        set?.call(x, text);
        x.dispatchEvent(new Event('input', { bubbles: true }));
      });
    const press = (key: string) =>
      wait(() => x.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })));
    const listed = () => [...page.querySelectorAll('[role=option]')].map(each => each.textContent);
    await press('ArrowDown');
    expect(listed()).toHaveLength(50);
    expect(page.textContent).toContain('9,951 more: search for them');
    await type('L 77');
    expect(listed().slice(0, 2)).toEqual(['channel 77', 'channel 770']);
    await press('ArrowDown');
    await press('Enter');
    expect(model.models.plot?.settings.x).toBe('channel 770');
    expect([x.value, listed()]).toEqual(['channel 770', []]);
    await type('nothing of the kind');
    expect(page.textContent).toContain('No name has this in it.');
    await press('Escape');
    expect([x.value, listed()]).toEqual(['channel 770', []]);
  });
});

describe('a plot of columns', () => {
  it('has logarithmic axes, where what is not positive has no place', async () => {
    const columns = ['energy', 'mu'].map(name => ({
      name,
      dtype: 'float64',
      title: null,
      align: 'right' as const,
      unit: null
    }));
    const table = plan(['x'], [], { kind: 'plot', columns });
    const { page, wait } = await show(table, handlers);
    const points = () => page.querySelectorAll('svg path[stroke-width="1.25"]')[0];
    expect(points()?.getAttribute('d')?.match(/[ML]/g)).toHaveLength(4);
    await wait(() => page.querySelector<HTMLButtonElement>('[aria-label=More]')?.click());
    const items = [...page.querySelectorAll<HTMLButtonElement>('[role^=menuitem]')];
    await wait(() =>
      items.find(({ textContent }) => textContent?.endsWith('Logarithmic x'))?.click()
    );
    expect(points()?.getAttribute('d')?.match(/[ML]/g)).toHaveLength(3);
    const words = [...page.querySelectorAll('svg text')].map(({ textContent }) => textContent);
    expect(words).toEqual(expect.arrayContaining(['1', '10', '100']));
  });
});

describe('a line that is saved', () => {
  const open = async (shown: IPreviewPlan, settings: Partial<LineModel['settings']> = {}) => {
    const { model, wait } = await show({ ...shown, kind: 'none' }, handlers);
    const line = new LineModel(new Kernel(handlers).connect(), 'a', shown);
    line.settings = { ...line.settings, ...settings };
    line.show(0, [0]);
    line.setViewport(400);
    await wait(() => void settle());
    model.models.line = line;
    return { model, curve: line.curve };
  };
  const saved = async (settings: Partial<LineModel['settings']>) => {
    const { model, curve } = await open(plan(['x'], [4]), settings);
    const figure =
      curve &&
      lineFigure(model, [{ ...curve, colour: 'red' }], curve, 'y', quantityOf(null), english);
    return renderToStaticMarkup(figure ?? createElement('svg'));
  };

  it('has points for all values only where these are asked for', async () => {
    expect(await saved({ markers: 'all' })).toContain('stroke-width="4.5"');
    expect(await saved({ markers: 'none' })).not.toContain('stroke-width="4.5"');
  });

  it('has its coordinates as exactly as they are known, by names that stay', async () => {
    const shown = plan(['x'], [4]);
    const [dimension] = shown.dimensions;
    dimension.coordinates = [0.1234567890123, 1e-12, 8979.000001, 4];
    dimension.title = words('axis');
    const { curve } = await open(shown);
    const model = { path: ['x'], sliders: [], dimensions: [dimension] } as Partial<PreviewModel>;
    const text =
      curve && lineCsv(model as PreviewModel, [{ ...curve, name: 'x' }], curve, '', english);
    expect(text?.split('\n')).toEqual([
      '# x',
      'dim0,dim0 (coordinate),x',
      '0,0.1234567890123,-5',
      '1,1e-12,0',
      '2,8979.000001,10',
      '3,4,1000',
      ''
    ]);
  });

  it('has a gap on a logarithmic scale where a value is not positive', async () => {
    const curve = /stroke-width="1.25" d="([^"]*)"/;
    expect(curve.exec(await saved({ scale: 'linear' }))?.[1].match(/[ML]/g)).toHaveLength(4);
    expect(curve.exec(await saved({ scale: 'log' }))?.[1].match(/[ML]/g)).toHaveLength(2);
  });
});

describe('a logarithmic axis', () => {
  it('has the powers of ten at equal distances', () => {
    const axis = numberAxis('x', [1, 1000], 'log', 8);
    expect(axis.ticks.map(({ words }) => words)).toEqual(['1', '10', '100', '1,000']);
    [1, 10, 100, 1000].forEach((value, index) => {
      expect(axis.place(value)).toBeCloseTo(index / 3);
    });
  });

  it('spans what is positive, and something sensible where nothing is', () => {
    expect(spanOf([[-3, 0, 1.2, 10]], 'log')).toEqual([1, 12]);
    expect(spanOf([[-3, 0]], 'log')).toEqual([1, 10]);
  });
});
