import { describe, expect, it, onTestFinished } from 'vitest';
import type { IHistogramResult, IPreviewPlan } from '../../core/protocol';
import { plan, statistics, words } from '../../testing/data';
import { type Handlers, Kernel, Refusal, settle } from '../../testing/kernel';
import { PreviewModel } from './preview';

async function open(shown: IPreviewPlan, handlers: Handlers) {
  const kernel = new Kernel({ 'preview.open': () => shown, ...handlers });
  const model = new PreviewModel(kernel.connect(), { server: 'a', path: ['x'] });
  onTestFinished(() => model.dispose());
  await model.open();
  return { kernel, model };
}

const nested = plan(['x'], [], {
  kind: 'events',
  others: ['histogram'],
  type: '45 * var * float64',
  length: 45,
  fields: [
    { path: ['hits', 'x'], dtype: 'float64', unit: 'mm' },
    { path: ['hits', 't'], dtype: 'int64', unit: null }
  ]
});

const counted: IHistogramResult = {
  low: 0,
  high: 4,
  counts: [1, 3],
  below: 0,
  above: 2,
  statistics: statistics(),
  notes: [],
  partial: null
};

describe('events', () => {
  const handlers: Handlers = {
    'preview.events': ({ start = 0, stop = 20 }) => ({
      start,
      stop: Math.min(stop, 45),
      events: [[start]],
      partial: null
    })
  };

  it('come page by page, and never beyond the last', async () => {
    const { kernel, model } = await open(nested, handlers);
    const { events } = model.models;
    expect(model.kinds).toEqual(['events', 'histogram']);
    events?.reload();
    await settle();
    expect(events?.result).toMatchObject({ start: 0, stop: 20 });
    if (events) {
      events.start = 99;
    }
    await settle();
    expect(events?.result).toMatchObject({ start: 44, stop: 45 });
    expect(kernel.paramsOf('preview.events').map(({ start }) => start)).toEqual([0, 44]);
  });

  it('that cannot be read say why, and are asked for again', async () => {
    let broken = true;
    const { model } = await open(nested, {
      'preview.events': params => {
        if (broken) {
          throw new Refusal('bad_request', 'More than 64 MB');
        }
        return { start: params.start ?? 0, stop: 1, events: [1], partial: null };
      }
    });
    const { events } = model.models;
    events?.reload();
    await settle();
    expect(events?.error?.message).toBe('More than 64 MB');
    broken = false;
    events?.reload();
    await settle();
    expect([events?.error, events?.result?.events]).toEqual([null, [1]]);
  });
});

describe('a histogram', () => {
  it('has bins of one width from low to high', async () => {
    const { model } = await open(nested, { 'preview.histogram': () => counted });
    const { histogram } = model.models;
    histogram?.reload();
    await settle();
    expect(histogram?.counted).toEqual([
      { low: 0, high: 2, count: 1 },
      { low: 2, high: 4, count: 3 }
    ]);
  });

  it('asks anew for another field, other bins or another range', async () => {
    const { kernel, model } = await open(nested, { 'preview.histogram': () => counted });
    const { histogram } = model.models;
    if (!histogram) {
      throw new Error('There is no histogram.');
    }
    histogram.range = [1, 2];
    await settle();
    histogram.bins = 20;
    await settle();
    histogram.field = 1;
    await settle();
    expect(kernel.paramsOf('preview.histogram')).toMatchObject([
      { field: ['hits', 'x'], bins: 100, low: 1, high: 2 },
      { field: ['hits', 'x'], bins: 20, low: 1, high: 2 },
      { field: ['hits', 't'], bins: 20 }
    ]);
    expect(histogram.range).toBeNull();
    histogram.range = [3, 1];
    expect(histogram.range).toBeNull();
  });
});

describe('a matrix', () => {
  const rows: Handlers = {
    'preview.matrix': ({ start, stop }) => ({
      start,
      stop,
      rows: 4,
      cells: [[1, 2, 3, 4]],
      partial: null
    })
  };
  const stack = plan(['x'], [3, 4, 5], { kind: 'image', others: ['matrix'] });

  it('has a column for each position across, and follows the sliders', async () => {
    const { kernel, model } = await open(stack, rows);
    model.kind = 'matrix';
    const { matrix } = model.models;
    matrix?.show(0, 2);
    await settle();
    expect(matrix?.columns.map(({ name }) => name)).toEqual(['0', '1', '2', '3', '4']);
    expect(matrix?.cell(1, 0)).toBe(2);
    model.setPosition(0, 2);
    await settle();
    expect(kernel.paramsOf('preview.matrix')).toMatchObject([
      { x: 2, y: 1, at: [0, 0, 0] },
      { x: 2, y: 1, at: [2, 0, 0] }
    ]);
    expect(model.slice).toEqual([2]);
  });

  it('of one dimension is a single column', async () => {
    const { kernel, model } = await open(plan(['x'], [4], { kind: 'matrix' }), rows);
    model.models.matrix?.show(0, 2);
    await settle();
    expect(model.models.matrix?.columns.map(({ name }) => name)).toEqual(['value']);
    expect(kernel.paramsOf('preview.matrix')).toMatchObject([{ x: 0, y: null }]);
    expect(model.sliders).toEqual([]);
  });
});

describe('components', () => {
  const components = [
    { name: 'magnitude', dtype: 'float32', unit: 'V' },
    { name: 'phase', dtype: 'float32', unit: 'rad' }
  ];

  it('are drawn one at a time', async () => {
    const { kernel, model } = await open(plan(['x'], [9], { components }), {});
    model.models.line?.setViewport(500);
    expect(model.component?.name).toBe('magnitude');
    model.setComponent('phase');
    expect(model.component?.unit).toBe('rad');
    await settle();
    const asked = kernel.paramsOf('preview.line').map(({ component }) => component);
    expect(asked[asked.length - 1]).toBe('phase');
  });

  it('of a sparse array need no sliders: all is projected', async () => {
    const { model } = await open(plan(['x'], [2, 3, 4], { projected: true }), {});
    expect([model.sliders, model.slice]).toEqual([[], []]);
  });
});

describe('a file', () => {
  it('that is a picture comes with its bytes', async () => {
    const files = [
      { name: 'a.txt', size: 1 },
      { name: 'b.png', size: 3 }
    ];
    const { kernel, model } = await open(plan(['x'], [], { kind: 'file', files }), {
      'preview.file': ({ name }) => ({
        result: {
          name,
          size: 3,
          type: [words('PNG image')],
          mediaType: 'image/png',
          kind: name === 'b.png' ? 'image' : 'text',
          text: '',
          value: null,
          partial: null
        },
        buffers: [new Uint8Array([1, 2, 3]).buffer]
      })
    });
    const { file } = model.models;
    file?.reload();
    await settle();
    expect(file?.result).toMatchObject({ result: { name: 'a.txt' }, picture: null });
    if (file) {
      file.name = 'b.png';
    }
    await settle();
    expect(file?.result?.picture?.byteLength).toBe(3);
    expect(kernel.paramsOf('preview.file').map(({ name }) => name)).toEqual(['a.txt', 'b.png']);
  });
});

it('shows a node within in place of the one around it, and goes back', async () => {
  const { model } = await open(plan(['x'], [], { kind: 'contents' }), {});
  model.enter(['x', 'y']);
  expect(model.inner?.path).toEqual(['x', 'y']);
  const { inner } = model;
  model.leave();
  expect([model.inner, inner?.isDisposed]).toEqual([null, true]);
});
