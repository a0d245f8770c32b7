import { type IFailure, describeFailure } from '../../core/failure';
import type { IAccessResult, IMakeKey, IMakeKeyResult } from '../../core/protocol';
import type { ITransport } from '../../core/transport';
import { Model } from '../state/model';

/** The API keys and the logins of whoever is logged in to one server. */
export class AccessModel extends Model {
  constructor(
    private readonly _transport: ITransport,
    readonly server: string
  ) {
    super();
  }

  /** What there is; `null` until the server has said so. */
  get listed(): IAccessResult | null {
    return this._listed;
  }

  /** The key that was made last, as long as there is it. */
  get made(): IMakeKeyResult | null {
    return this._made;
  }

  /** Something was sent that was not answered yet. */
  get busy(): boolean {
    return this._busy;
  }

  /** Why the last request failed. */
  get error(): IFailure | null {
    return this._error;
  }

  /** List them, anew. */
  async load(): Promise<void> {
    await this._do(async () => {
      const { server } = this;
      this._listed = (await this._transport.request('access.list', { server })).result;
    });
  }

  /** Make a key; whether that went well. */
  make(key: Omit<IMakeKey, 'server'>): Promise<boolean> {
    return this._do(async () => {
      const params = { ...key, server: this.server };
      const { result } = await this._transport.request('access.make', params);
      this._made = result;
      this._listed = result.access;
    });
  }

  /** End a key; whether that went well. */
  revoke(firstEight: string): Promise<boolean> {
    return this._do(async () => {
      const params = { server: this.server, firstEight };
      this._listed = (await this._transport.request('access.revoke', params)).result;
      if (this._made?.firstEight === firstEight) {
        this._made = null;
      }
    });
  }

  /** End logins; whether that went well. */
  end(sessions: string[]): Promise<boolean> {
    return this._do(async () => {
      const params = { server: this.server, sessions };
      this._listed = (await this._transport.request('access.end', params)).result;
    });
  }

  /** Ask, unless something is under way. It goes on to its end: a key half made is lost. */
  private async _do(ask: () => Promise<void>): Promise<boolean> {
    if (this._busy) {
      return false;
    }
    this._busy = true;
    this._error = null;
    this.notify();
    try {
      await ask();
    } catch (reason) {
      this._error = describeFailure(reason);
    }
    this._busy = false;
    this.notify();
    return this._error === null;
  }

  private _listed: IAccessResult | null = null;
  private _made: IMakeKeyResult | null = null;
  private _error: IFailure | null = null;
  private _busy = false;
}
