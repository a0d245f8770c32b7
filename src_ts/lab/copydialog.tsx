import { Dialog } from '@jupyterlab/apputils';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { JSX } from 'react';

import type { DestinationModel } from '../models/destination';
import { CopyForm, FIRST_COPY, type ICopyChoice } from '../views/copyform';
import type { IHost } from '../views/host';
import { ask } from './askdialog';

/** Ask where nodes are to be copied, and how; gives `null` when they are not to be. */
export async function askWhere(
  title: string,
  destination: DestinationModel,
  host: IHost
): Promise<ICopyChoice | null> {
  const { button, value } = await ask<ICopyChoice>({
    title,
    body: new CopyBody(destination, host),
    buttons: [Dialog.cancelButton(), Dialog.okButton({ label: host.trans.__('Copy') })]
  });
  return button.accept ? value : null;
}

/** The form in a dialog. */
class CopyBody extends ReactWidget implements Dialog.IBodyWidget<ICopyChoice> {
  constructor(
    private readonly _destination: DestinationModel,
    private readonly _host: IHost
  ) {
    super();
  }

  getValue(): ICopyChoice {
    return this._choice;
  }

  protected override render(): JSX.Element {
    return (
      <CopyForm
        destination={this._destination}
        host={this._host}
        onChange={choice => {
          this._choice = choice;
        }}
      />
    );
  }

  private _choice = FIRST_COPY;
}
