import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';

import type { ICodeResult } from '../core/protocol';
import type { ITransport } from '../core/transport';
import type { BrowserModel } from '../models/browser';
import type { ViewKind } from '../models/preview/sliced';
import type { ISnippet, ISnippets } from '../models/code/snippets';
import type { IQuery } from '../models/tree/tree';
import type { IHost, INodeTarget } from '../views/parts/host';

/** What the person has set. */
export interface ITiledSettings {
  /** Settled once the settings have been read, or cannot be. */
  readonly ready: Promise<void>;
  /** Name of the kernel to start for the browser, empty for JupyterLab's default. */
  readonly kernel: string;
  /** The ways to write code. */
  readonly snippets: ISnippets;
  /** How many nodes the tree asks for at once. */
  readonly pageSize: number;
  /** The ways to show a node, the most wanted first; a node is shown in the first that it has. */
  readonly previews: readonly ViewKind[];
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

/** The code that reads nodes. */
export interface ITiledCode {
  /** The ways to write the code for nodes, the usual one first. */
  snippets(target: INodeTarget): ISnippet[];
  /** Write the code for nodes, in the usual way or in another by its label. */
  write(target: INodeTarget, label?: string): Promise<ICodeResult>;
  /** Write the code for a search. */
  search(query: IQuery): Promise<ICodeResult>;
}

export const ITiledCode = new Token<ITiledCode>(
  'tiled-jl:ITiledCode',
  'Writes the code that reads Tiled nodes and finds them.'
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

/** A file of the person's own computer, or the path of one that Jupyter has. */
export type UploadSource = File | string;

/** What is said of nodes, edited in the main area, and nodes made, filled and deleted. */
export interface ITiledEditing {
  /** Edit what is said of a node, in the tab that it has or in a new one. */
  edit(target: INodeTarget): Promise<void>;
  /** Ask what a new container is called, and make it. */
  newContainer(target: INodeTarget): Promise<void>;
  /** Ask how files are to be called in a container, and which where none are given; send them. */
  upload(target: INodeTarget, files?: readonly UploadSource[]): Promise<void>;
  /** Say how much goes with a node, and delete it if that is meant. */
  delete(target: INodeTarget): Promise<void>;
}

export const ITiledEditing = new Token<ITiledEditing>(
  'tiled-jl:ITiledEditing',
  'Edits the metadata of Tiled nodes; makes, fills and deletes nodes.'
);

/** Nodes copied to other containers. */
export interface ITiledCopies {
  /** Ask where nodes are to be copied, and begin. */
  copyTo(target: INodeTarget): Promise<void>;
}

export const ITiledCopies = new Token<ITiledCopies>(
  'tiled-jl:ITiledCopies',
  'Copies Tiled nodes to other containers.'
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

  /** Whether the preview that is in front follows the selection. */
  readonly canPin: boolean;
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
