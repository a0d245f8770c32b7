import { type ISignal, Signal } from '@lumino/signaling';
import type { BrowserModel, ISelection } from './browser';
import { Model } from './state/model';
import { PreviewModel } from './preview/preview';

// Walking through rows with the arrow keys opens only where the walk stops.
const PAUSE = 150;

type Slice = (number | null)[];

/** The preview of the node that is chosen, whichever that is. */
export class FollowingModel extends Model {
  constructor(private readonly _browser: BrowserModel) {
    super();
    _browser.selectionChanged.connect(this._onSelection, this);
    this._onSelection(_browser, _browser.selection);
  }

  /** The node on show; the one before it until the walk has stopped. */
  get preview(): PreviewModel | null {
    return this._preview;
  }

  /** Positions of the leading dimensions of what is on show. */
  get slice(): Slice {
    return this._preview?.slice ?? [];
  }

  /** While another node is awaited, it is the one that is meant. */
  set slice(slice: readonly (number | null)[]) {
    if (this._timer === undefined && this._preview) {
      this._preview.slice = slice;
    } else {
      this._wantedSlice = slice;
    }
  }

  /** Other positions are on show, or other data. */
  get sliceChanged(): ISignal<this, Slice> {
    return this._sliceChanged;
  }

  override dispose(): void {
    clearTimeout(this._timer);
    this._browser.selectionChanged.disconnect(this._onSelection, this);
    this._preview?.dispose();
    super.dispose();
  }

  private _onSelection(_: BrowserModel, selection: ISelection | null): void {
    const path = selection?.node.broken === null ? selection.node.path : [];
    const target = selection && path.length ? { server: selection.server.id, path } : null;
    // More may be known of the same node.
    if (JSON.stringify(target) !== JSON.stringify(this._target)) {
      this._target = target;
      this._wantedSlice = null;
      clearTimeout(this._timer);
      this._timer = setTimeout(() => this._follow(), PAUSE);
    }
  }

  private _follow(): void {
    this._timer = undefined;
    this._preview?.dispose();
    this._preview = null;
    if (this._target) {
      this._preview = new PreviewModel(this._browser.transport, this._target);
      this._preview.sliceChanged.connect(this._onSlice, this);
      if (this._wantedSlice) {
        this._preview.slice = this._wantedSlice;
      }
    } else {
      this._onSlice();
    }
    this.notify();
  }

  private _onSlice(): void {
    this._sliceChanged.emit(this.slice);
  }

  private _target: { server: string; path: string[] } | null = null;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _preview: PreviewModel | null = null;
  private _wantedSlice: readonly (number | null)[] | null = null;
  private readonly _sliceChanged = new Signal<this, Slice>(this);
}
