import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { IPreviewPlan, IReadImage } from '../../core/protocol';
import type { Transport } from '../../core/transport';
import { plan, statistics, words } from '../../testing/data';
import { type Handlers, Kernel, Refusal, settle } from '../../testing/kernel';
import type { ImageModel } from './image';
import type { LineModel } from './line';
import { PreviewModel } from './preview';

/** Reads as the kernel does: by a stride that makes the region fit. Pixels hold their own place. */
function readImage({ rows, columns, height = 512, width = 512, at }: IReadImage) {
  const steps = [
    Math.ceil((rows[1] - rows[0]) / height),
    Math.ceil((columns[1] - columns[0]) / width)
  ];
  const high = Math.ceil((rows[1] - rows[0]) / steps[0]);
  const wide = Math.ceil((columns[1] - columns[0]) / steps[1]);
  const pixels = Float64Array.from({ length: high * wide }, (_, i) => {
    const row = rows[0] + Math.floor(i / wide) * steps[0];
    const column = columns[0] + (i % wide) * steps[1];
    return at[0] * 1e8 + row * 1e4 + column;
  });
  return {
    result: {
      rows: [...rows, steps[0]] as [number, number, number],
      columns: [...columns, steps[1]] as [number, number, number],
      height: high,
      width: wide,
      pixels: 'float64' as const,
      exact: steps[0] === 1 && steps[1] === 1,
      statistics: statistics(),
      notes: [],
      partial: null
    },
    buffers: [pixels.buffer]
  };
}

const handlers: Handlers = {
  'preview.image': readImage,
  'preview.line': ({ start, stop, bins = 1000 }) => {
    const exact = stop - start <= bins;
    const values = new Float64Array(exact ? stop - start : bins);
    return {
      result: {
        start,
        stop,
        bins,
        exact,
        statistics: statistics(),
        sampled: false,
        notes: [],
        partial: null
      },
      buffers: exact ? [values.buffer] : [values.buffer, values.buffer]
    };
  },
  'preview.table': ({ start, stop }) => ({
    start,
    stop: Math.min(stop, 1000),
    rows: 1000,
    partial: null,
    cells: [
      Array.from({ length: Math.min(stop, 1000) - start }, (_, i) => start + i),
      Array.from({ length: Math.min(stop, 1000) - start }, (_, i) => `row ${start + i}`)
    ]
  })
};

async function open(
  shown: IPreviewPlan,
  others: Handlers = {}
): Promise<{ kernel: Kernel; model: PreviewModel; transport: Transport }> {
  const kernel = new Kernel({ 'preview.open': () => shown, ...handlers, ...others });
  const transport = kernel.connect();
  const model = new PreviewModel(transport, { server: 'a', path: ['x'] });
  onTestFinished(() => model.dispose());
  await model.open();
  return { kernel, model, transport };
}

async function openImage(sizes: number[], others: Handlers = {}) {
  const { kernel, model } = await open(plan(['x'], sizes), others);
  const image = model.models.image as ImageModel;
  image.setViewport(512, 512);
  await settle();
  return { kernel, model, image };
}

