import type { Dialog } from '@jupyterlab/apputils';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import type { JSX } from 'react';

/** A form in a dialog, whose button works only where the form is complete. */
export class FormBody<T> extends ReactWidget implements Dialog.IBodyWidget<T> {
  constructor(
    private _value: T,
    private readonly _complete: (value: T) => boolean,
    private readonly _draw: (value: T, onChange: (value: T) => void) => JSX.Element
  ) {
    super();
  }

  getValue(): T {
    return this._value;
  }

  protected override render(): JSX.Element {
    return this._draw(this._value, value => {
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
