import { describeFailure, type IFailure, isCancelled } from '../../core/failure';
import type { ILoginCodeResult, ILoginWay } from '../../core/protocol';
import type { ITransport } from '../../core/transport';
import { say, sayFailure } from '../../core/words';
import { Model } from '../state/model';

/** A way to log in that the server offers, or an API key. */
export type Way = ILoginWay | 'key';

/** A login that is confirmed in a web browser. */
export interface ICode extends ILoginCodeResult {
  /** When it ends, in milliseconds of `performance.now()`. */
  until: number;
}

/** A person logging in to one server. What they type passes through and is not kept here. */
export class LoginModel extends Model {
  constructor(
    private readonly _transport: ITransport,
    readonly server: string
  ) {
    super();
  }

  /** What the server offers; `null` until it said so. */
  get ways(): readonly ILoginWay[] | null {
    return this._ways;
  }

  /** The way that was chosen; `null` where there is none. */
  get way(): Way | null {
    return this._way;
  }

  /** Who is expected, where that is known. */
  get username(): string | null {
    return this._username;
  }

  /** Whether the login is kept, unless the person decides otherwise. */
  get remember(): boolean {
    return this._remember;
  }

  /** A cell of the notebook waits for the login. */
  get waiting(): boolean {
    return this._waiting;
  }

  /** Something was sent that was not answered yet. */
  get busy(): boolean {
    return this._request !== null;
  }

  /** What a person does in a web browser now. */
  get code(): ICode | null {
    return this._code;
  }

  /** What was wrong with the last try. */
  get error(): IFailure | null {
    return this._error;
  }

  /** How the server welcomes who has logged in; `null` before. */
  get welcome(): string | null {
    return this._welcome;
  }

  /** Ask how the server lets people log in. */
  async load(): Promise<void> {
    await this._do(async signal => {
      const { result } = await this._transport.request(
        'login.ways',
        { server: this.server },
        { signal }
      );
      this._ways = result.ways;
      this._way = result.ways[0] ?? 'key';
      this._username = result.username;
      this._remember = result.remember;
      this._waiting = result.waiting;
    });
  }

  /** Log in another way. */
  choose(way: Way): void {
    this._stop();
    this._way = way;
    this._error = null;
    this.notify();
  }

  /** Log in by a password; whether that went well. */
  logIn(username: string, password: string, remember: boolean): Promise<boolean> {
    return this._do(async signal => {
      const { result } = await this._transport.request(
        'login.password',
        { server: this.server, provider: this._provider, username, password, remember },
        { signal }
      );
      this._welcome = say(result.message, this._transport.trans);
    });
  }

  /** Log in by a web browser; whether that went well. */
  visit(remember: boolean): Promise<boolean> {
    return this._do(async signal => {
      const { server } = this;
      const begun = await this._transport.request(
        'login.code',
        { server, provider: this._provider },
        { signal }
      );
      const { userCode, seconds } = begun.result;
      this._code = { ...begun.result, until: performance.now() + 1000 * seconds };
      this.notify();
      const { result } = await this._transport.request(
        'login.await',
        { server, userCode, remember },
        { signal }
      );
      this._welcome = say(result.message, this._transport.trans);
    });
  }

  /** Use an API key; whether the server accepts it. */
  giveKey(apiKey: string, remember: boolean): Promise<boolean> {
    return this._do(async signal => {
      const { result } = await this._transport.request(
        'servers.connect',
        { server: this.server, apiKey, remember },
        { signal }
      );
      this._error = result.error && sayFailure(result.error, this._transport.trans);
      this._welcome = result.error ? null : '';
    });
  }

  /** Give up; a cell that waits is told. */
  cancel(): void {
    this._stop();
    this.notify();
    if (this._waiting) {
      this._transport.request('login.refuse', { server: this.server }).catch(() => undefined);
    }
  }

  override dispose(): void {
    this._stop();
    super.dispose();
  }

  private get _provider(): string {
    return this._way && this._way !== 'key' ? this._way.provider : '';
  }

  private async _do(ask: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    this._stop();
    const request = new AbortController();
    this._request = request;
    this._error = null;
    this.notify();
    try {
      await ask(request.signal);
    } catch (reason) {
      if (request === this._request && !isCancelled(reason)) {
        this._error = describeFailure(reason);
      }
    }
    if (request !== this._request) {
      return false;
    }
    this._request = null;
    this._code = null;
    this.notify();
    return this._error === null;
  }

  private _stop(): void {
    this._request?.abort();
    this._request = null;
    this._code = null;
  }

  private _ways: readonly ILoginWay[] | null = null;
  private _way: Way | null = null;
  private _username: string | null = null;
  private _remember = true;
  private _waiting = false;
  private _code: ICode | null = null;
  private _error: IFailure | null = null;
  private _welcome: string | null = null;
  private _request: AbortController | null = null;
}
