import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';

import type { ICodeResult } from '../core/protocol';
import type { ITransport } from '../core/transport';
import type { BrowserModel } from '../models/browser';
import type { IHost, INodeTarget } from '../views/host';

/** What the person has set. */
export interface ITiledSettings {
  /** Settled once the settings have been read, or cannot be. */
  readonly ready: Promise<void>;
  /** Name of the kernel to start for the browser, empty for JupyterLab's default. */
  readonly kernel: string;
  /** Remember another kernel. */
  setKernel(name: string): Promise<void>;
  /** One preview shows whichever node is selected in the sidebar. */
  readonly followSelection: boolean;
  /** Remember whether one preview follows the selection. */
  setFollowSelection(follow: boolean): Promise<void>;
  /** Something is set otherwise than before. */
  readonly changed: ISignal<ITiledSettings, void>;
}

export const ITiledSettings = new Token<ITiledSettings>(
  'tiled-jl:ITiledSettings',
  'The settings of the Tiled browser.'
);

/** The kernel that serves the sidebar and the previews. */
export interface ITiledSession {
  /** Requests to the service in the kernel. */
  readonly transport: ITransport;
  /** The kernel's name for people, empty while there is none. */
  readonly kernelName: string;
  /** The name by which Jupyter knows the kernel, empty while there is none. */
  readonly kernelSpecName: string;
  /** Connect again after the kernel died, was shut down or lacked the package. */
  reconnect(): Promise<void>;
  /** Restart the kernel. What is shown is asked for again. */
  restart(): Promise<void>;
  /** Shut the kernel down. What is shown stays, and can be connected again. */
  shutdown(): Promise<void>;
  /** Let the person choose another kernel. */
  chooseKernel(): Promise<void>;
}

export const ITiledSession = new Token<ITiledSession>(
  'tiled-jl:ITiledSession',
  'The kernel that serves the Tiled sidebar and the previews.'
);

/** What the sidebar shows. */
export interface ITiledBrowser {
  /** The model, once something has asked for it. */
  readonly model: BrowserModel | null;
  /** The model, made now if need be. The kernel starts with the first request. */
  load(): Promise<BrowserModel>;
  /** Call back with the model as soon as there is one. */
  whenLoaded(callback: (model: BrowserModel) => void): void;
}

export const ITiledBrowser = new Token<ITiledBrowser>(
  'tiled-jl:ITiledBrowser',
  'The Tiled servers and nodes that the sidebar shows, and which one is selected.'
);

/** Readable code, put into notebooks. */
export interface ITiledNotebook {
  /** Put code into a new cell of the active notebook, or of a new one when none is open. */
  insert(code: ICodeResult, options: { run: boolean }): Promise<void>;
  /** Begin to drag the code of a node, which another part of the page may accept. */
  drag(event: MouseEvent, code: Promise<ICodeResult>): void;
}

export const ITiledNotebook = new Token<ITiledNotebook>(
  'tiled-jl:ITiledNotebook',
  'Puts code that reads a Tiled node into a notebook.'
);

/** Nodes written to files of Jupyter. */
export interface ITiledExports {
  /** Ask how a node is to be written, and begin. */
  export(target: INodeTarget): Promise<void>;
}

export const ITiledExports = new Token<ITiledExports>(
  'tiled-jl:ITiledExports',
  'Writes Tiled nodes to files.'
);

/** The previews in the main area. */
export interface ITiledPreviews {
  /** Show a node, in the tab that it has or in a new one. */
  open(target: INodeTarget): Promise<void>;
  /** Show a node in the preview that follows the selection, without going there. */
  follow(target: INodeTarget): Promise<void>;
  /** Let the preview in front stay with its node. */
  pin(): void;
  /** What the preview in front shows, `null` if none is in front. */
  readonly current: INodeTarget | null;
}

export const ITiledPreviews = new Token<ITiledPreviews>(
  'tiled-jl:ITiledPreviews',
  'The previews of Tiled nodes in the main area.'
);

/** What JupyterLab does for the views. */
export type ITiledHost = IHost;

export const ITiledHost = new Token<ITiledHost>(
  'tiled-jl:ITiledHost',
  'What JupyterLab offers to the views of Tiled: words, actions, the clipboard, drag and drop.'
);
