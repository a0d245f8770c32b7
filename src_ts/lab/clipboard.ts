import { Clipboard } from '@jupyterlab/apputils';

/** Copy text; also where the page came over plain HTTP and has no asynchronous clipboard. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    Clipboard.copyToSystem(text);
  }
}