describe('PreviewModel', () => {
  it('shows the last two dimensions of a stack, and the first of its frames', async () => {
    const { model, image } = await openImage([60, 512, 512]);
    expect([model.kind, model.y, model.x]).toEqual(['image', 1, 2]);
    expect(model.sliders).toMatchObject([{ name: 'dim0', size: 60, position: 0 }]);
    expect(model.slice).toEqual([0]);
    expect(image.picture?.result.height).toBe(512);
  });

  it('shows the last of the positions asked for, and few of those between', async () => {
    const { kernel, model, image } = await openImage([60, 512, 512]);
    kernel.holding = true;
    const before = kernel.asked.length;
    for (let frame = 1; frame <= 30; frame++) {
      model.setPosition(0, frame);
    }
    expect(kernel.asked.length - before).toBe(1);
    kernel.holding = false;
    await kernel.release();
    await settle();
    expect(image.picture?.request.at[0]).toBe(30);
    expect(kernel.asked.length - before).toBe(2);
    expect(image.loading).toBe(false);
  });

  it('is coarser while positions fly by, and sharp again once they rest', async () => {
    const { kernel, model, image } = await openImage([60, 2048, 2048]);
    image.setViewport(1024, 1024);
    await settle();
    const steps = () => image.picture?.result.rows[2];
    expect(steps()).toBe(2);
    for (const frame of [1, 2, 3]) {
      model.setPosition(0, frame);
      await settle();
    }
    expect([steps(), image.picture?.request.at[0]]).toEqual([4, 3]);
    await vi.waitUntil(() => steps() === 2);
    expect(image.picture?.request.at[0]).toBe(3);
    const heights = kernel.paramsOf('preview.image').map(({ height }) => height);
    expect(heights).toEqual([512, 1024, 1024, 512, 512, 1024]);
  });

  it('is as sharp as ever while positions fly by where there are few pixels', async () => {
    const { kernel, model } = await openImage([60, 512, 512]);
    for (const frame of [1, 2, 3]) {
      model.setPosition(0, frame);
      await settle();
    }
    const heights = kernel.paramsOf('preview.image').map(({ height }) => height);
    expect(heights).toEqual([512, 512, 512, 512]);
  });

  it('keeps positions inside the dimension', async () => {
    const { model } = await openImage([60, 8, 8]);
    model.setPosition(0, 1000);
    expect(model.slice).toEqual([59]);
    model.setPosition(0, -3);
    expect(model.slice).toEqual([0]);
    model.setPosition(0, NaN);
    expect(model.slice).toEqual([0]);
  });

  it('cuts across the frames when another dimension is put on an axis', async () => {
    const { model, image, kernel } = await openImage([60, 400, 512]);
    model.setPosition(0, 7);
    model.setAxis('y', 0);
    await settle();
    expect([model.y, model.x]).toEqual([0, 2]);
    expect(model.slice).toEqual([null, 0]);
    expect([image.height, image.width]).toEqual([60, 512]);
    expect(kernel.paramsOf('preview.image').at(-1)).toMatchObject({ x: 2, y: 0, rows: [0, 60] });
  });

  it('swaps the axes when both are asked for the same dimension', async () => {
    const { model } = await openImage([400, 512]);
    model.setAxis('x', 0);
    expect([model.y, model.x]).toEqual([1, 0]);
  });

  it('says when the slice changes, and takes one from outside', async () => {
    const { model } = await openImage([60, 8, 8]);
    const heard = vi.fn();
    model.sliceChanged.connect((_, slice) => void heard(slice));
    model.slice = [31];
    expect(model.slice).toEqual([31]);
    model.slice = [31];
    model.slice = [-1];
    expect(heard.mock.calls).toEqual([[[31]], [[59]]]);
  });

  it('remembers a slice that was asked for before the plan was there', async () => {
    const kernel = new Kernel({ 'preview.open': () => plan(['x'], [60, 8, 8]), ...handlers });
    const model = new PreviewModel(kernel.connect(), { server: 'a', path: ['x'] });
    model.slice = [30];
    await model.open();
    expect(model.slice).toEqual([30]);
    model.dispose();
  });

  it('lets the kernel forget what it read for a preview that is closed', async () => {
    const { kernel, model } = await openImage([60, 8, 8]);
    model.dispose();
    expect(kernel.paramsOf('preview.close')).toEqual([{ server: 'a', path: ['x'] }]);
  });

  it('leaves the dimension of the colours alone', async () => {
    const { model } = await open(plan(['x'], [300, 400, 3], { colour: true }));
    expect([model.y, model.x, model.sliders, model.kinds]).toEqual([0, 1, [], ['image']]);
    expect(model.channel).toBe(2);
  });

  it('offers a line beside an image, with a slider for each other dimension', async () => {
    const { model } = await openImage([60, 400, 512]);
    expect(model.kinds).toEqual(['image', 'line']);
    model.kind = 'line';
    expect(model.sliders.map(slider => slider.size)).toEqual([60, 400]);
    expect(model.slice).toEqual([0, 0]);
  });

  it('draws nothing where there is nothing to draw', async () => {
    const { model } = await open(plan(['x'], [0, 512], { kind: 'none', message: words('Empty.') }));
    expect(model.kind).toBeNull();
    expect(model.kinds).toEqual([]);
  });

  it('says why it cannot open, and opens when the kernel is back', async () => {
    const refuse: Handlers['preview.open'] = () => {
      throw new Refusal('unreachable', 'No answer.');
    };
    const { model, transport } = await open(plan(['x'], [4, 4]), { 'preview.open': refuse });
    expect(model.error?.message).toBe('No answer.');
    transport.detach('reconnecting');
    transport.attach(new Kernel({ ...handlers, 'preview.open': () => plan(['x'], [4, 4]) }));
    await settle();
    expect([model.error, model.kind]).toEqual([null, 'image']);
  });
});

