import { InputDialog } from '@jupyterlab/apputils';
import {
  CommsOverSubshells,
  type Kernel,
  type ServiceManager,
  type Session
} from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';

import { type IFailure, failure } from '../core/failure';
import { introduce } from '../core/introduction';
import { Transport, type TransportState } from '../core/transport';
import { CommChannel } from './channel';
import type { ITiledSession, ITiledSettings } from './tokens';

const SESSION = { path: 'tiled-browser', type: 'tiled', name: 'Tiled browser' };
const COMM_TARGET = 'tiled_jl.sidebar';
const BOOTSTRAP = 'import tiled_jl.sidebar\ntiled_jl.sidebar.register()';

/** What the session is made from. */
export interface IKernelSessionOptions {
  services: ServiceManager.IManager;
  settings: ITiledSettings;
  trans: TranslationBundle;
}

/**
 * The browser's own kernel, so that it needs no notebook and no busy cell holds it up.
 *
 * Its session has a path of its own: a reload, or a second tab, finds it running. JupyterLab's
 * `SessionContext` does the same, but opens a dialog when a kernel dies; here the sidebar says so.
 */
export class KernelSession implements ITiledSession {
  constructor(private readonly _options: IKernelSessionOptions) {
    this.transport = new Transport(() => void this._connect(), _options.trans);
  }

  readonly transport: Transport;

  get kernelSpecName(): string {
    return this._session?.kernel?.name ?? '';
  }

  get kernelName(): string {
    const name = this.kernelSpecName || this._preferredName();
    return this._options.services.kernelspecs.specs?.kernelspecs[name]?.display_name ?? name;
  }

  async reconnect(): Promise<void> {
    const session = this._session;
    this._forget();
    this._drop('starting');
    session?.dispose();
    await this._connect();
  }

  async restart(): Promise<void> {
    const kernel = this._session?.kernel;
    if (!kernel || kernel.status === 'dead') {
      return this.reconnect();
    }
    this._drop('reconnecting');
    try {
      await kernel.restart();
    } catch {
      await this.reconnect();
    }
  }

  async shutdown(): Promise<void> {
    const session = this._session;
    this._forget();
    this._drop('dead', this._ended());
    await session?.shutdown();
    session?.dispose();
  }

  async chooseKernel(): Promise<void> {
    const { services, settings, trans } = this._options;
    await services.kernelspecs.ready;
    const specs = Object.values(services.kernelspecs.specs?.kernelspecs ?? {}).filter(
      spec => spec?.language.toLowerCase() === 'python'
    );
    const { value } = await InputDialog.getItem({
      title: trans.__('Kernel of the Tiled browser'),
      items: specs.map(spec => spec?.display_name ?? ''),
      current: this.kernelName,
      okLabel: trans.__('Use')
    });
    const chosen = specs.find(spec => spec?.display_name === value);
    if (chosen) {
      await this.shutdown();
      await settings.setKernel(chosen.name);
      await this.reconnect();
    }
  }

  private async _connect(): Promise<void> {
    const { services, trans } = this._options;
    this.transport.setState('starting');
    const attempt = ++this._attempt;
    try {
      await Promise.all([
        services.sessions.ready,
        services.kernelspecs.ready,
        this._options.settings.ready
      ]);
      const session = await this._findOrStart(services);
      if (attempt !== this._attempt) {
        session.dispose();
        return;
      }
      this._adopt(session);
      await this._open();
    } catch (reason) {
      if (attempt === this._attempt) {
        this._drop('dead', {
          ...failure(
            'unreachable',
            trans.__('The kernel “%1” could not be started.', this.kernelName),
            trans.__('Try again, or choose another kernel.'),
            true
          ),
          detail: String(reason)
        });
      }
    }
  }

  private async _findOrStart(
    services: ServiceManager.IManager
  ): Promise<Session.ISessionConnection> {
    await services.sessions.refreshRunning();
    const model = await services.sessions.findByPath(SESSION.path);
    if (model?.kernel && model.kernel.execution_state !== 'dead') {
      return services.sessions.connectTo({ model });
    }
    if (model) {
      await services.sessions.shutdown(model.id);
    }
    return services.sessions.startNew({ ...SESSION, kernel: { name: this._preferredName() } });
  }

  private _preferredName(): string {
    const { services, settings } = this._options;
    return settings.kernel || services.kernelspecs.specs?.default || '';
  }

