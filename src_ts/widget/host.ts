import { type ITranslator, pageTranslator } from '../core/translator';
import type { ITransport } from '../core/transport';
import { askCode, askUris, codeText } from '../models/code';
import type { ActionId, IAction, IHost, INodeTarget } from '../views/host';
import { codeOf, nodesOf } from '../views/target';
import { canCopyPictures, copyPng, download } from '../views/saving';
import { copyText } from './clipboard';

/** What a widget can do beyond copying. What needs JupyterLab's menus and tabs is absent. */
export type Doing = Partial<Record<ActionId, (target: INodeTarget) => void>>;

interface IOffered {
  id: ActionId;
  label: string;
  on: 'node' | 'server' | 'both';
}

function offered(trans: ITranslator): IOffered[] {
  return [
    { id: 'copy-code', label: trans.__('Copy code'), on: 'both' },
    { id: 'copy-path', label: trans.__('Copy path'), on: 'node' },
    { id: 'copy-uri', label: trans.__('Copy URI'), on: 'both' },
    { id: 'export', label: trans.__('Export…'), on: 'node' },
    { id: 'refresh', label: trans.__('Refresh'), on: 'both' }
  ];
}

/** What a notebook cell does for the views. */
export class WidgetHost implements IHost {
  constructor(
    private readonly _transport: ITransport,
    private readonly _doing: Doing
  ) {}

  readonly trans = pageTranslator();

  actions({ path }: INodeTarget): IAction[] {
    const place = path.length > 0 ? 'node' : 'server';
    return offered(this.trans)
      .filter(
        ({ id, on }) =>
          (on === 'both' || on === place) && (id.startsWith('copy-') || this._doing[id])
      )
      .map(({ id, label }) => ({ id, label, enabled: true }));
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

  save(file: Blob, name: string): void {
    download(file, name);
  }

  readonly copyPicture = canCopyPictures() ? copyPng : undefined;

  private async _textOf(id: ActionId, target: INodeTarget): Promise<string> {
    const nodes = nodesOf(target);
    if (id === 'copy-code') {
      return codeText(
        await askCode(
          this._transport,
          nodes.map(node => codeOf(node))
        )
      );
    }
    if (id === 'copy-uri') {
      return (await askUris(this._transport, nodes)).join('\n');
    }
    return nodes.map(({ path }) => path.join('/')).join('\n');
  }
}

const NOWHERE: INodeTarget = { server: '', path: [] };
