import type { ICondition } from '../core/protocol';

/** The page's end of a Python widget, as far as the loader and the modules use it. */
export interface IWidgetModel {
  get<K extends keyof ITraits>(name: K): ITraits[K];
  set<K extends keyof ITraits>(name: K, value: ITraits[K]): void;
  save_changes(): void;
  send(content: object, callbacks?: unknown, buffers?: ArrayBuffer[]): void;
  on(event: 'msg:custom', callback: OnMessage): void;
  on(event: string, callback: () => void): void;
  off(event: 'msg:custom', callback: OnMessage): void;
  off(event: string, callback: () => void): void;
}

/** What a widget keeps in a notebook. Data travels in messages, never here. */
export interface ITraits {
  /** Name of the module that draws the widget. */
  _module: string;
  _target: { server: string; path: string[] };
  /** Id of the server of the chosen node, where there are several. */
  server: string | null;
  /** Path of the node that was chosen in a tree. */
  selection: string[] | null;
  /** The conditions of a search. */
  query: ICondition[];
  /** Where the search began. */
  _below: { server: string; path: string[] };
  /** Positions of the leading dimensions in a preview. */
  slice: (number | null)[] | null;
  /** The first of them. */
  frame: number;
  /** JSON of the metadata that code wants edited; empty once the page has taken it. */
  _draft: string;
  /** Whether metadata were edited and not saved. */
  dirty: boolean;
}

/** Called with a message and the binary buffers beside it. */
export type OnMessage = (content: unknown, buffers: DataView[]) => void;

/** The module that draws a widget, fetched once per page. */
export interface IViewer {
  /** Draw a widget, and return what ends it. */
  mount(model: IWidgetModel, root: ShadowRoot): () => void;
}
