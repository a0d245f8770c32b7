/** In milliseconds: whoever moves a slider pauses no longer than this between two positions. */
const REST = 150;

/** Tells whether somebody is on the way: from the second step on, until the last was a while ago. */
export class Motion {
  /** @param _onRest - called where there was movement, and is none any more. */
  constructor(private readonly _onRest: () => void) {}

  get moving(): boolean {
    return this._moving;
  }

  /** Somebody has moved. */
  step(): void {
    this._moving = this._timer !== undefined;
    clearTimeout(this._timer);
    this._timer = setTimeout(() => this._rest(), REST);
  }

  /** Nobody moves any more, and nobody needs to be told. */
  stop(): void {
    clearTimeout(this._timer);
    this._timer = undefined;
    this._moving = false;
  }

  private _rest(): void {
    const { moving } = this;
    this.stop();
    if (moving) {
      this._onRest();
    }
  }

  private _moving = false;
  private _timer: ReturnType<typeof setTimeout> | undefined;
}
