import { Dialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { type IFailure, describeFailure } from '../core/failure';
import type { IExtent } from '../core/protocol';
import { ContainerForm, type INewContainer, isComplete } from '../views/transfers/containerform';
import { DeleteForm, needsName } from '../views/transfers/deleteform';
import { FormBody } from './formbody';
import { ask } from './askdialog';

/** Ask what a new container is called, and make it; whether it was made. */
export async function askForContainer(
  parent: string,
  trans: TranslationBundle,
  make: (asked: INewContainer) => Promise<void>
): Promise<boolean> {
  let asked: INewContainer = { key: '', metadata: '{}', specs: [] };
  let error: IFailure | null = null;
  for (;;) {
    const shown = error;
    const { button, value } = await ask<INewContainer>({
      title: trans.__('New container in %1', parent),
      body: new FormBody(asked, isComplete, (value, onChange) => (
        <ContainerForm value={value} error={shown} trans={trans} onChange={onChange} />
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
    const { button, value } = await ask<boolean>({
      title: trans.__('Delete %1?', name),
      body: new FormBody(
        !needsName(extent),
        sure => sure,
        (_, onChange) => (
          <DeleteForm name={name} extent={extent} trans={trans} onChange={onChange} />
        )
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
