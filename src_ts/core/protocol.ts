// Generated from tiled_jl/browser/messages by `make protocol`. Do not edit.

export const PROTOCOL_VERSION = 5;

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
  | 'plot'
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

export type FactKind =
  | 'structure'
  | 'shape'
  | 'dimensions'
  | 'dtype'
  | 'fields'
  | 'size'
  | 'layout'
  | 'chunks'
  | 'values'
  | 'length'
  | 'columns'
  | 'partitions'
  | 'children'
  | 'specs';

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

export type Right =
  | 'edit'
  | 'create'
  | 'delete'
  | 'forget';

export type Orders =
  | 'none'
  | 'keys'
  | 'all';

export type KeyPlace =
  | 'file'
  | 'server';

/** What the server knows of whoever is logged in. */
export interface IAccessResult {
  keys: IApiKey[];
  sessions: ILoginSession[];
  /** What a new key can be good for. */
  scopes: string[];
  /** What we show to the server allows to make keys. */
  mayMake: boolean;
  mayRevoke: boolean;
}

/** An API key, as its owner may see it. */
export interface IApiKey {
  /** The beginning of the key, which names it. */
  firstEight: string;
  /** What it is good for; `inherit` is all that its owner may do. */
  scopes: string[];
  note: string;
  /** The tags of the only nodes that it opens, where it is restricted to some. */
  accessTags: string[] | null;
  /** When it ends, in ISO 8601; `None` where it does not end by itself. */
  expires: string | null;
  lastUsed: string | null;
  /** The browser itself shows it to the server. */
  inUse: boolean;
  /** The file on this computer that has the secret. */
  file: string | null;
}

/** End logins, wherever they are in use. Ending the one in use here is logging out. */
export interface IEndSessions {
  server: string;
  sessions: string[];
}

/** List the API keys and the logins of whoever is logged in. */
export interface IListAccess {
  server: string;
}

/** A login that can be renewed, here or somewhere else. */
export interface ILoginSession {
  id: string;
  /** When it ends by itself, in ISO 8601. */
  expires: string;
  /** The browser itself uses it. */
  inUse: boolean;
}

/** Make an API key. Its secret stays on the kernel's side, in a file of the user's. */
export interface IMakeKey {
  server: string;
  /** `None` for all that its owner may do, now and later. */
  scopes: string[] | null;
  /** How long it is good for; `None` for ever. */
  seconds: number | null;
  note?: string;
  accessTags?: string[] | null;
  place?: KeyPlace;
}

/** A key was made, and its secret kept. */
export interface IMakeKeyResult {
  firstEight: string;
  /** The file on this computer that has the secret. */
  file: string;
  access: IAccessResult;
}

/** End an API key, and delete the files that have its secret. */
export interface IRevokeKey {
  server: string;
  firstEight: string;
}

/** What the metadata of a node have at a key. */
export interface IColumnValue {
  value: string | number | boolean;
  unit: string | null;
  /** The value is a date, or a date and a time, as ISO 8601 has it. */
  moment: boolean;
}

/** A key of the metadata, and what one child has there. */
export interface IKeyExample {
  key: string;
  example: IColumnValue;
}

/** What children can be sorted by, and what of them can be shown. */
export interface IKeysResult {
  /** Those of some children, never a promise of all. */
  keys: IKeyExample[];
  orders: Orders;
}

/** List the keys that the metadata of a container's children have, each with an example. */
export interface IListKeys {
  server: string;
  path?: string[];
}

/** What children are sorted by. */
export interface ISortKey {
  /** A key of the metadata, the name of the node, or when it was added. */
  by: 'key' | 'name' | 'added';
  /** Of the metadata, nested with dots; empty for the others. */
  key: string;
  descending: boolean;
}

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
  /** What was done to the values on the way, such as `magnitude of complex values`. */
  notes: IWords[];
  /** Which part was read, where it is not all. */
  partial: IWords | null;
}

