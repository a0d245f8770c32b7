import { Dialog } from '@jupyterlab/apputils';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { JSX } from 'react';

import {
  ExportForm,
  firstChoice,
  type IExportChoice,
  type IExportFormProps
} from '../views/transfers/exportform';
import { ask } from './askdialog';

type Question = Omit<IExportFormProps, 'onChange'>;

/** Ask how a node is to be written to a file; gives `null` when it is not to be. */
export async function askHow(what: string, question: Question): Promise<IExportChoice | null> {
  const { options, trans } = question;
  const ok = Dialog.okButton({ label: trans.__('Export') });
  const { button, value } = await ask<IExportChoice>({
    title: trans.__('Export %1', what),
    body: new ExportBody(question),
    buttons: options.formats.length ? [Dialog.cancelButton(), ok] : [Dialog.cancelButton()]
  });
  return button.accept ? value : null;
}

/** The form in a dialog. */
class ExportBody extends ReactWidget implements Dialog.IBodyWidget<IExportChoice> {
  constructor(private readonly _props: Question) {
    super();
    this._choice = firstChoice(_props.options, _props.part !== '');
  }

  getValue(): IExportChoice {
    return this._choice;
  }

  protected override render(): JSX.Element {
    return (
      <ExportForm
        {...this._props}
        onChange={choice => {
          this._choice = choice;
        }}
      />
    );
  }

  private _choice: IExportChoice;
}
