import type { ITransport } from '../core/transport';
import type { ActionId, IAction, IHost, INodeTarget } from '../views/host';
import { copyText } from './clipboard';
import { english } from './words';

/** What a widget can do beyond copying. What needs JupyterLab's menus and tabs is absent. */
export type Doing = Partial<Record<ActionId, (target: INodeTarget) => void>>;

const ACTIONS: { id: ActionId; label: string; on: 'node' | 'server' | 'both' }[] = [
  { id: 'copy-code', label: english.__('Copy code'), on: 'both' },
  { id: 'copy-path', label: english.__('Copy path'), on: 'node' },
  { id: 'copy-uri', label: english.__('Copy URI'), on: 'both' },
  { id: 'export', label: english.__('Export…'), on: 'node' },
  { id: 'refresh', label: english.__('Refresh'), on: 'both' }
];

/** What a notebook cell does for the views. */
export class WidgetHost implements IHost {
  constructor(
    private readonly _transport: ITransport,
    private readonly _doing: Doing
  ) {}

  readonly trans = english;

  actions({ path }: INodeTarget): IAction[] {
    const place = path.length > 0 ? 'node' : 'server';
    return ACTIONS.filter(
      ({ id, on }) => (on === 'both' || on === place) && (id.startsWith('copy-') || this._doing[id])
    ).map(({ id, label }) => ({ id, label, enabled: true }));
  }

  run(id: ActionId, target: INodeTarget = NOWHERE): void {
    const act = this._doing[id];
    if (act) {
      act(target);
    } else if (id.startsWith('copy-')) {
      this._textOf(id, target)
        .then(copyText)
        .catch(reason => console.warn('Nothing was copied.', reason));
    }
  }

  copy(text: string): Promise<void> {
    return copyText(text);
  }

  private async _textOf(id: ActionId, { server, path, at }: INodeTarget): Promise<string> {
    if (id === 'copy-code') {
      const { result } = await this._transport.request('nodes.code', { server, path, at });
      return [...result.setup, '', result.body].join('\n');
    }
    if (id === 'copy-uri') {
      return (await this._transport.request('nodes.get', { server, path })).result.uri;
    }
    return path.join('/');
  }
}

const NOWHERE: INodeTarget = { server: '', path: [] };
