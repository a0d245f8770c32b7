// @vitest-environment happy-dom
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { IPreviewPlan } from '../../core/protocol';
import { PlacesModel } from '../../models/tree/places';
import { plan, statistics, words } from '../../testing/data';
import { type Handlers, Refusal } from '../../testing/kernel';
import { show as showWith } from '../../testing/preview';

const readImage: Handlers['preview.image'] = () => ({
  result: {
    rows: [0, 2, 1],
    columns: [0, 2, 1],
    height: 2,
    width: 2,
    pixels: 'uint8',
    exact: true,
    statistics: statistics(),
    notes: [words('magnitude of complex values')],
    partial: null
  },
  buffers: [new Uint8Array([0, 1, 2, 3]).buffer]
});

const show = (shown: IPreviewPlan, handlers: Handlers = {}) =>
  showWith(shown, { 'preview.image': readImage, ...handlers });

describe('Preview', () => {
  it('shows a value with its unit', async () => {
    const { page } = await show(plan(['x'], [], { kind: 'value', value: '42.195', unit: 'km' }));
    expect(page.querySelector('.tjl-Preview-value')?.textContent).toBe('42.195 km');
  });

  it('says why there is nothing to draw', async () => {
    const message = 'This array has a dimension of length 0.';
    const { page } = await show(plan(['x'], [0, 5], { kind: 'none', message: words(message) }));
    expect(page.textContent).toContain(message);
    expect(page.querySelector('[role=toolbar]')).toBeNull();
  });

  it('says what went wrong, and shows the data when it is tried again', async () => {
    let gone = true;
    const { page, wait } = await show(plan(['x'], []), {
      'preview.open': () => {
        if (gone) {
          throw new Refusal('not_found', 'There is no such node.');
        }
        return plan(['x'], [], { kind: 'value', value: '1' });
      }
    });
    expect(page.querySelector('[role=alert]')?.textContent).toContain('There is no such node.');
    gone = false;
    await wait(() => page.querySelector<HTMLButtonElement>('[role=alert] button')?.click());
    expect(page.querySelector('[role=alert]')).toBeNull();
    expect(page.textContent).toContain('1');
  });

  it('has a slider for each dimension that is not on an axis', async () => {
    const { page, model, wait } = await show(plan(['x'], [60, 3, 2, 2]));
    const sliders = [...page.querySelectorAll('input[type=range]')];
    expect(sliders.map(slider => slider.getAttribute('aria-label'))).toEqual(['dim0', 'dim1']);
    await wait(() => model.setPosition(0, 30));
    expect(sliders[0].getAttribute('aria-valuenow')).toBe('30');
    expect(sliders[0].getAttribute('aria-valuetext')).toBe('30 of 60');
  });

  it('says beside a slider what its position stands for', async () => {
    const shown = plan(['x'], [2, 2, 2]);
    shown.dimensions[0].unit = 's';
    shown.dimensions[0].coordinates = [0, 12.4];
    const { page, model, wait } = await show(shown);
    await wait(() => model.setPosition(0, 1));
    expect(page.querySelector('.tjl-Slider-coordinate')?.textContent).toBe('12.4 s');
    expect(page.querySelector('input[type=range]')?.getAttribute('aria-valuetext')).toBe(
      '1 of 2, 12.4 s'
    );
  });

  it('writes the coordinates along the axes, and no unit where it counts positions', async () => {
    const shown = plan(['x'], [2, 2]);
    shown.dimensions[0] = {
      ...shown.dimensions[0],
      name: 'lat',
      size: 2,
      unit: 'degrees',
      coordinates: [-45, 45]
    };
    shown.dimensions[1] = {
      ...shown.dimensions[0],
      name: 'lon',
      size: 2,
      unit: 'degrees',
      coordinates: []
    };
    const { page } = await show(shown);
    const names = [...page.querySelectorAll('.tjl-Axes-name')].map(each => each.textContent);
    expect(names).toEqual(['lat (degrees)', 'lon']);
  });

  it('has what is rare in the menu where there is little room', async () => {
    expect(await whereIn(900)).toEqual({ beside: ['Fill', 'Profiles', 'Measure'], inMenu: [] });
    expect(await whereIn(760)).toEqual({ beside: ['Fill'], inMenu: ['Profiles', 'Measure'] });
    expect(await whereIn(460)).toEqual({
      beside: [],
      inMenu: ['Fill', 'Profiles', 'Measure', 'Scale: log', 'Range: min–max']
    });
  });

  it('draws no axes beside what went wrong', async () => {
    const refuse = () => {
      throw new Refusal('server_error', 'The server failed.');
    };
    const { page, model, wait } = await show(plan(['x'], [2, 2]), { 'preview.image': refuse });
    await wait(() => model.models.image?.setViewport(100, 100));
    expect(page.querySelector('[role=alert]')?.textContent).toContain('The server failed.');
    expect(page.querySelector<HTMLElement>('.tjl-Image')?.dataset.blank).toBe('true');
  });

  it('has a filled star where the node is a favourite', async () => {
    const { page, host, model, wait } = await show(plan(['x'], [2, 2]));
    const places = new PlacesModel(() => Promise.resolve());
    const actions = () => [
      { id: 'favourite' as const, label: '', enabled: true, marked: places.isFavourite(model) }
    ];
    vi.spyOn(host, 'actions').mockImplementation(actions);
    Object.assign(host, { places });
    const star = () => page.querySelector<HTMLElement>('button:has(.tjl-Icon-star)');
    await wait(() => model.setAxis('x', 0));
    expect(star()?.dataset.marked).toBe('false');
    await wait(() => places.toggle(model));
    expect(star()?.dataset.marked).toBe('true');
  });

  it('moves by one position with the buttons beside a slider', async () => {
    const { page, model, wait } = await show(plan(['x'], [60, 2, 2]));
    const button = (name: string) =>
      page.querySelector<HTMLButtonElement>(`button[aria-label="${name}"]`);
    expect(button('Previous dim0')?.disabled).toBe(true);
    await wait(() => button('Next dim0')?.click());
    expect(model.slice).toEqual([1]);
    await wait(() => button('Previous dim0')?.click());
    expect(model.slice).toEqual([0]);
  });

  it('says what is shown and at what resolution', async () => {
    const { page, model, wait } = await show(plan(['x'], [2, 2]));
    await wait(() => model.models.image?.setViewport(500, 500));
    const words = page.querySelector('.tjl-Footer-resolution')?.textContent;
    expect(words).toBe('2×2 of 2×2, every pixel · magnitude of complex values');
  });

  it('gives the actions what is on show', async () => {
    const { page, host, model, wait } = await show(plan(['x'], [60, 2, 2]));
    await wait(() => model.setPosition(0, 31));
    await wait(() =>
      page.querySelector<HTMLButtonElement>('button[aria-label="Insert code"]')?.click()
    );
    expect(host.ran).toMatchObject([
      { id: 'insert-code', target: { server: 'a', path: ['raw', 'x'], at: [31] } }
    ]);
  });

  it('leaves out of the toolbar what does not apply to a colour picture', async () => {
    const { page } = await show(plan(['x'], [2, 2, 3], { colour: true }));
    expect(page.querySelector('[role=toolbar]')?.textContent).not.toContain('log');
    expect(page.querySelector('input[type=range]')).toBeNull();
  });
});

/** Where the tools of an image are that is so many pixels wide. */
async function whereIn(width: number) {
  vi.stubGlobal('ResizeObserver', observerOf(width));
  onTestFinished(() => void vi.unstubAllGlobals());
  const { page, wait } = await show(plan(['x'], [2, 2]));
  const words = (selector: string) =>
    [...page.querySelectorAll(selector)].map(({ textContent }) => textContent?.replace('✓', ''));
  const beside = words('.tjl-Toolbar .tjl-Group .tjl-Button');
  await wait(() => page.querySelector<HTMLButtonElement>('button[aria-label=More]')?.click());
  const rare = ['Fill', 'Profiles', 'Measure', 'Scale: log', 'Range: min–max'];
  const inMenu = words('[role^=menuitem]').filter(item => rare.includes(item ?? ''));
  return { beside, inMenu };
}

/** Tells of everything on the page that it is so wide. */
function observerOf(width: number) {
  return class {
    constructor(private readonly _tell: (entries: { contentRect: object }[]) => void) {}

    observe(): void {
      this._tell([{ contentRect: { width, height: 300 } }]);
    }

    disconnect(): void {}
  };
}
