import { asNumbers } from '../../core/buffers';
import type { IFailure } from '../../core/failure';
import type { IPreviewPlan, IReadImage } from '../../core/protocol';
import type { ITransport } from '../../core/transport';
import { ColouredModel, type IPicture } from './coloured';
import { MeasurementModel } from './measurement';
import { Motion } from './motion';
import { PartOnShow } from './partonshow';
import {
  type IPixel,
  type IProfile,
  type IRegion,
  partIn,
  pixelAt,
  profilesThrough
} from './picture';
import { extremesOf, type IExtremes } from './range';
import { clampSpan, shiftSpan, type Span, zoomSpan } from './span';

// The kernel is asked for a few sizes only, so that a pane being resized does not ask at each step.
const SIZE_STEP = 256;
const LEAST_SIZE = 512;
const MAX_SIZE = 2048;

// A picture of fewer pixels is there at once.
const FEW_PIXELS = 300_000;
const COARSER = 2;

interface ISize {
  height: number;
  width: number;
}

/** A picture of two dimensions of an array: what is on show, and in which colours. */
export class ImageModel extends ColouredModel {
  constructor(
    private readonly _transport: ITransport,
    private readonly _server: string,
    private readonly _plan: IPreviewPlan
  ) {
    super();
    this.measurement = new MeasurementModel(_transport, _server, _plan.node.summary.path);
  }

  /** What a rectangle of the image comes to. */
  readonly measurement: MeasurementModel;

  /** The picture is in red, green and blue, and not in the colours of a map. */
  get colour(): boolean {
    return this._channel !== null;
  }

  // --- what is on show ---------------------------------------------------------------------

  get picture(): IPicture | null {
    return this._shown.part;
  }

  get error(): IFailure | null {
    return this._shown.error;
  }

  /** Another picture than the one on show was asked for. */
  get loading(): boolean {
    return this._shown.loading;
  }

  /** How many rows and columns the two dimensions have. */
  get height(): number {
    return this._plan.dimensions[this._y]?.size ?? 0;
  }

  get width(): number {
    return this._plan.dimensions[this._x]?.size ?? 0;
  }

  /** The part that is looked at: the same object until it is another part. */
  get region(): IRegion {
    const { height, width } = this;
    if (this._whole.rows[1] !== height || this._whole.columns[1] !== width) {
      this._whole = { rows: [0, height], columns: [0, width] };
    }
    return this._region ?? this._whole;
  }

  set region(region: IRegion) {
    const next = {
      rows: clampSpan(region.rows, this.height),
      columns: clampSpan(region.columns, this.width)
    };
    const whole = spans(next.rows, this.height) && spans(next.columns, this.width);
    this._region = whole ? null : next;
    this._ask();
    this.notify();
  }

  get zoomed(): boolean {
    return this._region !== null;
  }

  /** Look at everything again. */
  reset(): void {
    this._region = null;
    this._ask();
    this.notify();
  }

  /** Zoom around a point of the image; factors above 1 go closer. */
  zoom(factor: number, row: number, column: number): void {
    const { rows, columns } = this.region;
    this.region = {
      rows: zoomSpan(rows, factor, row, this.height),
      columns: zoomSpan(columns, factor, column, this.width)
    };
  }

  /** Move the part that is looked at by a fraction of itself. */
  pan(down: number, right: number): void {
    const { rows, columns } = this.region;
    this.region = {
      rows: shiftSpan(rows, down * (rows[1] - rows[0]), this.height),
      columns: shiftSpan(columns, right * (columns[1] - columns[0]), this.width)
    };
  }

  /** Show other dimensions, or another position in those that are not on show. */
  show(
    x: number,
    y: number,
    at: readonly number[],
    { component, channel = null }: { component?: string; channel?: number | null } = {}
  ): void {
    const turned = x !== this._x || y !== this._y;
    if (turned) {
      this._region = null;
    }
    if (!turned && JSON.stringify(at) !== JSON.stringify(this._at)) {
      this._motion.step();
    }
    if (turned || component !== this._component || channel !== this._channel) {
      this._shown.drop();
    }
    this._channel = channel;
    this.measurement.show({ x, y, at, component }, turned);
    this._x = x;
    this._y = y;
    this._at = at;
    this._component = component;
    this._ask();
    this.notify();
  }

