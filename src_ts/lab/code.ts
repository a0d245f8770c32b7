import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';

import type { ICodeResult } from '../core/protocol';
import { askCode } from '../models/code/code';
import type { ISnippet } from '../models/code/snippets';
import type { IQuery } from '../models/tree/tree';
import type { INodeTarget } from '../views/parts/host';
import { codeOf, nodesOf } from '../views/parts/target';
import { ITiledCode, ITiledSession, ITiledSettings } from './tokens';

class Code implements ITiledCode {
  constructor(
    private readonly _session: ITiledSession,
    private readonly _settings: ITiledSettings
  ) {}

  snippets(target: INodeTarget): ISnippet[] {
    const nodes = nodesOf(target);
    // A server as a whole has but its client.
    return nodes.every(({ path }) => path.length > 0)
      ? this._settings.snippets.fitting(nodes.map(({ node }) => node))
      : [];
  }

  write(target: INodeTarget, label?: string): Promise<ICodeResult> {
    const chosen = this.snippets(target).find(snippet => snippet.label === label);
    const nodes = nodesOf(target);
    return askCode(
      this._session.transport,
      nodes.map(node => codeOf(node, chosen ?? this._usual(node, nodes.length)))
    );
  }

  async search({ server, path, conditions }: IQuery): Promise<ICodeResult> {
    const params = { server, path, conditions: [...conditions] };
    return (await this._session.transport.request('search.code', params)).result;
  }

  /** The first that fits. Of several nodes each gets a line, unless the person wants it otherwise. */
  private _usual(node: INodeTarget, count: number): ISnippet | undefined {
    const [first] = this.snippets(node);
    return count > 1 && (first as ISnippet | undefined)?.builtIn ? undefined : first;
  }
}

/** Writes the code for nodes and searches. */
export const codePlugin: JupyterFrontEndPlugin<ITiledCode> = {
  id: 'tiled-jl:code',
  description: 'Writes the code that reads Tiled nodes, in the ways that the settings list.',
  autoStart: true,
  requires: [ITiledSession, ITiledSettings],
  provides: ITiledCode,
  activate: (_: JupyterFrontEnd, session: ITiledSession, settings: ITiledSettings): ITiledCode =>
    new Code(session, settings)
};
