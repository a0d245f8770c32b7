import { Dialog } from '@jupyterlab/apputils';

/** Show a dialog with a form in it, named by its title: JupyterLab names only those with a text. */
export function ask<T>(
  options: Partial<Dialog.IOptions<T>> & { title: string }
): Promise<Dialog.IResult<T>> {
  const dialog = new Dialog<T>(options);
  dialog.node.setAttribute('aria-label', options.title);
  return dialog.launch();
}
