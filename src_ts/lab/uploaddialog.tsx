import { Dialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { describeFailure } from '../core/failure';
import { areNamed, itemOf, type IUploadItem, UploadForm } from '../views/transfers/uploadform';
import { ask } from './askdialog';
import { FormBody } from './formbody';
import type { UploadSource } from './tokens';

/**
 * Ask what the nodes made of files are to be called, and begin; whether any began.
 *
 * Those that cannot begin are asked about again, with the reason.
 */
export async function askForNames(
  parent: string,
  files: readonly UploadSource[],
  trans: TranslationBundle,
  begin: (source: UploadSource, key: string) => Promise<void>
): Promise<boolean> {
  let began = false;
  let left = files.map(source => ({ source, item: itemOfSource(source) }));
  while (left.length) {
    const { button, value } = await ask<readonly IUploadItem[]>({
      title: trans.__('Upload to %1', parent),
      body: new FormBody<readonly IUploadItem[]>(
        left.map(({ item }) => item),
        areNamed,
        (items, onChange) => <UploadForm items={items} trans={trans} onChange={onChange} />
      ),
      buttons: [Dialog.cancelButton(), Dialog.okButton({ label: trans.__('Upload') })]
    });
    if (!button.accept || !value) {
      return began;
    }
    const outcomes = await Promise.all(
      left.map(async ({ source }, index) => {
        const item = { ...value[index], error: null };
        try {
          await begin(source, item.key);
          began = true;
          return null;
        } catch (reason) {
          return { source, item: { ...item, error: describeFailure(reason) } };
        }
      })
    );
    left = outcomes.filter(outcome => outcome !== null);
  }
  return began;
}

function itemOfSource(source: UploadSource): IUploadItem {
  return typeof source === 'string' ? itemOf(source, null) : itemOf(source.name, source.size);
}
