import { Dialog } from '@jupyterlab/apputils';
import type { Message } from '@lumino/messaging';

/** Show a dialog with a form in it, named by its title: JupyterLab names only those with a text. */
export function ask<T>(
  options: Partial<Dialog.IOptions<T>> & { title: string }
): Promise<Dialog.IResult<T>> {
  const dialog = new FormDialog<T>(options);
  dialog.node.setAttribute('aria-label', options.title);
  return dialog.launch();
}

/** Hears keys from the beginning, also where its own button cannot take the focus. */
class FormDialog<T> extends Dialog<T> {
  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    requestAnimationFrame(() => {
      if (!this.node.contains(document.activeElement)) {
        this.node
          .querySelector<HTMLElement>(':is(select, input, textarea, button):enabled')
          ?.focus();
      }
    });
  }
}
