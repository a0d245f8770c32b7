// Generated from tiled_jl/browser/messages by `make protocol`. Do not edit.

export const PROTOCOL_VERSION = 1;

export type ErrorCode =
  | 'bad_request'
  | 'unknown_server'
  | 'not_a_tiled_server'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'server_error'
  | 'unreachable'
  | 'timeout'
  | 'bad_response'
  | 'not_yet'
  | 'cancelled'
  | 'internal';

export type ServerState =
  | 'unknown'
  | 'live'
  | 'anonymous'
  | 'unauthorized'
  | 'down';

export type PreviewKind =
  | 'image'
  | 'line'
  | 'table'
  | 'value'
  | 'none';

export type PixelType =
  | 'uint8'
  | 'int8'
  | 'uint16'
  | 'int16'
  | 'uint32'
  | 'int32'
  | 'float32'
  | 'float64';

/**
 * A picture of a two-dimensional part, reduced by stride to what the screen can show.
 *
 * Buffer 0 holds `height × width` pixels (times four for colour: RGBA) of type `pixels`,
 * rows first.
 */
export interface IImageResult {
  /** Start, stop and step of what was read along the vertical axis. */
  rows: [number, number, number];
  columns: [number, number, number];
  height: number;
  width: number;
  pixels: PixelType;
  /** Every pixel of the region was read and its values travel unchanged. */
  exact: boolean;
  statistics: IStatistics;
  /** What was done to the values on the way, in words, such as `magnitude of complex values`. */
  note: string;
}

/**
 * A curve, as it is or reduced to minima and maxima of equal bins.
 *
 * When `exact`, buffer 0 holds the values as float64, one each from `start` to `stop`.
 * Otherwise buffers 0 and 1 hold the minima and the maxima of `bins` equal bins as float64; a
 * bin with no finite value is NaN.
 */
export interface ILineResult {
  start: number;
  stop: number;
  bins: number;
  exact: boolean;
  statistics: IStatistics;
  /** The range was too large to read whole; values between the samples were not seen. */
  sampled: boolean;
  note: string;
}

/**
 * Read a picture of an array.
 *
 * `at` has a position for each dimension; those of `x` and `y` are ignored.
 */
export interface IReadImage {
  server: string;
  path: string[];
  x: number;
  y: number;
  at: number[];
  rows: [number, number];
  columns: [number, number];
  height?: number;
  width?: number;
}

/** Read a curve along one axis of an array. */
export interface IReadLine {
  server: string;
  path: string[];
  axis: number;
  at: number[];
  start: number;
  stop: number;
  bins?: number;
}

/** Of the values that were read, those that are finite. */
export interface IStatistics {
  count: number;
  finite: number;
  minimum: number | null;
  maximum: number | null;
  mean: number | null;
  /** First percentile. */
  low: number | null;
  /** Ninety-ninth percentile. */
  high: number | null;
  /** Counts in equal bins from minimum to maximum. */
  histogram: number[];
}

/** Readable code that reads a node. Holds no secret. */
export interface ICodeResult {
  /** Lines needed once in a notebook: imports, the client. Skip those the notebook already has. */
  setup: string[];
  /** Lines that read the node. */
  body: string;
  /** The variable that holds the node. */
  name: string;
}

/** A line of a node's description. */
export interface IFact {
  label: string;
  value: string;
}

/** Describe one node. */
export interface IGetNode {
  server: string;
  path?: string[];
}

/** List children of a container, or search below it when `text` is given. */
export interface IListNodes {
  server: string;
  path?: string[];
  offset?: number;
  limit?: number;
  text?: string | null;
}

/** Write the code that reads a node, or the part of it that is on show. */
export interface INodeCode {
  server: string;
  path?: string[];
  /** A position for each leading dimension that is fixed, `None` for those shown whole. */
  at?: (number | null)[] | null;
}

/** What the details panel shows of one node. */
export interface INodeDetail {
  summary: INodeSummary;
  server: string;
  uri: string;
  facts: IFact[];
  metadata: Record<string, unknown>;
  timeCreated: string | null;
}

/** Some children of a container, in the server's order. */
export interface INodePage {
  items: INodeSummary[];
  offset: number;
  total: number;
  exact: boolean;
}

/** What one row of the tree shows. */
export interface INodeSummary {
  key: string;
  path: string[];
  /** Tiled's name of the family, or `"unknown"` where the server could not describe the node. */
  structureFamily: string;
  specs: string[];
  /** Shape and dtype, columns, or nothing: short, such as `60×512×512 uint16`. */
  summary: string;
  /** How many children a container has, where the server said so without being asked to count. */
  children: number | null;
  preview: PreviewKind;
  /** Why the server could not describe this node; its siblings are not affected. */
  broken: string | null;
}

