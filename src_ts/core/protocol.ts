// Generated from tiled_jl/browser/messages by `make protocol`. Do not edit.

export const PROTOCOL_VERSION = 3;

export type ErrorCode =
  | 'bad_request'
  | 'unknown_server'
  | 'not_a_tiled_server'
  | 'unauthorized'
  | 'expired'
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
  | 'expired'
  | 'down';

export type CredentialKind =
  | 'anonymous'
  | 'login'
  | 'key';

export type PreviewKind =
  | 'image'
  | 'line'
  | 'table'
  | 'matrix'
  | 'events'
  | 'histogram'
  | 'dataset'
  | 'contents'
  | 'file'
  | 'value'
  | 'none';

export type Operator =
  | 'text'
  | 'eq'
  | 'noteq'
  | 'lt'
  | 'le'
  | 'gt'
  | 'ge'
  | 'contains'
  | 'in'
  | 'notin'
  | 'like'
  | 'regex'
  | 'has'
  | 'lacks'
  | 'spec'
  | 'family';

export type PixelType =
  | 'uint8'
  | 'int8'
  | 'uint16'
  | 'int16'
  | 'uint32'
  | 'int32'
  | 'float32'
  | 'float64';

export type FileKind =
  | 'image'
  | 'text'
  | 'json'
  | 'binary';

export type TransferState =
  | 'waiting'
  | 'running'
  | 'done'
  | 'failed'
  | 'cancelled';

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
  /** Which part was read, in words, where it is not all; empty where it is. */
  partial: string;
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
  partial: string;
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
  /** Which of the plan's components; by default the first. */
  component?: string | null;
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
  component?: string | null;
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

/** Nothing is kept of a node any more. */
export type IClosed = Record<string, never>;

/** Say that a preview is over, so that what was read for it need not be kept. */
export interface IClosePreview {
  server: string;
  path?: string[];
}

/** A container at a glance. */
export interface IContents {
  total: number;
  families: ITally[];
  specs: ITally[];
  /** Of how many children families and specs were counted: the first ones, or all. */
  counted: number;
  first: INodeSummary[];
  /** The columns of the tables of a composite, which are keys of their own. */
  columns: string[];
}

/** A dataset as xarray's users know it. */
export interface IDataset {
  dimensions: IDatasetDimension[];
  coordinates: IVariable[];
  variables: IVariable[];
  attributes: Record<string, unknown>;
  /** Which variables are listed, in words, where not all are. */
  partial: string;
}

/** A dimension that variables share. */
export interface IDatasetDimension {
  name: string;
  size: number;
}

/** How many children have something in common. */
export interface ITally {
  name: string;
  count: number;
}

/** An array of a dataset. */
export interface IVariable {
  name: string;
  path: string[];
  dims: string[];
  shape: number[];
  dtype: string;
  /** In bytes, in words. */
  size: string;
  unit: string | null;
  /** Its long name, where it has one. */
  title: string;
  /** It is the coordinate along the dimension of its own name. */
  index: boolean;
  attributes: Record<string, unknown>;
}

/** A file, before anything of it was read. */
export interface IFileEntry {
  name: string;
  size: number | null;
}

/**
 * A file, as far as it can be shown without running anything that is in it.
 *
 * For an `image`, buffer 0 holds the file.
 */
export interface IFileResult {
  name: string;
  /** In bytes; None where the server does not say and the file was not read to its end. */
  size: number | null;
  /** What the first bytes say that it is, in words. */
  type: string;
  mediaType: string;
  kind: FileKind;
  /** The text, or for `binary` the first bytes in hexadecimal. */
  text: string;
  /** What `json` says, of bounded size. */
  value: unknown;
  partial: string;
}

/** Read the beginning of a file, or all of it where it is a small image. */
export interface IReadFile {
  server: string;
  path: string[];
  name: string;
}

/** Wait until a login is confirmed in a web browser. Cancelling the request ends it. */
export interface IAwaitLogin {
  server: string;
  userCode: string;
  remember?: boolean;
}

/** Log in by a user name and a password. */
export interface ILogIn {
  server: string;
  provider: string;
  username: string;
  password: string;
  /** Keep the login on this computer, for this and other programs of the user. */
  remember?: boolean;
}

/** Begin a login that is confirmed in a web browser. */
export interface ILoginCode {
  server: string;
  provider: string;
}

