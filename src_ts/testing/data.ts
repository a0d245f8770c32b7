import type {
  IDimension,
  IError,
  INodeDetail,
  INodePage,
  INodeSummary,
  IPreviewPlan,
  IServer,
  IStatistics,
  ITransfer,
  IWords,
  Right
} from '../core/protocol';

/** A server that answers, unless something else is said. */
export function server(id: string, changes: Partial<IServer> = {}): IServer {
  return {
    id,
    name: id,
    uri: `http://${id}.test/api/v1/`,
    state: 'live',
    credential: 'anonymous',
    identity: null,
    version: '0.2.20',
    accounts: false,
    writable: true,
    profile: null,
    error: null,
    ...changes
  };
}

/** What is said of a container, and what may be done to it. */
export function detail(server: string, path: string[], rights: Right[]): INodeDetail {
  const summary = container(path);
  return { summary, server, uri: '', facts: [], metadata: {}, timeCreated: null, rights };
}

/** A container. */
export function container(path: string[], children: number | null = null): INodeSummary {
  return node(path, { structureFamily: 'container', children, preview: 'none' });
}

/** An array, unless something else is said. */
export function node(path: string[], changes: Partial<INodeSummary> = {}): INodeSummary {
  return {
    key: path[path.length - 1] ?? '',
    path,
    structureFamily: 'array',
    specs: [],
    shape: [10],
    count: null,
    dtype: 'int64',
    children: null,
    preview: 'line',
    broken: null,
    values: {},
    ...changes
  };
}

/** The part of a list of children that was asked for. */
export function page(
  items: INodeSummary[],
  { offset = 0, limit = 100 }: { offset?: number; limit?: number }
): INodePage {
  return {
    items: items.slice(offset, offset + limit),
    offset,
    total: items.length,
    exact: true,
    deep: false
  };
}

/** A plan to show an array of these dimensions. */
export function plan(
  path: string[],
  sizes: number[],
  changes: Partial<IPreviewPlan> = {}
): IPreviewPlan {
  const dimensions: IDimension[] = sizes.map((size, i) => ({
    name: `dim${i}`,
    size,
    title: null,
    unit: null,
    coordinates: [],
    note: null
  }));
  return {
    node: {
      summary: node(path),
      server: 'a',
      uri: `http://a.test/api/v1/metadata/${path.join('/')}`,
      facts: [],
      metadata: {},
      timeCreated: null,
      rights: []
    },
    kind: sizes.length > 1 ? 'image' : 'line',
    others: sizes.length > 1 && !changes.colour && !changes.kind ? ['line'] : [],
    dimensions,
    dtype: 'float64',
    colour: false,
    components: [],
    projected: false,
    columns: [],
    value: null,
    unit: null,
    type: '',
    length: 0,
    fields: [],
    dataset: null,
    contents: null,
    files: [],
    message: null,
    ...changes
  };
}

/** Statistics of a few values. */
export function statistics(changes: Partial<IStatistics> = {}): IStatistics {
  return {
    count: 4,
    finite: 4,
    minimum: 0,
    maximum: 3,
    mean: 1.5,
    low: 0.5,
    high: 2.5,
    tails: [0, 0.5, 2.5, 3],
    histogram: [1, 1, 1, 1],
    ...changes
  };
}

/** A node that waits to be written to a file, unless something else is said. */
export function transfer(id: string, changes: Partial<ITransfer> = {}): ITransfer {
  return {
    id,
    server: 'a',
    path: ['x'],
    file: 'raw/x.csv',
    state: 'waiting',
    done: 0,
    total: null,
    speed: null,
    error: null,
    kind: 'export',
    to: null,
    outcome: null,
    ...changes
  };
}

/** Something that the kernel says. */
export function words(text: string, ...values: IWords['values']): IWords {
  return { text, plural: null, values };
}

/** Why the kernel did not do what it was asked. */
export function refusal(message: string, changes: Partial<IError> = {}): IError {
  return {
    code: 'internal',
    message: words(message),
    hint: null,
    detail: '',
    retryable: true,
    requestId: null,
    ...changes
  };
}
