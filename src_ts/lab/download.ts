import type { Contents } from '@jupyterlab/services';

/** Hand a file that Jupyter has to the browser's downloads. */
export async function download(contents: Contents.IManager, file: string): Promise<void> {
  const link = document.createElement('a');
  link.href = await contents.getDownloadUrl(file);
  link.download = '';
  link.click();
}