  /** Say how many pixels of the screen there are to fill. */
  setViewport(width: number, height: number): void {
    const size = { width: roundSize(width), height: roundSize(height) };
    if (size.width !== this._size?.width || size.height !== this._size.height) {
      this._size = size;
      this._ask();
      this.notify();
    }
  }

  /** Ask again for what is on show. */
  reload(): void {
    this._shown.forget();
    this._ask();
    this.notify();
  }

  /** How many of the picture's rows and columns are in view. */
  get visible(): { height: number; width: number } | null {
    const part = this.picture && partIn(this.picture, this.region);
    return (
      part && {
        height: part.rows[1] - part.rows[0],
        width: part.columns[1] - part.columns[0]
      }
    );
  }

  /** What the values in view come to; `null` without any, and for colours. */
  get extremes(): IExtremes | null {
    const { picture, region } = this;
    if (!picture || this.colour) {
      return null;
    }
    if (this._extremes?.picture !== picture || this._extremes.region !== region) {
      const { rows, columns } = partIn(picture, region);
      const value = extremesOf(picture.pixels, picture.result.width, rows, columns);
      this._extremes = { picture, region, value };
    }
    return this._extremes.value;
  }

  /** The value, or red, green, blue and alpha, at a row and column of the array. */
  valueAt(row: number, column: number): IPixel | null {
    return this.picture && pixelAt(this.picture, row, column);
  }

  /** The values of the picture along the row and the column of a place that is in it. */
  profileAt(row: number, column: number): { row: IProfile; column: IProfile } | null {
    const { picture } = this;
    const found = this.colour ? null : this.valueAt(row, column);
    return picture && found && profilesThrough(picture, found, this.region);
  }

  override dispose(): void {
    this._motion.stop();
    this._shown.dispose();
    this.measurement.dispose();
    super.dispose();
  }

  private _ask(): void {
    if (!this._size || !this.height || !this.width) {
      return;
    }
    const { rows, columns } = this.region;
    const request: IReadImage = {
      server: this._server,
      path: this._plan.node.summary.path,
      x: this._x,
      y: this._y,
      at: [...this._at],
      rows: [rows[0], rows[1]],
      columns: [columns[0], columns[1]],
      component: this._component,
      channel: this._channel,
      ...this._sharpness(this._size)
    };
    if (!this._covers(request)) {
      this._shown.ask(request);
    }
  }

  /** How many pixels to ask for: fewer while positions fly by, unless they are few in any case. */
  private _sharpness(full: ISize): ISize {
    const { rows, columns } = this.region;
    const pixels =
      Math.min(full.height, rows[1] - rows[0]) * Math.min(full.width, columns[1] - columns[0]);
    return this._motion.moving && pixels > FEW_PIXELS
      ? { height: full.height / COARSER, width: full.width / COARSER }
      : full;
  }

  /** Whether the picture on show already holds every pixel of a request. */
  private _covers(request: IReadImage): boolean {
    const { picture } = this;
    if (!picture || this.loading || !picture.result.exact) {
      return false;
    }
    const { result } = picture;
    const same = JSON.stringify(picture.request.at) === JSON.stringify(request.at);
    const holds = (span: readonly number[], part: readonly number[]) =>
      span[0] <= part[0] && part[1] <= span[1];
    return same && holds(result.rows, request.rows) && holds(result.columns, request.columns);
  }

  private readonly _motion = new Motion(() => {
    this._ask();
    this.notify();
  });

  private readonly _shown = new PartOnShow<IReadImage, IPicture>(
    async (request, signal) => {
      const { result, buffers } = await this._transport.request('preview.image', request, {
        signal
      });
      const channels = typeof request.channel === 'number' ? 4 : 1;
      const count = result.width * result.height * channels;
      const pixels = asNumbers(buffers[0], result.pixels, count);
      return { result, pixels, request };
    },
    () => this.notify()
  );

  private _channel: number | null = null;
  private _x = 1;
  private _y = 0;
  private _at: readonly number[] = [];
  private _component: string | undefined;
  private _size: ISize | null = null;
  private _region: IRegion | null = null;
  private _whole: IRegion = { rows: [0, 0], columns: [0, 0] };
  private _extremes: { picture: IPicture; region: IRegion; value: IExtremes } | null = null;
}

function roundSize(pixels: number): number {
  return Math.min(MAX_SIZE, Math.max(LEAST_SIZE, Math.ceil(pixels / SIZE_STEP) * SIZE_STEP));
}

function spans([first, last]: Span, size: number): boolean {
  return first === 0 && last === size;
}