/** What a person does in a web browser to log in. */
export interface ILoginCodeResult {
  /** What to open. */
  uri: string;
  /** What to type there. */
  userCode: string;
  /** How long there is for it. */
  seconds: number;
}

/** Somebody has logged in. */
export interface ILoginResult {
  /** How the server welcomes them. */
  message: string;
}

/** One way to log in: by a password, or by a visit to a web page. */
export interface ILoginWay {
  provider: string;
  mode: 'password' | 'browser';
}

/** Ask how a server lets people log in. Anyone may know that. */
export interface ILoginWays {
  server: string;
}

/** How a server lets people log in. */
export interface ILoginWaysResult {
  /** None where it knows API keys only. */
  ways: ILoginWay[];
  /** Who is expected, where that is known. */
  username: string | null;
  /** Whether the login is kept, unless the person decides otherwise. */
  remember: boolean;
  /** A cell of the notebook waits for the login. */
  waiting: boolean;
}

/** Forget the login or the API key for a server, here and on the disk. */
export interface ILogOut {
  server: string;
}

/** Tell the cell that waits for a login that there will be none. */
export interface IRefuseLogin {
  server: string;
}

/** The cell knows. */
export type IRefuseResult = Record<string, never>;

/** The first elements of nested data, or those that follow, as JSON of bounded size. */
export interface IEventsResult {
  start: number;
  stop: number;
  events: unknown[];
  /** Which fields were read, in words, where not all were. */
  partial: string;
}

/** How the numbers of a field are distributed: counts in equal bins from low to high. */
export interface IHistogramResult {
  low: number;
  high: number;
  counts: number[];
  /** How many numbers are less than low. */
  below: number;
  above: number;
  statistics: IStatistics;
  note: string;
  partial: string;
}

/** Numbers somewhere in nested data. */
export interface INumericField {
  /** The names that lead to it, from the outside in; none where there are no records. */
  path: string[];
  dtype: string;
  unit: string | null;
}

/** Read some outermost elements of nested data. */
export interface IReadEvents {
  server: string;
  path: string[];
  start?: number;
  stop?: number;
}

