import type { ITransport } from '../../core/transport';
import { Model } from '../state/model';
import { AccessModel } from './access';
import { LoginModel } from './login';

/** What is asked of a person, or shown to them, about a server: one thing at a time. */
export class FormsModel extends Model {
  constructor(readonly transport: ITransport) {
    super();
  }

  /** The form that adds a server, or gives a key to one, is open; the URI it starts with. */
  get form(): { uri: string } | null {
    return this._form;
  }

  set form(form: { uri: string } | null) {
    this._form = form;
    if (form) {
      this.closeLogin();
      this.closeAccess();
    }
    this.notify();
  }

  /** The server to which a person is about to log in; `null` while the form is closed. */
  get login(): LoginModel | null {
    return this._login;
  }

  /** Open the form to log in to a server, in place of any other form. */
  openLogin(server: string): void {
    if (this._login?.server !== server) {
      this.closeLogin();
      this._login = new LoginModel(this.transport, server);
    }
    this._form = null;
    this.closeAccess();
  }

  closeLogin(): void {
    this._login?.dispose();
    this._login = null;
    this.notify();
  }

  /** The API keys and logins on show; `null` while they are not. */
  get access(): AccessModel | null {
    return this._access;
  }

  /** Show the API keys and logins of whoever is logged in to a server, in place of any form. */
  openAccess(server: string): void {
    this.form = null;
    this.closeLogin();
    if (this._access?.server !== server) {
      this.closeAccess();
      this._access = new AccessModel(this.transport, server);
    }
    this.notify();
  }

  closeAccess(): void {
    this._access?.dispose();
    this._access = null;
    this.notify();
  }

  /** Somebody else is logged in now. */
  protected renewAccess(server: string): void {
    if (this._access?.server === server) {
      this._access.dispose();
      this._access = new AccessModel(this.transport, server);
    }
  }

  override dispose(): void {
    this._login?.dispose();
    this._access?.dispose();
    super.dispose();
  }

  private _form: { uri: string } | null = null;
  private _login: LoginModel | null = null;
  private _access: AccessModel | null = null;
}