/**
 * A curve, as it is or reduced to minima and maxima of equal bins.
 *
 * When `exact`, buffer 0 holds the values as float64, one each from `start` to `stop`.
 * Otherwise buffers 0 and 1 hold the minima and the maxima of `bins` equal bins as float64; a
 * bin with no finite value is NaN. The curves beside it follow, in the same way.
 */
export interface ILineResult {
  start: number;
  stop: number;
  bins: number;
  exact: boolean;
  statistics: IStatistics;
  /** The range was too large to read whole; values between the samples were not seen. */
  sampled: boolean;
  notes: IWords[];
  partial: IWords | null;
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
  /** The dimension that holds red, green, blue (and alpha), for a picture in colour. */
  channel?: number | null;
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
  /** Positions of further curves to read along. */
  beside?: number[][];
}

/**
 * Sum up a rectangle of an array, at full resolution where that is not too much to read.
 *
 * `at` has a position for each dimension; those of `x` and `y` are ignored.
 */
export interface IReadRegion {
  server: string;
  path: string[];
  x: number;
  y: number;
  at: number[];
  rows: [number, number];
  columns: [number, number];
  component?: string | null;
}

/** What the values of a rectangle come to. */
export interface IRegionResult {
  /** How many values were read. */
  count: number;
  /** How many of them are finite; the others do not count. */
  finite: number;
  minimum: number | null;
  maximum: number | null;
  mean: number | null;
  /** Standard deviation of these values themselves: the root of their mean squared distance. */
  deviation: number | null;
  /** Their sum; of those that were read. */
  total: number | null;
  /** Every pixel was read if 1; else only each second, third, … in both directions. */
  step: number;
  notes: IWords[];
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
  /** Further percentiles: 0.1, 5, 95 and 99.9; empty where there is no finite value. */
  tails: number[];
  /** Counts in equal bins from minimum to maximum. */
  histogram: number[];
}

/**
 * Count the children of containers that are looked at.
 *
 * Where the server streams, the page is told of new children for a while after.
 */
export interface ICountNodes {
  server: string;
  paths: string[][];
}

/** How many children containers have. */
export interface ICountsResult {
  /** In the order of the question; None where the server does not say. */
  counts: (number | null)[];
}

/** A container that is looked at has got children. */
export interface INodesArrived {
  server: string;
  path: string[];
}

/** Nothing is kept of a node any more. */
export type IClosed = Record<string, never>;

