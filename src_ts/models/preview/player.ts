import { Model } from '../state/model';
import type { SlicedModel } from './sliced';

/** Positions in a second that can be chosen. */
export const SPEEDS = [1, 2, 5, 10, 20];

/**
 * Moves through the positions of a dimension by itself, and begins again at the end.
 *
 * A position that is still on its way is waited for, so that a slow server slows it down and nothing
 * piles up.
 */
export class Player extends Model {
  constructor(
    private readonly _model: SlicedModel,
    private readonly _busy: () => boolean
  ) {
    super();
  }

  /** The dimension that it moves through; `null` while it rests. */
  get dimension(): number | null {
    return this._dimension;
  }

  /** Positions in a second. */
  get speed(): number {
    return this._speed;
  }

  set speed(speed: number) {
    this._speed = speed;
    if (this._dimension !== null) {
      this.play(this._dimension);
    }
    this.notify();
  }

  play(dimension: number): void {
    clearInterval(this._timer);
    this._dimension = dimension;
    this._timer = setInterval(() => this._step(), 1000 / this._speed);
    this.notify();
  }

  stop(): void {
    clearInterval(this._timer);
    this._dimension = null;
    this.notify();
  }

  override dispose(): void {
    clearInterval(this._timer);
    super.dispose();
  }

  private _step(): void {
    const slider = this._model.sliders.find(each => each.dimension === this._dimension);
    if (!slider) {
      this.stop();
    } else if (!this._busy()) {
      this._model.setPosition(slider.dimension, (slider.position + 1) % slider.size);
    }
  }

  private _dimension: number | null = null;
  private _speed = 5;
  private _timer: ReturnType<typeof setInterval> | undefined;
}
