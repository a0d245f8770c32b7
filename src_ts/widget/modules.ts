import { type IError, PROTOCOL_VERSION } from '../core/protocol';
import { pageTranslator } from '../core/translator';
import { sayAll } from '../core/words';
import type { IWidgetModel, OnMessage } from './model';

const AGAIN = 1000;
// The first question may stand behind the cell that runs, where the page had no way around it yet:
// a subshell takes a moment to start.
const TIMES = 2;

interface IReply {
  id?: string;
  result?: { names: string[] };
  error?: Pick<IError, 'code' | 'message' | 'hint'>;
}

type Listener = (reply: IReply, buffers: DataView[]) => void;

/** What the widgets of a page share, whichever loader they carry. */
interface IPage {
  /** The modules that were asked for. A name stands for one content, for ever. */
  readonly modules: Map<string, Promise<unknown>>;
  /** Where the text of a module is, once the page has it. */
  readonly urls: Map<string, string>;
  /** The widgets that can be asked, by the element in which they are drawn. */
  readonly widgets: Map<HTMLElement, IWidgetModel>;
  /** Those who wait for an answer, by the id of their question. */
  readonly listeners: Map<string, Listener>;
  /** What the modules call in place of `import()`. */
  load(name: string): Promise<unknown>;
}

function page(): IPage {
  const shared = globalThis as { [key: symbol]: IPage | undefined };
  return (shared[Symbol.for('tiled_jl.page')] ??= {
    modules: new Map<string, Promise<unknown>>(),
    urls: new Map<string, string>(),
    widgets: new Map<HTMLElement, IWidgetModel>(),
    listeners: new Map<string, Listener>(),
    load
  });
}

/** Let the page ask a widget for modules, until the returned function is called. */
export function enter(el: HTMLElement, model: IWidgetModel): () => void {
  const { widgets, listeners } = page();
  const onMessage: OnMessage = (content, buffers) => {
    const reply = content as IReply;
    listeners.get(reply.id ?? '')?.(reply, buffers);
  };
  widgets.set(el, model);
  model.on('msg:custom', onMessage);
  return () => {
    widgets.delete(el);
    model.off('msg:custom', onMessage);
  };
}

/** Get a module from the page, or else from the kernel of a widget. */
export function load(name: string): Promise<unknown> {
  const { modules } = page();
  let module = modules.get(name);
  if (module === undefined) {
    module = receive(name);
    modules.set(name, module);
    module.catch(() => modules.delete(name));
  }
  return module;
}

async function receive(name: string): Promise<unknown> {
  const { urls } = page();
  const texts = urls.has(name) ? [] : await ask(name);
  for (const [each, text] of texts) {
    // Another answer may have brought it in the meantime: no module is evaluated twice.
    if (!urls.has(each)) {
      const script = new Blob([withUrls(text, urls)], { type: 'text/javascript' });
      urls.set(each, URL.createObjectURL(script));
    }
  }
  return import(/* @vite-ignore */ urls.get(name) as string);
}

/**
 * Ask one widget after the other for a module and what it needs, until one answers.
 *
 * It may take long: a kernel may be busy with a cell, or have ended without a word.
 */
async function ask(name: string): Promise<[string, string][]> {
  const { urls, widgets, listeners } = page();
  const id = `${name}-${Math.random().toString(36).slice(2)}`;
  const asked = new Map<IWidgetModel, number>();
  const times = (model: IWidgetModel) => asked.get(model) ?? 0;
  const params = { name, have: [...urls.keys()] };
  let timer: ReturnType<typeof setInterval> | undefined;
  const askNext = () => {
    const [next] = [...widgets.values()].reverse().sort((a, b) => times(a) - times(b));
    if (next && times(next) < TIMES) {
      asked.set(next, times(next) + 1);
      next.send({ v: PROTOCOL_VERSION, id, method: 'modules.load', params });
    }
  };
  try {
    return await new Promise((resolve, reject) => {
      listeners.set(id, ({ result, error }, buffers) => {
        if (result) {
          const texts = result.names.map(async (each, i) => [each, await unzip(buffers[i])]);
          resolve(Promise.all(texts) as Promise<[string, string][]>);
        } else if (error && error.code !== 'not_found') {
          // The kernel of another widget may have another version; it has nothing to say.
          reject(new Error(sayAll([error.message, error.hint], pageTranslator()).join(' ')));
        }
      });
      askNext();
      timer = setInterval(askNext, AGAIN);
    });
  } finally {
    clearInterval(timer);
    listeners.delete(id);
  }
}

async function unzip({ buffer, byteOffset, byteLength }: DataView): Promise<string> {
  const bytes = new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(plain).text();
}

/** Let a module import others from where their text is. */
function withUrls(text: string, urls: Map<string, string>): string {
  return text.replace(/"\.\/([\w-]+)\.js"/g, (as, name: string) =>
    urls.has(name) ? JSON.stringify(urls.get(name)) : as
  );
}
