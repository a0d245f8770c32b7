import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { IPreviewPlan } from '../../core/protocol';
import { curve, picture, plotted } from '../../testing/answers';
import { plan } from '../../testing/data';
import { type Handlers, Kernel, settle } from '../../testing/kernel';
import { PreviewModel } from './preview';

const handlers: Handlers = {
  'preview.image': request => {
    const result = picture(request);
    const count = result.height * result.width * (typeof request.channel === 'number' ? 4 : 1);
    return {
      result,
      buffers: [Uint8Array.from({ length: count }, (_, i) => i).buffer]
    };
  },
  'preview.line': ({ start, stop, beside }) => ({
    result: curve({ start, stop }),
    buffers: Array.from(
      { length: 1 + (beside?.length ?? 0) },
      (_, n) => new Float64Array(stop - start).fill(n).buffer
    )
  }),
  'preview.region': ({ rows, columns, at }) => ({
    count: (rows[1] - rows[0]) * (columns[1] - columns[0]),
    finite: 1,
    minimum: at[0],
    maximum: at[0],
    mean: at[0],
    deviation: 0,
    total: at[0],
    step: 1,
    notes: []
  }),
  'preview.plot': ({ y, error }) => ({
    result: plotted(y, 2),
    buffers: y.flatMap((_, n) => [
      new Float64Array([0, 1]).buffer,
      new Float64Array([n, n]).buffer,
      new Float64Array(error && n === 0 ? [0.5, 0.5] : []).buffer
    ])
  })
};

async function open(shown: IPreviewPlan, settings?: object) {
  const kernel = new Kernel({ 'preview.open': () => shown, ...handlers });
  const model = new PreviewModel(kernel.connect(), { server: 'a', path: ['x'] });
  onTestFinished(() => model.dispose());
  model.settings = settings ?? null;
  await model.open();
  model.models.image?.setViewport(512, 512);
  model.models.line?.setViewport(500);
  await settle();
  return { kernel, model };
}

describe('colours', () => {
  it('come from any dimension of three or four, which has no slider then', async () => {
    const { model, kernel } = await open(plan(['x'], [3, 5, 8, 9]));
    expect([model.channel, model.channels]).toEqual([null, [0]]);
    model.channel = 0;
    await settle();
    expect(model.sliders.map(({ dimension }) => dimension)).toEqual([1]);
    expect(kernel.paramsOf('preview.image').at(-1)).toMatchObject({ x: 3, y: 2, channel: 0 });
    expect(model.models.image?.valueAt(0, 1)?.values).toEqual([4, 5, 6, 7]);
  });

  it('give way when their dimension is put on an axis', async () => {
    const { model } = await open(plan(['x'], [5, 8, 3], { colour: true }));
    model.setAxis('x', 2);
    expect([model.x, model.channel]).toEqual([2, null]);
  });
});

describe('settings', () => {
  it('are plain data by which a preview is as it was', async () => {
    const { model } = await open(plan(['x'], [60, 8, 9]));
    const heard = vi.fn();
    model.settingsChanged.connect((_, settings) => void heard(settings));
    model.setPosition(0, 7);
    model.models.image?.change({ scale: 'symlog', flipY: true, missing: 'black' });
    model.setAxis('y', 0);
    const kept: unknown = JSON.parse(JSON.stringify(model.settings));
    expect(heard).toHaveBeenLastCalledWith(kept);

    const { model: again } = await open(plan(['x'], [60, 8, 9]), kept as object);
    expect(again.settings).toEqual(kept);
    expect(again.models.image?.scale).toBe('symlog');
  });

  it('that make no sense are passed over', async () => {
    const { model } = await open(plan(['x'], [60, 8, 9]), {
      kind: 'events',
      x: 17,
      at: [99, 'a', 0],
      image: { scale: 'cubic', colourMap: 'magma', manual: [2, 1] }
    });
    expect([model.kind, model.x, model.at]).toEqual(['image', 2, [0, 0, 0]]);
    expect(model.models.image?.settings).toMatchObject({
      scale: 'linear',
      colourMap: 'magma',
      manual: null
    });
  });

  it('stay when the node is opened once more', async () => {
    const { model } = await open(plan(['x'], [60, 8, 9]));
    model.models.image?.change({ colourMap: 'plasma' });
    await model.open();
    expect(model.models.image?.colourMap).toBe('plasma');
  });
});

