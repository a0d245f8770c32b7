import { PROTOCOL_VERSION } from '../core/protocol';
import type { IViewer, IWidgetModel, OnMessage } from './model';

const AGAIN = 1000;

interface IAnswer {
  id?: string;
  result?: object;
  error?: { message: string; hint: string };
}

/** The viewers of this page, by their hash. Shared by all widgets, whichever loader they carry. */
function modules(): Map<string, Promise<IViewer>> {
  const page = globalThis as { [key: symbol]: Map<string, Promise<IViewer>> | undefined };
  return (page[Symbol.for('tiled_jl.modules')] ??= new Map<string, Promise<IViewer>>());
}

/**
 * Get the viewer that the kernel has: from the page when it is there, else from the kernel.
 *
 * The widget that asked first may go away before it has an answer; another then asks again.
 */
export async function getViewer(model: IWidgetModel, signal: AbortSignal): Promise<IViewer> {
  const hash = model.get('_module_hash');
  const known = modules();
  for (;;) {
    let viewer = known.get(hash);
    const own = viewer === undefined;
    if (viewer === undefined) {
      viewer = receive(model, signal).then(evaluate);
      known.set(hash, viewer);
      viewer.catch(() => known.delete(hash));
    }
    try {
      return await viewer;
    } catch (reason) {
      if (own || signal.aborted) {
        throw reason;
      }
    }
  }
}

/** Ask the kernel for the viewer, as long as it may take: a cell may be running. */
function receive(model: IWidgetModel, signal: AbortSignal): Promise<DataView> {
  const id = `viewer-${Math.random().toString(36).slice(2)}`;
  return new Promise((resolve, reject) => {
    const onMessage: OnMessage = (content, buffers) => {
      const answer = content as IAnswer;
      if (answer.id !== id) {
        return;
      }
      if (answer.error) {
        stop(new Error(`${answer.error.message} ${answer.error.hint}`));
      } else if (answer.result) {
        clearTimeout(again);
        model.off('msg:custom', onMessage);
        resolve(buffers[0]);
      }
    };
    const stop = (reason: Error) => {
      clearTimeout(again);
      model.off('msg:custom', onMessage);
      reject(reason);
    };
    signal.addEventListener('abort', () => stop(new Error('The widget was closed.')));
    model.on('msg:custom', onMessage);
    const ask = () => model.send({ v: PROTOCOL_VERSION, id, method: 'viewer.load', params: {} });
    ask();
    // The first question may stand behind the cell that runs, where the page had no way around it
    // yet: a subshell takes a moment to start.
    const again = setTimeout(ask, AGAIN);
  });
}

async function evaluate(gzipped: DataView): Promise<IViewer> {
  const { buffer, byteOffset, byteLength } = gzipped;
  const bytes = new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
  const source = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const script = new Blob([await new Response(source).blob()], { type: 'text/javascript' });
  const url = URL.createObjectURL(script);
  try {
    return (await import(/* @vite-ignore */ url)) as IViewer;
  } finally {
    URL.revokeObjectURL(url);
  }
}