/** One axis of an array. */
export interface IDimension {
  name: string;
  size: number;
  /** Of the coordinates, or of what they would be where there are none. */
  unit: string | null;
  /** What each position stands for, as a table would show it; empty where that is not known. */
  coordinates: (string | number | boolean | null)[];
}

/** Ask how a node can be shown. */
export interface IOpenPreview {
  server: string;
  path?: string[];
}

/** How a node can be shown. */
export interface IPreviewPlan {
  node: INodeDetail;
  kind: PreviewKind;
  dimensions: IDimension[];
  dtype: string;
  /** The last dimension holds red, green, blue (and alpha). */
  colour: boolean;
  columns: IColumn[];
  /** The value itself, for `kind="value"`. */
  value: string | null;
  unit: string | null;
  /** Why there is nothing to draw, for `kind="none"`, and what to do instead. */
  message: string;
}

/** Connect to a server and keep it. Any URI below the server will do. */
export interface IAddServer {
  uri: string;
  name?: string | null;
  apiKey?: string | null;
  /** Keep the API key on this computer, so that notebooks can use it without holding it. */
  remember?: boolean;
}

/** Ask a known server whether it answers, and who we are to it. */
export interface IConnectServer {
  server: string;
  apiKey?: string | null;
  remember?: boolean;
}

/** List the servers without asking any of them anything. */
export type IListServers = Record<string, never>;

/** Forget a server and the API key kept for it. */
export interface IRemoveServer {
  server: string;
}

/** A Tiled server as the browser knows it. Never carries a credential. */
export interface IServer {
  id: string;
  name: string;
  uri: string;
  state: ServerState;
  identity: string | null;
  version: string | null;
  error: IError | null;
}

/** The list of servers, or the state of one, is not what it was. */
export interface IServersChanged {
  servers: IServer[];
}

/** All servers the browser knows, in the order in which they were added. */
export interface IServersResult {
  servers: IServer[];
}

/** One column of a table. */
export interface IColumn {
  name: string;
  dtype: string;
  align: 'left' | 'right';
  unit: string | null;
}

/** Read a window of rows. */
export interface IReadTable {
  server: string;
  path: string[];
  start: number;
  stop: number;
  columns?: string[] | null;
}

/**
 * A window of rows, column by column, as a table shows them.
 *
 * Integers that a page cannot hold exactly come as strings, times in ISO 8601.
 */
export interface ITableResult {
  start: number;
  stop: number;
  /** How many rows the whole table has: exact. */
  rows: number;
  cells: ((string | number | boolean | null)[])[];
}

/** What happened, what to do, and whether asking again may help. */
export interface IError {
  code: ErrorCode;
  message: string;
  hint: string;
  retryable: boolean;
  requestId: string | null;
}

/** Introduce the page to the kernel. */
export type IHello = Record<string, never>;

/** The kernel behind the page. */
export interface IHelloResult {
  version: string;
  python: string;
  protocol: number;
}

/** Fetch the viewer, once per page. */
export type ILoadModule = Record<string, never>;

/** The viewer that draws a widget: buffer 0 is its gzipped JavaScript module. */
export interface IModuleResult {
  hash: string;
}

/** How far a request has come. `total` is `None` while nobody knows. */
export interface IProgress {
  done: number;
  total: number | null;
  unit: string;
}

/** What each method takes and gives. */
export interface IMethods {
  'hello': { params: IHello; result: IHelloResult };
  'servers.list': { params: IListServers; result: IServersResult };
  'servers.add': { params: IAddServer; result: IServer };
  'servers.connect': { params: IConnectServer; result: IServer };
  'servers.remove': { params: IRemoveServer; result: IServersResult };
  'nodes.list': { params: IListNodes; result: INodePage };
  'nodes.get': { params: IGetNode; result: INodeDetail };
  'nodes.code': { params: INodeCode; result: ICodeResult };
  'preview.open': { params: IOpenPreview; result: IPreviewPlan };
  'preview.image': { params: IReadImage; result: IImageResult };
  'preview.line': { params: IReadLine; result: ILineResult };
  'preview.table': { params: IReadTable; result: ITableResult };
  'viewer.load': { params: ILoadModule; result: IModuleResult };
}

/** What the kernel announces. */
export interface IEvents {
  'servers.changed': IServersChanged;
}