describe('a rectangle', () => {
  it('is measured in whole pixels, and again where the sliders move', async () => {
    const { model, kernel } = await open(plan(['x'], [60, 8, 9]));
    const measurement = model.models.image?.measurement;
    if (measurement) {
      measurement.region = { rows: [1.2, 3.9], columns: [0, 4.1] };
    }
    await settle();
    expect(kernel.paramsOf('preview.region')).toMatchObject([
      { x: 2, y: 1, rows: [1, 4], columns: [0, 5] }
    ]);
    expect(measurement?.summary?.count).toBe(15);
    model.setPosition(0, 7);
    await settle();
    expect(measurement?.summary?.mean).toBe(7);
  });

  it('shows no numbers of the rectangle before it', async () => {
    const { model, kernel } = await open(plan(['x'], [60, 8, 9]));
    const measurement = model.models.image!.measurement;
    kernel.holding = true;
    measurement.region = { rows: [0, 1], columns: [0, 1] };
    measurement.region = { rows: [0, 8], columns: [0, 9] };
    await kernel.release(1);
    expect(measurement.summary).toBeNull();
    kernel.holding = false;
    await kernel.release();
    await settle();
    expect(measurement.summary?.count).toBe(72);
  });

  it('is gone where other dimensions are on show', async () => {
    const { model } = await open(plan(['x'], [60, 8, 9]));
    model.models.image!.measurement.region = { rows: [0, 1], columns: [0, 1] };
    model.setAxis('x', 0);
    expect(model.models.image!.measurement.region).toBeNull();
  });
});

it('has the profiles through a pixel from the picture', async () => {
  const { model } = await open(plan(['x'], [2, 3]));
  const profiles = model.models.image?.profileAt(1, 2);
  expect(profiles?.row.values).toEqual([3, 4, 5]);
  expect(profiles?.column.values).toEqual([2, 5]);
  expect(model.models.image?.profileAt(7, 7)).toBeNull();
});

describe('curves that are kept', () => {
  it('stay when the slider moves, and come by the same request', async () => {
    const { model, kernel } = await open(plan(['x'], [60, 9]), { kind: 'line' });
    const line = model.models.line!;
    line.keep();
    expect(line.canKeep).toBe(false);
    model.setPosition(0, 5);
    await settle();
    expect(kernel.paramsOf('preview.line').at(-1)).toMatchObject({ at: [5, 0], beside: [[0, 0]] });
    expect(line.curve?.beside).toMatchObject([{ at: [0, 0] }]);
    line.toggle(1);
    expect(line.settings.hidden).toEqual([1]);
    line.drop(0);
    expect(line.settings).toMatchObject({ kept: [], hidden: [] });
  });

  it('mean nothing along another dimension', async () => {
    const { model } = await open(plan(['x'], [60, 9]), { kind: 'line' });
    model.models.line?.keep();
    model.setAxis('x', 0);
    expect(model.models.line?.settings.kept).toEqual([]);
  });
});

describe('a plot of columns', () => {
  const columns = ['energy', 'mu', 'error', 'note'].map(name => ({
    name,
    dtype: name === 'note' ? 'string' : 'float64',
    title: null,
    align: 'left' as const,
    unit: null
  }));
  const table = plan(['x'], [], { kind: 'table', others: ['plot'], columns });

  it('is offered where there are columns of numbers', async () => {
    expect((await open(table)).model.kinds).toEqual(['table', 'plot']);
    const words = { ...table, columns: columns.slice(3) };
    expect((await open(words)).model.kinds).toEqual(['table']);
  });

  it('has several columns over one, and the errors of the first', async () => {
    const { model, kernel } = await open(table, { kind: 'plot' });
    const plot = model.models.plot!;
    plot.change({ y: ['mu', 'energy', 'note'], error: 'error' });
    await settle();
    expect(kernel.paramsOf('preview.plot').at(-1)).toMatchObject({
      x: 'energy',
      y: ['mu', 'energy'],
      error: 'error'
    });
    expect(plot.result?.curves.map(({ error }) => error.length)).toEqual([2, 0]);
  });

  it('asks nothing when only the look changes', async () => {
    const { model, kernel } = await open(table, { kind: 'plot' });
    const before = kernel.asked.length;
    model.models.plot?.change({ marks: 'points', xScale: 'log' });
    expect(kernel.asked.length).toBe(before);
  });
});

describe('the player', () => {
  it('goes from position to position, waits for what is slow, and begins again', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const { model, kernel } = await open(plan(['x'], [3, 8, 9]));
    model.player.play(0);
    vi.advanceTimersByTime(200);
    expect(model.at[0]).toBe(1);
    kernel.holding = true;
    vi.advanceTimersByTime(2000);
    expect(model.at[0]).toBe(1);
    kernel.holding = false;
    await kernel.release();
    await settle();
    vi.advanceTimersByTime(200);
    await settle();
    vi.advanceTimersByTime(200);
    expect(model.at[0]).toBe(0);
    model.player.stop();
    vi.advanceTimersByTime(2000);
    expect([model.at[0], model.player.dimension]).toEqual([0, null]);
  });
});