/** Count the numbers of a field in equal bins, from the least to the greatest by default. */
export interface IReadHistogram {
  server: string;
  path: string[];
  field?: string[];
  bins?: number;
  low?: number | null;
  high?: number | null;
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

/** What a node has to meet for a search to find it. */
export interface ICondition {
  operator: Operator;
  /** Of the metadata, nested with dots; empty for `text`, `spec` and `family`. */
  key: string;
  /** A list for `in` and `notin`; None for `has` and `lacks`. */
  value: string | number | boolean | null | (string | number | boolean | null)[];
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

/** List children of a container, or search below it for what meets all `conditions`. */
export interface IListNodes {
  server: string;
  path?: string[];
  offset?: number;
  limit?: number;
  conditions?: ICondition[];
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

/** List the keys that children of a container have, or the values that one key has. */
export interface ISuggestConditions {
  server: string;
  path?: string[];
  /** The key whose values are listed; None for the keys. */
  key?: string | null;
}

/** A key of the metadata, or a value that it has. */
export interface ISuggestion {
  value: string | number | boolean | null;
  /** How many children have it, where that is known. */
  count: number | null;
}

/** What the metadata of children hold: some of it, never a promise of all. */
export interface ISuggestionsResult {
  suggestions: ISuggestion[];
}

/** What may be drawn of values that are more than one number each. */
export interface IComponent {
  name: string;
  dtype: string;
  unit: string | null;
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
  /** Further ways to show it. */
  others: PreviewKind[];
  dimensions: IDimension[];
  dtype: string;
  /** The last dimension holds red, green, blue (and alpha). */
  colour: boolean;
  /**
   * The fields of a record; of complex values `magnitude`, `phase`, `real`, `imaginary`;
   * of a sparse array `count` and `sum` of the values that share a pixel.
   */
  components: IComponent[];
  /** A picture shows all positions of the other dimensions together. */
  projected: boolean;
  columns: IColumn[];
  /** The value itself, for `kind="value"`. */
  value: string | null;
  unit: string | null;
  /** The type of nested data, as Awkward Array writes it. */
  type: string;
  /** How many outermost elements nested data have. */
  length: number;
  /** The fields of nested data that hold numbers. */
  fields: INumericField[];
  dataset: IDataset | null;
  contents: IContents | null;
  files: IFileEntry[];
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
  /** What we show to the server. */
  credential: CredentialKind;
  /** Who we are to the server, in words. */
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

/**
 * Read the values of an array as a table: a row for each position in `y`.
 *
 * `at` has a position for each dimension; those of `x` and `y` are ignored.
 */
export interface IReadMatrix {
  server: string;
  path: string[];
  x: number;
  /** None for a dimension on its own, whose values are one below the other. */
  y: number | null;
  at: number[];
  start: number;
  stop: number;
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
  /** How many rows the whole table has: exact, unless `partial`. */
  rows: number;
  cells: ((string | number | boolean | null)[])[];
  /** Which part was read, in words, where it is not all; `rows` counts that part. */
  partial: string;
}

/**
 * Stop a transfer, begin one again that has stopped, or take it off the list.
 *
 * A file that is there stays.
 */
export interface IChangeTransfer {
  id: string;
  change: 'cancel' | 'retry' | 'remove';
}

/** A format in which the server gives a node. */
export interface IExportFormat {
  mediaType: string;
  /** Of a file in it, without the dot. */
  extension: string;
}

/** Ask how a node can be written to a file. */
export interface IExportOptions {
  server: string;
  path?: string[];
}

/** How a node can be written to a file. */
export interface IExportOptionsResult {
  /** What a file of it may be called, without an extension. */
  name: string;
  /** None where the server has no way to write such a node. */
  formats: IExportFormat[];
  /** Of a table: those that can be chosen. */
  columns: string[];
}

/** List the transfers of this kernel. */
export type IListTransfers = Record<string, never>;

/**
 * Write a node, or the part of it that is on show, to a file.
 *
 * No file is overwritten: where there is one of that name, another name is chosen.
 */
export interface IStartTransfer {
  server: string;
  path: string[];
  /** A media type. */
  format: string;
  /** Of the file; the extension is added where it is missing. */
  name: string;
  /** Where to, as Jupyter knows it. */
  folder?: string;
  /** Of an array: a position for each leading dimension, `None` for those written whole. */
  at?: (number | null)[] | null;
  /** Of a table; by default all. */
  columns?: string[] | null;
}

/** A node on its way to a file. */
export interface ITransfer {
  id: string;
  server: string;
  path: string[];
  /** The file's path as Jupyter knows it. Until it is there, the name may still change. */
  file: string;
  state: TransferState;
  /** Bytes. */
  done: number;
  total: number | null;
  /** Bytes a second, of late. */
  speed: number | null;
  error: IError | null;
}

/** Some transfer has come further. */
export interface ITransfersChanged {
  transfers: ITransfer[];
}

/** All transfers, the oldest first. */
export interface ITransfersResult {
  transfers: ITransfer[];
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
  'login.ways': { params: ILoginWays; result: ILoginWaysResult };
  'login.password': { params: ILogIn; result: ILoginResult };
  'login.code': { params: ILoginCode; result: ILoginCodeResult };
  'login.await': { params: IAwaitLogin; result: ILoginResult };
  'login.refuse': { params: IRefuseLogin; result: IRefuseResult };
  'login.end': { params: ILogOut; result: IServer };
  'nodes.list': { params: IListNodes; result: INodePage };
  'nodes.suggest': { params: ISuggestConditions; result: ISuggestionsResult };
  'nodes.get': { params: IGetNode; result: INodeDetail };
  'nodes.code': { params: INodeCode; result: ICodeResult };
  'preview.open': { params: IOpenPreview; result: IPreviewPlan };
  'preview.close': { params: IClosePreview; result: IClosed };
  'preview.image': { params: IReadImage; result: IImageResult };
  'preview.line': { params: IReadLine; result: ILineResult };
  'preview.table': { params: IReadTable; result: ITableResult };
  'preview.matrix': { params: IReadMatrix; result: ITableResult };
  'preview.events': { params: IReadEvents; result: IEventsResult };
  'preview.histogram': { params: IReadHistogram; result: IHistogramResult };
  'preview.file': { params: IReadFile; result: IFileResult };
  'transfers.options': { params: IExportOptions; result: IExportOptionsResult };
  'transfers.list': { params: IListTransfers; result: ITransfersResult };
  'transfers.start': { params: IStartTransfer; result: ITransfer };
  'transfers.change': { params: IChangeTransfer; result: ITransfersResult };
  'viewer.load': { params: ILoadModule; result: IModuleResult };
}

/** What the kernel announces. */
export interface IEvents {
  'servers.changed': IServersChanged;
  'transfers.changed': ITransfersChanged;
}
