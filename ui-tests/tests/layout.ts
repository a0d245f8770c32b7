import { expect, type Page } from './fixtures';

/** All of a part of the page can be read and reached at the size that it has. */
export async function expectFits(page: Page, part: string): Promise<void> {
  expect.soft(await misfits(page, part), part).toEqual([]);
}

/** What is cut off, lies over something else or is out of reach, in words. */
export async function misfits(page: Pick<Page, 'locator'>, part: string): Promise<string[]> {
  const roots = page.locator(part).filter({ visible: true });
  return roots.first().evaluate(root => {
    interface IPiece {
      of: Element;
      words: string;
      box: DOMRect;
    }
    const shown = (element: Element) =>
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      !element.closest('.tjl-Hidden, [aria-hidden="true"]');
    const nameOf = (element: Element) =>
      (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 50) ||
      element.outerHTML.slice(0, 80);
    /** What is left of a box within all that cut it off; `cut` where something is lost for good. */
    const seen = ({ of, box }: IPiece): { box: DOMRect; cut: boolean } => {
      let { left, right, top, bottom } = box;
      let cut = false;
      let scrolls = false;
      for (let around: Element | null = of; around; around = around.parentElement) {
        const { overflowX, overflowY, textOverflow, position } = getComputedStyle(around);
        if (overflowX !== 'visible' || overflowY !== 'visible') {
          const frame = around.getBoundingClientRect();
          scrolls ||= ['auto', 'scroll'].includes(overflowX) || textOverflow === 'ellipsis';
          cut ||= !scrolls && (left < frame.left - 1 || right > frame.right + 1);
          [left, right] = [Math.max(left, frame.left), Math.min(right, frame.right)];
          [top, bottom] = [Math.max(top, frame.top), Math.min(bottom, frame.bottom)];
        }
        if (around === root || position === 'fixed') {
          break;
        }
      }
      return { box: new DOMRect(left, top, right - left, bottom - top), cut };
    };

    const elements = [root, ...root.querySelectorAll('*')].filter(shown);
    const pieces = elements
      .filter(element => !element.matches('option, select'))
      .flatMap(element => [...element.childNodes].map(node => ({ element, node })))
      .filter(({ node }) => node instanceof Text && node.data.trim() !== '')
      .flatMap(({ element, node }) => {
        const range = document.createRange();
        range.selectNodeContents(node);
        const words = `“${(node as Text).data.trim().slice(0, 50)}”`;
        return [...range.getClientRects()].map((box): IPiece => ({ of: element, words, box }));
      });
    const found: string[] = pieces
      .filter(piece => seen(piece).cut)
      .map(({ words }) => `${words} is cut off`);
    const drawn = pieces
      .map(piece => ({ ...piece, box: seen(piece).box }))
      .filter(({ box }) => box.width > 1 && box.height > 1);
    drawn.forEach(({ of, words, box }, index) => {
      for (const other of drawn.slice(index + 1)) {
        const wide = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const high = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (of !== other.of && wide > 2 && high > 4) {
          found.push(`${words} lies over ${other.words}`);
        }
      }
    });

    const targets = 'button, input, select, textarea, a[href], summary, [tabindex="0"]';
    for (const target of elements.filter(each => each.matches(targets))) {
      target.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      const { left, top, width, height } = target.getBoundingClientRect();
      const hit = document.elementFromPoint(left + width / 2, top + height / 2);
      const label = target.closest('label');
      if (!hit || !(target.contains(hit) || label?.contains(hit))) {
        found.push(`${nameOf(target)} is out of reach, below ${hit ? nameOf(hit) : 'the edge'}`);
      }
    }
    return [...new Set(found)];
  });
}
