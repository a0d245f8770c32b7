import type { INodeCode, INodeSummary } from '../../core/protocol';
import type { ITranslator } from '../../core/translator';
import type { Model } from '../../models/state/model';
import type { IPreviewSettings } from '../../models/preview/preview';
import type { ViewKind } from '../../models/preview/sliced';

export type { ITranslator };

/** What can be done with a node or a server. */
export type ActionId =
  | 'open-preview'
  | 'insert-code'
  | 'insert-and-run'
  | 'insert-code-as'
  | 'copy-code'
  | 'copy-path'
  | 'copy-uri'
  | 'export'
  | 'edit-metadata'
  | 'new-container'
  | 'upload'
  | 'delete'
  | 'favourite'
  | 'arrange'
  | 'copy-to'
  | 'insert-search-code'
  | 'copy-search-code'
  | 'log-in'
  | 'log-out'
  | 'api-keys'
  | 'refresh'
  | 'add-server'
  | 'remove-server'
  | 'reconnect';

/** What an action is done to. */
export interface INodeTarget {
  /** Id of the server. */
  server: string;
  path: string[];
  /** What is known of the node, if anything. */
  node?: INodeSummary;
  /** The part of the leading dimensions on show; `null` where one is shown whole. */
  at?: INodeCode['at'];
  /** The columns of a table on show; all where nothing is said. */
  columns?: INodeCode['columns'];
  /** What else was chosen together with it. */
  others?: INodeTarget[];
  /** How it is shown, for a preview that is there again. */
  view?: IPreviewSettings;
  /** In the preview that follows the selection. */
  follows?: boolean;
}

/** An action as it is offered. */
export interface IAction {
  id: ActionId;
  label: string;
  enabled: boolean;
  shortcut?: string;
  /** It is so already: the node is a favourite. */
  marked?: boolean;
}

/** What the surroundings of the views do for them. */
export interface IHost {
  readonly trans: ITranslator;
  /** The actions on a node: the same, in the same words and order, everywhere. */
  actions(target: INodeTarget): IAction[];
  /** The actions on the search in force. */
  searchActions?(): IAction[];
  run(id: ActionId, target?: INodeTarget): void;
  /** Offer the ways to write the code for a node, below a button. */
  chooseSnippet?(button: HTMLElement, target: INodeTarget): void;
  /** Begin to drag a node; called once the pointer has moved far enough. */
  startDrag?(event: MouseEvent, target: INodeTarget): void;
  /** Open the menu of the actions on a row at a place of the screen. */
  openMenu?(row: Element, place: { x: number; y: number }): void;
  copy(text: string): Promise<void>;
  /** Ask how files that were dropped on a container are to be called there, and send them. */
  upload?(target: INodeTarget, files: readonly File[]): void;
  /** Hand a file that was made in the page to the person. */
  save(file: Blob, name: string): void;
  /** Put a picture into the clipboard; absent where pages may not. */
  copyPicture?(png: Promise<Blob>): Promise<void>;
  /** Hand a file that Jupyter has to the person's own computer. */
  download?(file: string): void;
  /** Tells of favourites, after which an action is named. */
  readonly places?: Model | null;
  /** Name of a server, where the host knows it. */
  serverName?(id: string): string | undefined;
  /** The wheel alone zooms, since nothing around the views scrolls; elsewhere it takes Ctrl. */
  readonly wheelZooms?: boolean;
  /** Favourites and recent nodes are there again another day. */
  readonly keepsPlaces?: boolean;
  /** The ways to show a node, the most wanted first. */
  readonly previews?: readonly ViewKind[];
  /** Name of the kernel that serves the views, where the host knows it. */
  readonly kernelName?: string;
}
