import { pageTranslator } from '../core/translator';
import type { ITransport } from '../core/transport';
import type { BrowserModel } from '../models/browser';
import { askCode, askUris, codeText } from '../models/code/code';
import { hasKeys, isLoggedIn, takesNodes } from '../models/servers/servers';
import { ACTIONS, applies, isAllowed } from '../views/parts/actionlist';
import { actionLabels } from '../views/parts/actionwords';
import type { ActionId, IAction, IHost, INodeTarget } from '../views/parts/host';
import { codeOf, nodesOf } from '../views/parts/target';
import { canCopyPictures, copyPng, download } from '../views/parts/saving';
import { copyText } from './clipboard';

/** What a widget can do beyond copying. What needs JupyterLab's menus and tabs is absent. */
export type Doing = Partial<
  Record<ActionId, (target: INodeTarget, files?: readonly File[]) => void>
>;

const COPYING: readonly ActionId[] = ['copy-code', 'copy-path', 'copy-uri'];

/** What a notebook cell does for the views. */
export class WidgetHost implements IHost {
  constructor(
    private readonly _transport: ITransport,
    private readonly _doing: Doing,
    private readonly _browser: Pick<BrowserModel, 'rights' | 'servers'> | null = null
  ) {}

  readonly trans = pageTranslator();

  private readonly _labels = actionLabels(this.trans);

  actions(target: INodeTarget): IAction[] {
    return ACTIONS.filter(id => this._offers(id, target)).map(id => ({
      id,
      label: this._label(id, target),
      enabled: true
    }));
  }

  run(id: ActionId, target: INodeTarget = NOWHERE): void {
    // A key calls what no button offers.
    if (!this._offers(id, target)) {
      return;
    }
    const act = this._doing[id];
    if (act) {
      act(target);
    } else {
      this._textOf(id, target)
        .then(copyText)
        .catch(reason => console.warn('Nothing was copied.', reason));
    }
  }

  /** Where there is a tree; what is around it opens its menu after a click with the other button. */
  get openMenu(): IHost['openMenu'] {
    return this._browser
      ? (row, { x, y }) =>
          row.dispatchEvent(
            new MouseEvent('contextmenu', { bubbles: true, clientX: x, clientY: y })
          )
      : undefined;
  }

  get upload(): IHost['upload'] {
    const { upload } = this._doing;
    return upload && ((target, files) => upload(target, files));
  }

  copy(text: string): Promise<void> {
    return copyText(text);
  }

  save(file: Blob, name: string): void {
    download(file, name);
  }

  readonly copyPicture = canCopyPictures() ? copyPng : undefined;

  private _offers(id: ActionId, target: INodeTarget): boolean {
    // The form of a cell exports one node.
    const several = id === 'export' && Boolean(target.others?.length);
    const server = this._browser?.servers.get(target.server);
    const possible =
      !several &&
      (COPYING.includes(id) || this._doing[id] !== undefined) &&
      (id !== 'copy-to' || Boolean(this._browser?.servers.items.some(takesNodes))) &&
      (id !== 'log-out' || isLoggedIn(server)) &&
      (id !== 'api-keys' || hasKeys(server));
    return possible && applies(id, target) && isAllowed(id, target, this._browser?.rights);
  }

  private _label(id: ActionId, { server }: INodeTarget): string {
    return id === 'log-in' && isLoggedIn(this._browser?.servers.get(server))
      ? this.trans.__('Switch user')
      : this._labels[id];
  }

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
