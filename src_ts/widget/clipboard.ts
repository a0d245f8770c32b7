/** Copy text; also where the page came over plain HTTP and has no asynchronous clipboard. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.style.cssText = 'position: fixed; opacity: 0';
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
}
