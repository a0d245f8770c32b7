import { Dialog } from '@jupyterlab/apputils';

import type { DestinationModel } from '../models/transfers/destination';
import { CopyForm, type ICopyChoice } from '../views/transfers/copyform';
import type { IHost } from '../views/parts/host';
import { ask } from './askdialog';
import { FormBody } from './formbody';

/** Ask where nodes are to be copied, and how; gives `null` when they are not to be. */
export async function askWhere(
  title: string,
  destination: DestinationModel,
  host: IHost
): Promise<ICopyChoice | null> {
  const { button, value } = await ask<ICopyChoice | null>({
    title,
    body: new FormBody<ICopyChoice | null>(
      null,
      choice => choice !== null,
      (_, onChange) => <CopyForm destination={destination} host={host} onChange={onChange} />
    ),
    buttons: [Dialog.cancelButton(), Dialog.okButton({ label: host.trans.__('Copy') })]
  });
  return button.accept ? value : null;
}