describe('ImageModel', () => {
  it('asks for no more pixels than there are on the screen', async () => {
    const { kernel, image } = await openImage([2048, 2048]);
    expect(kernel.paramsOf('preview.image')).toMatchObject([{ height: 512, width: 512 }]);
    expect(image.picture?.result.rows).toEqual([0, 2048, 4]);
  });

  it('gives the value at a place in the array, whatever the stride', async () => {
    const { image } = await openImage([2048, 2048]);
    expect(image.valueAt(1026.5, 7.9)).toEqual({ row: 1024, column: 4, values: [10240004] });
    expect(image.valueAt(2048, 0)).toBeNull();
  });

  it('asks for detail when it is zoomed, and gets every pixel at last', async () => {
    const { kernel, image } = await openImage([2048, 2048]);
    image.region = { rows: [100, 1124], columns: [0, 1024] };
    await settle();
    expect(image.picture?.result.rows).toEqual([100, 1124, 2]);
    image.region = { rows: [100, 200], columns: [50, 150] };
    await settle();
    expect(image.picture?.result).toMatchObject({ rows: [100, 200, 1], exact: true });
    expect(image.valueAt(101, 60)?.values).toEqual([1010060]);
    expect(kernel.paramsOf('preview.image')).toHaveLength(3);
  });

  it('asks for nothing when every pixel of the part is there already', async () => {
    const { kernel, image } = await openImage([512, 512]);
    image.region = { rows: [10, 60], columns: [10, 60] };
    await settle();
    expect(kernel.paramsOf('preview.image')).toHaveLength(1);
    expect(image.visible).toEqual({ height: 50, width: 50 });
    expect(image.extremes).toMatchObject({ minimum: 100010, maximum: 590059 });
  });

  it('keeps a point in place while it zooms around it', async () => {
    const { image } = await openImage([1000, 1000]);
    image.zoom(2, 250, 500);
    expect(image.region).toEqual({ rows: [125, 625], columns: [250, 750] });
    image.zoom(0.01, 250, 500);
    expect(image.zoomed).toBe(false);
  });

  it('moves only as far as the image goes', async () => {
    const { image } = await openImage([1000, 1000]);
    image.region = { rows: [0, 100], columns: [0, 100] };
    image.pan(-1, 0.5);
    expect(image.region).toEqual({ rows: [0, 100], columns: [50, 150] });
  });

  it('forgets the region when other dimensions are shown', async () => {
    const { model, image } = await openImage([60, 400, 512]);
    image.region = { rows: [0, 100], columns: [0, 100] };
    model.setAxis('y', 0);
    expect(image.zoomed).toBe(false);
    expect(image.picture).toBeNull();
  });

  it('keeps the picture on show when the next one fails', async () => {
    let broken = false;
    const { model, image } = await openImage([60, 8, 8], {
      'preview.image': params => {
        if (broken) {
          throw new Refusal('timeout', 'Too slow.');
        }
        return readImage(params);
      }
    });
    broken = true;
    model.setPosition(0, 1);
    await settle();
    expect(image.error?.message).toBe('Too slow.');
    expect(image.picture?.request.at[0]).toBe(0);
    broken = false;
    image.reload();
    await settle();
    expect(image.error).toBeNull();
    expect(image.picture?.request.at[0]).toBe(1);
  });

  it('refuses a picture of another size than it says', async () => {
    const { image } = await openImage([8, 8], {
      'preview.image': params => ({ ...readImage(params), buffers: [new ArrayBuffer(8)] })
    });
    expect(image.picture).toBeNull();
    expect(image.error?.detail).toContain('64 numbers');
  });

  it('keeps the colours as they are once an end of the range was set', async () => {
    const { image } = await openImage([8, 8]);
    expect(image.range).toEqual([0.5, 2.5]);
    image.range = [1, 2];
    expect([image.range, image.rangeMode]).toEqual([[1, 2], 'manual']);
    image.rangeMode = 'minmax';
    expect(image.range).toEqual([0, 3]);
    image.range = [3, NaN];
    expect(image.range).toEqual([0, 3]);
  });
});

