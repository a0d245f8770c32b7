import type { ITransport } from '../core/transport';
import type { ActionId, IAction, IHost, INodeTarget } from '../views/host';
import { canCopyPictures, copyPng, download } from '../views/saving';
import { copyText } from './clipboard';
import { english } from './words';

/** What a notebook cell does for the views. What needs JupyterLab's menus and tabs is absent. */
export class WidgetHost implements IHost {
  constructor(
    private readonly _transport: ITransport,
    private readonly _options: { refresh: () => void; reconnect: () => void }
  ) {}

  readonly trans = english;

  actions(target: INodeTarget): IAction[] {
    const actions: { id: ActionId; label: string }[] = [
      { id: 'copy-code', label: english.__('Copy code') },
      { id: 'copy-path', label: english.__('Copy path') },
      { id: 'copy-uri', label: english.__('Copy URI') },
      { id: 'refresh', label: english.__('Refresh') }
    ];
    return actions
      .filter(({ id }) => id !== 'copy-path' || target.path.length > 0)
      .map(action => ({ ...action, enabled: true }));
  }

  run(id: ActionId, target?: INodeTarget): void {
    if (id === 'refresh' || id === 'reconnect') {
      this._options[id]();
    } else if (target) {
      this._textOf(id, target)
        .then(copyText)
        .catch(reason => console.warn('Nothing was copied.', reason));
    }
  }

  copy(text: string): Promise<void> {
    return copyText(text);
  }

  save(file: Blob, name: string): void {
    download(file, name);
  }

  readonly copyPicture = canCopyPictures() ? copyPng : undefined;

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
