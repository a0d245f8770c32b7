import { InputDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { ICodeResult } from '../core/protocol';
import { codeText } from '../models/code/code';
import type { IQuery } from '../models/tree/tree';
import type { ActionId, INodeTarget } from '../views/parts/host';
import { copyAndSay } from './clipboard';
import type { ITiledBrowser, ITiledCode, ITiledNotebook } from './tokens';

/** What the actions do that end in code. */
export class CodeActions {
  constructor(
    private readonly _browser: ITiledBrowser,
    private readonly _code: ITiledCode,
    private readonly _notebook: ITiledNotebook | null,
    private readonly _trans: TranslationBundle
  ) {}

  /** Whether there is what the code would be for, and a way to write it. */
  offers(id: ActionId, target: INodeTarget | null, args: ReadonlyPartialJSONObject): boolean {
    return (
      (id !== 'insert-code-as' || this.snippet(target, args) !== null) &&
      (!id.endsWith('-search-code') || this._query !== null) &&
      (!id.startsWith('insert-') || this._notebook !== null)
    );
  }

  /**
   * The label of the way to write code that a command asks for: empty where the person is to choose
   * one, `null` where there is none.
   */
  snippet(
    target: INodeTarget | null,
    { snippet: wanted }: ReadonlyPartialJSONObject
  ): string | null {
    const labels = target ? this._code.snippets(target).map(({ label }) => label) : [];
    if (wanted === undefined) {
      return labels.length ? '' : null;
    }
    return labels.find((label, index) => label === wanted || index === wanted) ?? null;
  }

  /** Write the code for a node, or for the search, and put it where it was asked for. */
  async run(
    id: ActionId,
    target: INodeTarget | null,
    args: ReadonlyPartialJSONObject
  ): Promise<void> {
    const query = this._query;
    switch (id) {
      case 'insert-code':
        return this._insert(target && this._code.write(target));
      case 'insert-and-run':
        return this._insert(target && this._code.write(target), true);
      case 'insert-code-as':
        return this._insertAs(target, args);
      case 'copy-code':
        return this._copy(target && this._code.write(target));
      case 'insert-search-code':
        return this._insert(query && this._code.search(query));
      case 'copy-search-code':
        return this._copy(query && this._code.search(query));
      default:
        break;
    }
  }

  /** The search in force; `null` without one. */
  private get _query(): IQuery | null {
    const query = this._browser.model?.tree.query ?? null;
    return query?.conditions.length ? query : null;
  }

  private async _insert(code: Promise<ICodeResult> | null, run = false): Promise<void> {
    if (code) {
      await this._notebook?.insert(await code, { run });
    }
  }

  private async _copy(code: Promise<ICodeResult> | null): Promise<void> {
    if (code) {
      await copyAndSay(codeText(await code), this._trans);
    }
  }

  private async _insertAs(
    target: INodeTarget | null,
    args: ReadonlyPartialJSONObject
  ): Promise<void> {
    const label = this.snippet(target, args) || (target && (await this._choose(target)));
    if (target && label) {
      await this._insert(this._code.write(target, label));
    }
  }

  private async _choose(target: INodeTarget): Promise<string | null> {
    const { button, value } = await InputDialog.getItem({
      title: this._trans.__('Insert code as'),
      label: this._trans.__('Way to write it'),
      items: this._code.snippets(target).map(({ label }) => label),
      okLabel: this._trans.__('Insert code')
    });
    return button.accept ? value : null;
  }
}