describe('LineModel', () => {
  async function openLine(length: number) {
    const { kernel, model } = await open(plan(['x'], [length]));
    const line = model.models.line as LineModel;
    line.setViewport(900);
    await settle();
    return { kernel, line };
  }

  it('asks for as many bins as it can draw', async () => {
    const { kernel, line } = await openLine(1_000_000);
    expect(kernel.paramsOf('preview.line')).toMatchObject([
      { start: 0, stop: 1_000_000, bins: 1000 }
    ]);
    expect(line.curve?.result.exact).toBe(false);
  });

  it('asks for detail when it is zoomed', async () => {
    const { kernel, line } = await openLine(1_000_000);
    line.view = [5000, 5500];
    await settle();
    expect(kernel.paramsOf('preview.line').at(-1)).toMatchObject({ start: 5000, stop: 5500 });
    expect(line.curve?.result.exact).toBe(true);
    line.reset();
    expect(line.view).toEqual([0, 1_000_000]);
  });

  it('stops at its ends', async () => {
    const { line } = await openLine(1000);
    line.view = [900, 2000];
    expect(line.view).toEqual([0, 1000]);
    line.view = [100, 200];
    line.pan(100);
    expect(line.view).toEqual([900, 1000]);
  });
});

describe('TableModel', () => {
  async function openTable() {
    const columns = ['n', 'name'].map(name => ({
      name,
      dtype: 'int64',
      title: null,
      align: 'left' as const,
      unit: null
    }));
    const { kernel, model } = await open(plan(['x'], [], { kind: 'table', columns }));
    const { table } = model.models;
    if (!table) {
      throw new Error('There is no table.');
    }
    table.show(0, 30);
    await settle();
    return { kernel, table };
  }

  it('loads the rows in view and knows how many there are', async () => {
    const { table } = await openTable();
    expect([table.rows, table.cell(12, 0), table.cell(12, 1)]).toEqual([1000, 12, 'row 12']);
    expect(table.cell(500, 0)).toBeUndefined();
  });

  it('is exact at the last row, without the rows between', async () => {
    const { kernel, table } = await openTable();
    table.show(970, 1000);
    await settle();
    expect(table.cell(999, 1)).toBe('row 999');
    expect(kernel.paramsOf('preview.table').map(({ start }) => start)).toEqual([0, 800]);
  });

  it('asks once more for what failed when it is told to', async () => {
    const { kernel, table } = await openTable();
    const answer = kernel.handlers['preview.table'];
    kernel.handlers['preview.table'] = () => {
      throw new Refusal('timeout', 'Too slow.');
    };
    table.show(400, 430);
    await settle();
    expect(table.error?.message).toBe('Too slow.');
    expect(table.cell(0, 0)).toBe(0);
    kernel.handlers['preview.table'] = answer;
    table.reload();
    await settle();
    expect([table.error, table.cell(400, 0)]).toEqual([null, 400]);
  });
});