  private _adopt(session: Session.ISessionConnection): void {
    this._forget();
    this._session = session;
    session.statusChanged.connect(this._onStatus, this);
    session.connectionStatusChanged.connect(this._onConnectionStatus, this);
    session.kernelChanged.connect(this._onKernelChanged, this);
    session.disposed.connect(this._onEnded, this);
  }

  private _forget(): void {
    if (this._session) {
      Signal.disconnectBetween(this._session, this);
      this._session = null;
    }
  }

  /** Register the service in the kernel and open a channel to it. */
  private async _open(): Promise<void> {
    const kernel = this._session?.kernel;
    if (!kernel || this._opening === kernel || this._channel) {
      return;
    }
    const attempt = this._attempt;
    this._opening = kernel;
    try {
      const problem = await this._bootstrap(kernel);
      if (attempt !== this._attempt) {
        return;
      }
      if (problem) {
        this._drop('unavailable', problem);
        return;
      }
      const comm = kernel.createComm(COMM_TARGET);
      this._channel = new CommChannel(comm);
      comm.open();
      this.transport.attach(this._channel);
      const difference = await introduce(this.transport);
      if (difference && attempt === this._attempt) {
        this._drop('unavailable', difference);
      }
    } catch (reason) {
      // The kernel went away under the request; its next status says what became of it.
      console.debug('The Tiled service could not be opened yet.', reason);
    } finally {
      if (attempt === this._attempt) {
        this._opening = null;
      }
    }
  }

  private async _bootstrap(kernel: Kernel.IKernelConnection): Promise<IFailure | null> {
    const { trans } = this._options;
    // Nothing else runs in this kernel, and the service answers from threads of its own.
    kernel.commsOverSubshells = CommsOverSubshells.Disabled;
    const { language_info: language } = await kernel.info;
    if (language.name.toLowerCase() !== 'python') {
      return failure(
        'not_yet',
        trans.__('The kernel “%1” does not run Python.', this.kernelName),
        trans.__('Choose a Python kernel that has the package tiled-jl.')
      );
    }
    const { content } = await kernel.requestExecute({
      code: BOOTSTRAP,
      silent: true,
      store_history: false,
      allow_stdin: false,
      stop_on_error: false
    }).done;
    if (content.status === 'ok') {
      return null;
    }
    const { ename, evalue } = content as { ename?: string; evalue?: string };
    const missing = ename === 'ModuleNotFoundError' && /tiled_jl/.test(evalue ?? '');
    return {
      ...failure(
        'not_yet',
        missing
          ? trans.__('The kernel “%1” does not have the package tiled-jl.', this.kernelName)
          : trans.__('The package tiled-jl does not start in the kernel “%1”.', this.kernelName),
        trans.__(
          'Install it there with “pip install tiled-jl” and reconnect, or choose another kernel.'
        ),
        true
      ),
      detail: missing ? '' : `${ename ?? content.status}: ${evalue ?? ''}`
    };
  }

  /** Let go of the channel, which ends every request that is under way. */
  private _drop(state: TransportState, problem: IFailure | null = null): void {
    this._attempt += 1;
    this._opening = null;
    this._channel?.dispose();
    this._channel = null;
    this.transport.detach(state, problem);
  }

  private _onStatus(_: Session.ISessionConnection, status: Kernel.Status): void {
    switch (status) {
      case 'restarting':
      case 'autorestarting':
        this._drop('reconnecting');
        break;
      case 'dead':
        this._drop('dead', this._ended());
        break;
      case 'idle':
        void this._open();
        break;
      default:
        break;
    }
  }

  private _onConnectionStatus(
    _: Session.ISessionConnection,
    status: Kernel.ConnectionStatus
  ): void {
    if (status === 'connected') {
      void this._open();
    } else if (this._channel) {
      this._drop('reconnecting');
    }
  }

  private _onKernelChanged(
    _: Session.ISessionConnection,
    { newValue }: Session.ISessionConnection.IKernelChangedArgs
  ): void {
    if (newValue) {
      this._drop('reconnecting');
      void this._open();
    } else {
      this._drop('dead', this._ended());
    }
  }

  private _onEnded(): void {
    this._forget();
    this._drop('dead', this._ended());
  }

  private _ended(): IFailure {
    const { trans } = this._options;
    return failure(
      'unreachable',
      trans.__('The kernel of the Tiled browser has ended.'),
      trans.__('What you see stays as it is. Reconnect to go on.'),
      true
    );
  }

  private _session: Session.ISessionConnection | null = null;
  private _channel: CommChannel | null = null;
  private _opening: Kernel.IKernelConnection | null = null;
  // Whatever an earlier attempt still waits for has nothing to say any more.
  private _attempt = 0;
}
