import type { INodeSummary } from '../core/protocol';
import type { IPreviewSettings } from '../models/preview';

/** What can be done with a node or a server. */
export type ActionId =
  | 'open-preview'
  | 'insert-code'
  | 'insert-and-run'
  | 'copy-code'
  | 'copy-path'
  | 'copy-uri'
  | 'export'
  | 'log-in'
  | 'log-out'
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
  /** Positions of the leading dimensions on show, `null` where one is shown whole. */
  at?: (number | null)[];
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
}

/** Words in the language of the person. Placeholders are `%1`, `%2`, …; in `_n` the first is `n`. */
export interface ITranslator {
  __(message: string, ...args: unknown[]): string;
  _n(singular: string, plural: string, n: number, ...args: unknown[]): string;
}

/** What the surroundings of the views do for them. */
export interface IHost {
  readonly trans: ITranslator;
  /** The actions on a node: the same, in the same words and order, everywhere. */
  actions(target: INodeTarget): IAction[];
  run(id: ActionId, target?: INodeTarget): void;
  /** Begin to drag a node; called once the pointer has moved far enough. */
  startDrag?(event: MouseEvent, target: INodeTarget): void;
  copy(text: string): Promise<void>;
  /** Hand a file that was made in the page to the person. */
  save(file: Blob, name: string): void;
  /** Put a picture into the clipboard; absent where pages may not. */
  copyPicture?(png: Promise<Blob>): Promise<void>;
  /** Hand a file that Jupyter has to the person's own computer. */
  download?(file: string): void;
  /** Name of a server, where the host knows it. */
  serverName?(id: string): string | undefined;
  /** The wheel alone zooms, since nothing around the views scrolls; elsewhere it takes Ctrl. */
  readonly wheelZooms?: boolean;
  /** Name of the kernel that serves the views, where the host knows it. */
  readonly kernelName?: string;
}
