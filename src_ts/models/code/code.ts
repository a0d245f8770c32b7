import type { ICodeResult, INodeCode } from '../../core/protocol';
import type { ITransport } from '../../core/transport';

/** Ask for the code that reads nodes: that of one in full, a line for each of several. */
export async function askCode(
  transport: ITransport,
  nodes: readonly INodeCode[]
): Promise<ICodeResult> {
  const [only] = nodes;
  const { result } =
    nodes.length === 1
      ? await transport.request('nodes.code', only)
      : await transport.request('nodes.codes', { nodes: [...nodes] });
  return result;
}

/** Ask for the addresses of nodes. */
export async function askUris(
  transport: ITransport,
  nodes: readonly { server: string; path: string[] }[]
): Promise<string[]> {
  const answers = nodes.map(({ server, path }) => transport.request('nodes.get', { server, path }));
  return (await Promise.all(answers)).map(({ result }) => result.uri);
}

/** The code as one text, as it is copied. */
export function codeText({ setup, body }: ICodeResult): string {
  return [...setup, '', body].join('\n');
}
