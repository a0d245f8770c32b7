import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import type { JSX } from 'react';

import { describeFailure } from '../core/failure';
import type { IError, IExtent } from '../core/protocol';
import { ContainerForm, type INewContainer, isComplete } from '../views/containerform';
import { DeleteForm, needsName } from '../views/deleteform';

/** A form in a dialog, whose button works only where the form is complete. */
class FormBody<T> extends ReactWidget implements Dialog.IBodyWidget<T> {
  constructor(
    private _value: T,
    private readonly _complete: (value: T) => boolean,
    private readonly _draw: (onChange: (value: T) => void) => JSX.Element
  ) {
    super();
  }

  getValue(): T {
    return this._value;
  }

  protected override render(): JSX.Element {
    return this._draw(value => {
      this._value = value;
      this._enable();
    });
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this._enable();
  }

  private _enable(): void {
    const button = this.node
      .closest('.jp-Dialog')
      ?.querySelector<HTMLButtonElement>('.jp-Dialog-button.jp-mod-accept');
    if (button) {
      button.disabled = !this._complete(this._value);
    }
  }
}

/** Ask what a new container is called, and make it; whether it was made. */
export async function askForContainer(
  parent: string,
  trans: TranslationBundle,
  make: (asked: INewContainer) => Promise<void>
): Promise<boolean> {
  let asked: INewContainer = { key: '', metadata: '{}', specs: [] };
  let error: IError | null = null;
  for (;;) {
    const shown = { value: asked, error, trans };
    const { button, value } = await showDialog<INewContainer>({
      title: trans.__('New container in %1', parent),
      body: new FormBody(asked, isComplete, onChange => (
        <ContainerForm {...shown} onChange={onChange} />
      )),
      buttons: [Dialog.cancelButton(), Dialog.okButton({ label: trans.__('Create') })]
    });
    if (!button.accept || !value) {
      return false;
    }
    asked = value;
    if (isComplete(asked)) {
      try {
        await make(asked);
        return true;
      } catch (reason) {
        error = describeFailure(reason);
      }
    }
  }
}

/** Say how much goes with a node, and ask whether that is meant. */
export async function askWhetherToDelete(
  name: string,
  extent: IExtent,
  trans: TranslationBundle
): Promise<boolean> {
  for (;;) {
    const { button, value } = await showDialog<boolean>({
      title: trans.__('Delete %1?', name),
      body: new FormBody(
        !needsName(extent),
        sure => sure,
        onChange => <DeleteForm name={name} extent={extent} trans={trans} onChange={onChange} />
      ),
      buttons: [Dialog.cancelButton(), Dialog.warnButton({ label: trans.__('Delete') })],
      // Enter is not an answer to such a question.
      defaultButton: 0
    });
    if (!button.accept) {
      return false;
    }
    if (value) {
      return true;
    }
  }
}
