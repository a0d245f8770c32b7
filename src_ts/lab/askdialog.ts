import { Dialog } from '@jupyterlab/apputils';
import type { Message } from '@lumino/messaging';

/** Show a dialog with a form in it, named by its title: JupyterLab names only those with a text. */
export function ask<T>(
  options: Partial<Dialog.IOptions<T>> & { title: string }
): Promise<Dialog.IResult<T>> {
  // JupyterLab gives the focus to a button, but only when the page is idle: by then somebody types.
  const dialog = new FormDialog<T>({ focusNodeSelector: ':focus', ...options });
  dialog.node.setAttribute('aria-label', options.title);
  return dialog.launch();
}

/** Hears keys from the beginning, also where its own button cannot take the focus. */
class FormDialog<T> extends Dialog<T> {
  override handleEvent(event: Event): void {
    if (event instanceof KeyboardEvent && event.key === 'Enter') {
      const { activeElement } = document;
      const presses =
        activeElement instanceof HTMLButtonElement && !activeElement.matches('.jp-Dialog-button');
      // A button of the form presses itself, a search field searches, and Enter does nothing that
      // the dialog's own button may not.
      const searches = activeElement instanceof HTMLInputElement && activeElement.type === 'search';
      if (
        presses ||
        searches ||
        this.node.querySelector('.jp-Dialog-button.jp-mod-accept:disabled')
      ) {
        return;
      }
    }
    super.handleEvent(event);
  }

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