/** Say that a preview is over, so that what was read for it need not be kept. */
export interface IClosePreview {
  server: string;
  path?: string[];
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

/** Write the code that reads a node, or the part of it that is on show. */
export interface INodeCode {
  server: string;
  path?: string[];
  /** Of an array: the part on show along each leading dimension. */
  at?: (number | [number, number] | null)[] | null;
  /** Of a table: the columns on show; by default all. */
  columns?: string[] | null;
  /** How to write it; by default as suits the structure family. */
  snippet?: ISnippet | null;
}

/** Write the code for several nodes, each with a name of its own. */
export interface INodesCode {
  nodes: INodeCode[];
}

/** Write the code for a search below a container. */
export interface ISearchCode {
  server: string;
  path?: string[];
  conditions?: ICondition[];
  /** The first is the most important; none for the container's own order. */
  sorting?: ISortKey[];
}

/** A way to write the code for a node, with placeholders such as `{name}`. */
export interface ISnippet {
  label: string;
  template: string;
  /** Lines that a notebook needs once; by default those that make the client. */
  setup: string;
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
  /** Which variables are listed, where not all are. */
  partial: IWords | null;
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
  /** In bytes. */
  size: number;
  unit: string | null;
  /** Its long name, where it has one. */
  title: string;
  /** It is the coordinate along the dimension of its own name. */
  index: boolean;
  attributes: Record<string, unknown>;
}

/** Forget a revision; the answer is what `ListRevisions` would give. */
export interface IDeleteRevision {
  server: string;
  path: string[];
  number: number;
}

/** What is said of a node, all of it. */
export interface IDescription {
  /** JSON; it may hold `NaN` and `Infinity`, which JSON does not have, where the node does. */
  metadata: string;
  specs: IEditedSpec[];
  /** None where the server does not decide by tags. */
  accessTags: string[] | null;
  /** Another one when anything of this is another. */
  fingerprint: string;
  rights: Right[];
  /** Of its siblings, where that was asked. */
  knownSpecs: string[];
}

/** A convention that a node follows. */
export interface IEditedSpec {
  name: string;
  version: string | null;
}

/** List how a node was described before, the newest first. */
export interface IListRevisions {
  server: string;
  path: string[];
  offset?: number;
  limit?: number;
}

/** Read what is said of a node, so that it can be changed. */
export interface IOpenDescription {
  server: string;
  path?: string[];
}

/** How a node was described before. */
export interface IRevision {
  number: number;
  /** When it was replaced, as ISO 8601. */
  time: string | null;
  /** JSON, as of `Description`. */
  metadata: string;
  specs: IEditedSpec[];
}

/** Some revisions, the newest first. */
export interface IRevisionPage {
  revisions: IRevision[];
  total: number;
}

/** Change what is said of a node, unless it is not what it was. */
export interface ISaveDescription {
  server: string;
  path: string[];
  /** Of the description to which the change was made. */
  fingerprint: string;
  /** A JSON Patch (RFC 6902) of the metadata, as JSON. */
  patch: string;
  /** What takes the place of the specs; None leaves them. */
  specs?: IEditedSpec[] | null;
  /** The same of the access tags. */
  accessTags?: string[] | null;
}

/** What became of a change. */
export interface ISaveResult {
  /** False where the node was changed by somebody else, and is left as it is. */
  saved: boolean;
  /** How it is now. */
  now: IDescription;
}

/** What happened, what to do, and whether asking again may help. */
export interface IError {
  code: ErrorCode;
  /** A text for a page of another version, which may not know `Words`. */
  message: IWords | string;
  hint: IWords | string | null;
  /** What a program said of it, in English: for whoever looks closer. */
  detail: string;
  retryable: boolean;
  requestId: string | null;
}

/** The values of one thing that children differ in, the most frequent first. */
export interface IFacet {
  of: 'key' | 'spec' | 'family';
  /** Of the metadata, nested with dots; empty for the others. */
  key: string;
  values: ISuggestion[];
  /** How many other values there are. */
  more: number;
  /** Why there are no values. */
  problem: IWords | null;
  /** What the server said of it. */
  detail: string;
}

/** Facets, in the order in which they were asked for, then specs and structure families. */
export interface IFacetsResult {
  facets: IFacet[];
}

/** Count the values that the children of a container have which meet all `conditions`. */
export interface IListFacets {
  server: string;
  path?: string[];
  conditions?: ICondition[];
  /** Of the metadata; None for those of which children share values. */
  keys?: string[] | null;
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
  /** What the first bytes say that it is. */
  type: IWords[];
  mediaType: string;
  kind: FileKind;
  /** The text, or for `binary` the first bytes in hexadecimal. */
  text: string;
  /** What `json` says, of bounded size. */
  value: unknown;
  partial: IWords | null;
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
  /** How the server welcomes them: a text is its own. */
  message: IWords | string;
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

/** Make an empty container. */
export interface ICreateContainer {
  server: string;
  /** Of the container that is to hold it. */
  path: string[];
  key: string;
  /** JSON. */
  metadata?: string;
  specs?: IEditedSpec[];
}

/** Delete a node, and all that is below it. */
export interface IDeleteNode {
  server: string;
  path: string[];
  /** How many go, as the person was told: not more than these are deleted. */
  nodes: number;
}

/** A node is gone. */
export interface IDeleteResult {
  path: string[];
}

/** How much a node is, with all that is below it. */
export interface IExtent {
  /** With itself. */
  nodes: number;
  /** False where there may be more. */
  exact: boolean;
  /** Of the data, as far as it is known; None where nothing is. */
  bytes: number | null;
  /** The server itself keeps data of some: they go with the node. */
  kept: boolean;
  /** Some are files that the server only knows of: they stay. */
  external: boolean;
}

/** Ask how much would go with a node. */
export interface IMeasureNode {
  server: string;
  path: string[];
}

/** The first elements of nested data, or those that follow, as JSON of bounded size. */
export interface IEventsResult {
  start: number;
  stop: number;
  events: unknown[];
  /** Which fields were read, where not all were. */
  partial: IWords | null;
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
  notes: IWords[];
  partial: IWords | null;
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
  kind: FactKind;
  value: IWords | string | number | ISize | (number | null)[];
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
  /** The first is the most important; none for the container's own order. */
  sorting?: ISortKey[];
  /** Keys of the metadata whose values are wanted, nested with dots. */
  columns?: string[];
}

/** What the details panel shows of one node. */
export interface INodeDetail {
  summary: INodeSummary;
  server: string;
  uri: string;
  facts: IFact[];
  metadata: Record<string, unknown>;
  timeCreated: string | null;
  /** What may be done to it, where that was asked. */
  rights: Right[];
}

/** Some children of a container, in the server's order. */
export interface INodePage {
  items: INodeSummary[];
  offset: number;
  total: number;
  exact: boolean;
  /** Nodes at any depth were looked at, which a server cannot sort. */
  deep: boolean;
}

/** What one row of the tree shows. */
export interface INodeSummary {
  key: string;
  path: string[];
  /** Tiled's name of the family, or `"unknown"` where the server could not describe the node. */
  structureFamily: string;
  specs: string[];
  /** Of an array; a length that varies is None. */
  shape: (number | null)[] | null;
  /** How many columns a table has, or outermost elements nested data. */
  count: number | null;
  /** How many children a container has, where the server said so without being asked to count. */
  children: number | null;
  /** Of what is made of numbers or the like, such as `uint16`. */
  dtype: string;
  preview: PreviewKind;
  /** Why the server could not describe this node, in its words; its siblings are not affected. */
  broken: string | null;
  /** What its metadata have at the keys that were asked for. */
  values: Record<string, IColumnValue>;
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

/** The points of one column. */
export interface IPlotCurve {
  name: string;
  points: number;
  /** How many rows have a finite number in both columns. */
  finite: number;
}

/**
 * Points to draw: as many as there are rows, or the least and the greatest of each bin of rows.
 *
 * For each curve there are three buffers of float64, each as long as the curve has `points`:
 * where the points lie across, how high, and the lengths of their error bars, which is empty where
 * no column of errors was asked for.
 */
export interface IPlotResult {
  start: number;
  stop: number;
  /** How many the whole table has. */
  rows: number;
  /** Of how many rows the least and the greatest are there; 1 where all rows are. */
  every: number;
  curves: IPlotCurve[];
  partial: IWords | null;
}

/** Read columns of a table as points. */
export interface IReadPlot {
  server: string;
  path: string[];
  y: string[];
  /** The column across; None for the number of the row. */
  x?: string | null;
  /** The column of the errors of the first of `y`. */
  error?: string | null;
  start?: number;
  /** None for the end of the table. */
  stop?: number | null;
  /** How many points there may be in a curve. */
  most?: number;
}

/** What may be drawn of values that are more than one number each. */
export interface IComponent {
  name: string;
  dtype: string;
  unit: string | null;
}

/** One axis of an array. */
export interface IDimension {
  /** Its own, as code and files have it; of one without a name, a number. */
  name: string;
  size: number;
  /** What people read in its place, where it has no name of its own. */
  title: IWords | null;
  /** Of the coordinates, or of what they would be where there are none. */
  unit: string | null;
  /** What each position stands for, as a table would show it; empty where that is not known. */
  coordinates: (string | number | boolean | null)[];
  /** Why the coordinates that there are do not come along. */
  note: IWords | null;
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
  message: IWords | null;
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
  /** What the server calls us. */
  identity: string | null;
  version: string | null;
  /** It knows people, who can have API keys. */
  accounts: boolean;
  /** False where we may make no nodes, wherever on the server. */
  writable: boolean;
  /** The profile that it is from, where the user has not added it. */
  profile: string | null;
  error: IError | null;
}

/** The list of servers, or the state of one, is not what it was. */
export interface IServersChanged {
  servers: IServer[];
}

/** All servers the browser knows, in the order in which they were added. */
export interface IServersResult {
  servers: IServer[];
  /** What is wrong with profiles, each with the file and the line, in English. */
  problems: string[];
}

/** One column of a table. */
export interface IColumn {
  name: string;
  dtype: string;
  /** What people read in place of a name that is not the data's own. */
  title: IWords | null;
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
  /** Which part was read, where it is not all; `rows` counts that part. */
  partial: IWords | null;
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

/** Why a node could not be copied. */
export interface ICopyFailure {
  path: string;
  error: IError;
}

/** What has become of the nodes that were to be copied. */
export interface ICopyOutcome {
  copied: number;
  /** They were there before, and were left as they are. */
  skipped: number;
  failures: ICopyFailure[];
}

/** The container that a copy goes into. */
export interface IDestination {
  server: string;
  path: string[];
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
 * Copy a node, with all that is below it, into a container of this or another server.
 *
 * One that was interrupted goes on where it was when it begins again.
 */
export interface IStartCopy {
  server: string;
  path: string[];
  toServer: string;
  toPath?: string[];
  onConflict?: 'error' | 'skip';
  assets?: 'copy' | 'reference';
}

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
  /** Of an array: the part along each leading dimension. */
  at?: (number | [number, number] | null)[] | null;
  /** Of a table; by default all. */
  columns?: string[] | null;
}

/** A node on its way to a file or to another container, or a file on its way to a node. */
export interface ITransfer {
  id: string;
  kind: 'export' | 'copy' | 'upload';
  server: string;
  path: string[];
  /**
   * The file's path as Jupyter knows it, empty for a copy. Until it is there, the name may still
   * change.
   */
  file: string;
  state: TransferState;
  /** Bytes. */
  done: number;
  total: number | null;
  /** Bytes a second, of late. */
  speed: number | null;
  error: IError | null;
  /** Of a copy. */
  to: IDestination | null;
  /** Of a copy that is done. */
  outcome: ICopyOutcome | null;
}

/** Some transfer has come further. */
export interface ITransfersChanged {
  transfers: ITransfer[];
}

/** All transfers, the oldest first. */
export interface ITransfersResult {
  transfers: ITransfer[];
}

/** Begin to make a node of a file, whose bytes the page sends piece by piece. */
export interface IBeginUpload {
  server: string;
  /** Of the container that is to hold it. */
  path: string[];
  /** Of the file; its extension says what it is. */
  name: string;
  /** Of the new node. */
  key: string;
  /** In bytes. */
  size: number;
}

/** Send the next piece of a file: buffer 0. */
export interface ISendPiece {
  id: string;
  offset: number;
}

/** Make a node of a file that Jupyter has. */
export interface IUploadFile {
  server: string;
  path: string[];
  /** The file's path as Jupyter knows it. */
  file: string;
  key: string;
}

/** How much of a file has come. */
export interface IUploadProgress {
  /** In bytes, from its beginning: the next piece begins there. */
  received: number;
}

/** Introduce the page to the kernel. */
export type IHello = Record<string, never>;

/** The kernel behind the page. */
export interface IHelloResult {
  version: string;
  python: string;
  protocol: number;
}

/** Fetch a module that draws widgets, and of those that it needs what the page does not have. */
export interface ILoadModule {
  name: string;
  have?: string[];
}

/** A module of the widgets and what it needs: a gzipped buffer for each of `names`. */
export interface IModuleResult {
  /** A module stands behind those that it imports. */
  names: string[];
}

/** How far a request has come. `total` is `None` while nobody knows. */
export interface IProgress {
  done: number;
  total: number | null;
  unit: string;
}

/** A number of bytes, which the page writes with a unit. */
export interface ISize {
  bytes: number;
}

/**
 * Words for a person, and what to put into them.
 *
 * Only `say` and `say_many` make them, of words that stand in the source as they are: so they can
 * be collected for those who translate.
 */
export interface IWords {
  /** In English, with places `%1`, `%2`, … for the values. */
  text: string;
  /**
   * The same for any number but one, which is the first of the values; `%2` is that number
   * as it is written.
   */
  plural: string | null;
  values: (string | number | ISize | (number | null)[])[];
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
  'access.list': { params: IListAccess; result: IAccessResult };
  'access.make': { params: IMakeKey; result: IMakeKeyResult };
  'access.revoke': { params: IRevokeKey; result: IAccessResult };
  'access.end': { params: IEndSessions; result: IAccessResult };
  'nodes.list': { params: IListNodes; result: INodePage };
  'nodes.suggest': { params: ISuggestConditions; result: ISuggestionsResult };
  'nodes.keys': { params: IListKeys; result: IKeysResult };
  'nodes.facets': { params: IListFacets; result: IFacetsResult };
  'nodes.count': { params: ICountNodes; result: ICountsResult };
  'nodes.get': { params: IGetNode; result: INodeDetail };
  'nodes.code': { params: INodeCode; result: ICodeResult };
  'description.open': { params: IOpenDescription; result: IDescription };
  'description.save': { params: ISaveDescription; result: ISaveResult };
  'revisions.list': { params: IListRevisions; result: IRevisionPage };
  'revisions.delete': { params: IDeleteRevision; result: IRevisionPage };
  'nodes.create': { params: ICreateContainer; result: INodeSummary };
  'nodes.measure': { params: IMeasureNode; result: IExtent };
  'nodes.delete': { params: IDeleteNode; result: IDeleteResult };
  'nodes.codes': { params: INodesCode; result: ICodeResult };
  'search.code': { params: ISearchCode; result: ICodeResult };
  'preview.open': { params: IOpenPreview; result: IPreviewPlan };
  'preview.close': { params: IClosePreview; result: IClosed };
  'preview.image': { params: IReadImage; result: IImageResult };
  'preview.region': { params: IReadRegion; result: IRegionResult };
  'preview.line': { params: IReadLine; result: ILineResult };
  'preview.table': { params: IReadTable; result: ITableResult };
  'preview.plot': { params: IReadPlot; result: IPlotResult };
  'preview.matrix': { params: IReadMatrix; result: ITableResult };
  'preview.events': { params: IReadEvents; result: IEventsResult };
  'preview.histogram': { params: IReadHistogram; result: IHistogramResult };
  'preview.file': { params: IReadFile; result: IFileResult };
  'transfers.options': { params: IExportOptions; result: IExportOptionsResult };
  'transfers.list': { params: IListTransfers; result: ITransfersResult };
  'transfers.start': { params: IStartTransfer; result: ITransfer };
  'transfers.copy': { params: IStartCopy; result: ITransfer };
  'transfers.change': { params: IChangeTransfer; result: ITransfersResult };
  'uploads.begin': { params: IBeginUpload; result: ITransfer };
  'uploads.send': { params: ISendPiece; result: IUploadProgress };
  'uploads.file': { params: IUploadFile; result: ITransfer };
  'modules.load': { params: ILoadModule; result: IModuleResult };
}

/** What the kernel announces. */
export interface IEvents {
  'servers.changed': IServersChanged;
  'transfers.changed': ITransfersChanged;
  'nodes.arrived': INodesArrived;
}
