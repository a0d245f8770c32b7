import { Clipboard, Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

const SAID_FOR = 2000;

/** Copy text; also where the page came over plain HTTP and has no asynchronous clipboard. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    Clipboard.copyToSystem(text);
  }
}

/** Copy text, and show its last line for a moment. */
export async function copyAndSay(text: string, trans: TranslationBundle): Promise<void> {
  await copyText(text);
  const message = trans.__('Copied: %1', text.split('\n').pop() ?? '');
  Notification.success(message, { autoClose: SAID_FOR });
}
