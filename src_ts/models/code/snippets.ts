import type { INodeSummary, ISnippet as ITemplate } from '../../core/protocol';
import type { ITranslator } from '../../core/translator';
import { FAMILIES } from '../search/condition';

/** A way to write the code for a node. */
export interface ISnippet extends ITemplate {
  /** The nodes that it is for; all where nothing is said. */
  condition: ISnippetCondition;
  /** It is one of ours, not of the person's settings. */
  builtIn: boolean;
}

/** What a node has to be: of each that is given, any of the values. */
export interface ISnippetCondition {
  /** Structure family. */
  family?: string[];
  /** Name of a spec. */
  spec?: string[];
  /** What the name of the type begins with: `float` fits `float32` and `float64`. */
  dtype?: string[];
  /** Number of dimensions. */
  ndim?: number[];
}

const PLACEHOLDERS = ['client', 'server', 'name', 'path', 'uri', 'read', 'slice', 'columns'];
const OF_SETUP = ['client', 'server', 'connect', 'address'];

const READ = '{name} = {client}[{path}]\n{read}';
const DASK_SETUP =
  'from tiled_jl import {connect}\n{client}_dask = {connect}({address}, structure_clients="dask")';

/** The snippets that are there without any settings; of those that apply, the first is the default. */
const builtIns = (trans: ITranslator): readonly ISnippet[] => [
  builtIn('NumPy', { family: ['array'] }, READ),
  builtIn('pandas', { family: ['table'] }, READ),
  builtIn('xarray', { spec: ['xarray_dataset'] }, '{name} = {client}[{path}].read()\n{name}'),
  builtIn(trans.__('Values'), { family: ['awkward', 'bytes', 'ragged', 'sparse'] }, READ),
  builtIn(
    'Polars',
    { family: ['table'] },
    '{name} = {client}[{path}].read({columns}format="polars")'
  ),
  builtIn(
    'Arrow',
    { family: ['table'] },
    '{name} = {client}[{path}].read({columns}format="arrow")'
  ),
  builtIn(
    'Dask',
    { family: ['array', 'table'] },
    '{name} = {client}_dask[{path}].read(){slice}\n{name}',
    DASK_SETUP
  ),
  builtIn(
    'xarray, Dask',
    { spec: ['xarray_dataset'] },
    '{name} = {client}_dask[{path}].read()\n{name}',
    DASK_SETUP
  ),
  builtIn(trans.__('Files'), { family: ['bytes'] }, '{client}[{path}].raw_export()'),
  builtIn(trans.__('Client'), {}, '{name} = {client}[{path}]\n{name}')
];

/** What settings come to: snippets, and what is wrong with those that are left out. */
export interface ISnippets {
  /** Those that are meant for all of some nodes, the person's own before ours. */
  fitting(nodes: readonly (INodeSummary | undefined)[]): ISnippet[];
  problems: readonly ISnippetProblem[];
}

/** What is wrong with an entry of the settings. */
export interface ISnippetProblem {
  /** Place in the list, from 1. */
  entry: number;
  label: string;
  kind: 'shape' | 'condition' | 'placeholder';
  /** The part that is wrong. */
  detail: string;
}

/** Read the person's snippets; an entry that is broken is left out, and the others work. */
export function readSnippets(entries: unknown, trans: ITranslator): ISnippets {
  const own: ISnippet[] = [];
  const problems: ISnippetProblem[] = [];
  for (const [index, entry] of (Array.isArray(entries) ? entries : []).entries()) {
    const read = readSnippet(entry);
    if ('kind' in read) {
      problems.push({ entry: index + 1, label: labelOf(entry), ...read });
    } else {
      own.push(read);
    }
  }
  const all = [...own, ...builtIns(trans)];
  return {
    fitting: nodes => all.filter(({ condition }) => nodes.every(node => fits(condition, node))),
    problems
  };
}

function fits({ family, spec, dtype, ndim }: ISnippetCondition, node?: INodeSummary): boolean {
  const { structureFamily = '', specs = [], dtype: type = '', shape = null } = node ?? {};
  return (
    (family?.includes(structureFamily) ?? true) &&
    (spec?.some(name => specs.includes(name)) ?? true) &&
    (dtype?.some(start => type.startsWith(start)) ?? true) &&
    (ndim === undefined || (shape !== null && ndim.includes(shape.length)))
  );
}

type Mistake = Pick<ISnippetProblem, 'kind' | 'detail'>;

function readSnippet(entry: unknown): ISnippet | Mistake {
  const { label, condition = {}, template, setup = '' } = (entry ?? {}) as Record<string, unknown>;
  if (typeof label !== 'string' || !label.trim()) {
    return { kind: 'shape', detail: 'label' };
  }
  if (typeof template !== 'string' || !template.trim()) {
    return { kind: 'shape', detail: 'template' };
  }
  if (typeof setup !== 'string') {
    return { kind: 'shape', detail: 'setup' };
  }
  const unknown = strange(template, PLACEHOLDERS) ?? strange(setup, OF_SETUP);
  if (unknown !== null) {
    return { kind: 'placeholder', detail: unknown };
  }
  const read = readCondition(condition);
  return typeof read === 'string'
    ? { kind: 'condition', detail: read }
    : { label, template, setup, condition: read, builtIn: false };
}

/** Read a condition, in which one value may stand for a list; gives the name of what is wrong. */
function readCondition(condition: unknown): ISnippetCondition | string {
  if (typeof condition !== 'object' || condition === null || Array.isArray(condition)) {
    return JSON.stringify(condition);
  }
  const read: Record<string, unknown[]> = {};
  for (const [key, value] of Object.entries(condition)) {
    const values: unknown[] = Array.isArray(value) ? value : [value];
    const type = key === 'ndim' ? 'number' : 'string';
    const known = ['family', 'spec', 'dtype', 'ndim'].includes(key);
    const good = values.every(each => typeof each === type);
    if (!known || !good || (key === 'family' && !values.every(each => isFamily(each)))) {
      return `${key}: ${JSON.stringify(value)}`;
    }
    read[key] = values;
  }
  return read;
}

function isFamily(name: unknown): boolean {
  return FAMILIES.some(family => family === name);
}

/** The first thing between braces that nobody knows, or a brace on its own. */
function strange(template: string, known: readonly string[]): string | null {
  const rest = template
    .replace(/\{\{|\}\}/g, '')
    .replace(/\{(\w+)\}/g, (all, name: string) => (known.includes(name) ? '' : all));
  return /\{\w*\}|[{}]/.exec(rest)?.[0] ?? null;
}

function labelOf(entry: unknown): string {
  const { label } = (entry ?? {}) as Record<string, unknown>;
  return typeof label === 'string' ? label : '';
}

function builtIn(
  label: string,
  condition: ISnippetCondition,
  template: string,
  setup = ''
): ISnippet {
  return { label, condition, template, setup, builtIn: true };
}
