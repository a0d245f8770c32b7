import type { ReactElement } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { IHost } from './host';
import type { IMenuItem } from './menu';

/** What can be saved of a view; nothing where there is nothing on show. */
export interface ISaved {
  /** Name of the file, without its ending. */
  name: string;
  /** A drawing that needs no style sheet. */
  figure?: () => ReactElement | null;
  /** The numbers on show as CSV, beginning with what they are. */
  csv?: () => string | null;
}

const SHARPNESS = 2;

/** The ways to take along what a view shows. */
export function savingItems(host: IHost, { name, figure, csv }: ISaved): IMenuItem[] {
  const { trans } = host;
  const file = fileName(name);
  const svg = () => {
    const element = figure?.();
    return element ? svgText(element) : null;
  };
  const drawn = (use: (text: string) => void) => () => {
    const text = svg();
    if (text) {
      use(text);
    }
  };
  const items: (IMenuItem | false)[] = [
    figure !== undefined && {
      label: trans.__('Save as PNG'),
      separated: true,
      run: drawn(text => void pngOf(text).then(png => host.save(png, `${file}.png`)))
    },
    figure !== undefined && {
      label: trans.__('Save as SVG'),
      run: drawn(text => host.save(new Blob([text], { type: 'image/svg+xml' }), `${file}.svg`))
    },
    csv !== undefined && {
      label: trans.__('Save what is shown as CSV'),
      separated: figure === undefined,
      run: () => {
        const text = csv();
        if (text !== null) {
          host.save(new Blob([text], { type: 'text/csv' }), `${file}.csv`);
        }
      }
    },
    figure !== undefined &&
      host.copyPicture !== undefined && {
        label: trans.__('Copy the picture'),
        run: drawn(text => void host.copyPicture?.(pngOf(text)))
      },
    csv !== undefined && {
      label: trans.__('Copy what is shown as CSV'),
      run: () => {
        const text = csv();
        if (text !== null) {
          void host.copy(text);
        }
      }
    }
  ];
  return items.filter(item => item !== false);
}

/** Hand a file to the person, as a download of the web browser. */
export function download(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The web browser reads the file after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Put a picture into the clipboard, where the page may. */
export async function copyPng(png: Promise<Blob>): Promise<void> {
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
}

/** Whether pages may put pictures into the clipboard here: over plain HTTP they may not. */
export function canCopyPictures(): boolean {
  return typeof ClipboardItem !== 'undefined' && 'clipboard' in navigator;
}

/** Rows of cells as CSV, below comments that say what they are. */
export function csvText(
  comments: readonly string[],
  rows: Iterable<readonly (string | number | boolean | null | undefined)[]>
): string {
  const lines = comments.filter(Boolean).map(comment => `# ${comment.replace(/\s+/g, ' ')}`);
  for (const row of rows) {
    lines.push(row.map(csvCell).join(','));
  }
  return `${lines.join('\n')}\n`;
}

function csvCell(cell: string | number | boolean | null | undefined): string {
  const text = String(cell ?? '');
  return /[",\r\n]|^#|^\s|\s$/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

function svgText(element: ReactElement): string {
  const place = document.createElement('div');
  const root = createRoot(place);
  flushSync(() => root.render(element));
  const svg = place.querySelector('svg');
  const text = svg ? new XMLSerializer().serializeToString(svg) : '';
  root.unmount();
  return text;
}

async function pngOf(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = SHARPNESS * image.naturalWidth;
    canvas.height = SHARPNESS * image.naturalHeight;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob(blob => (blob ? resolve(blob) : reject(new Error('No picture came of it.'))))
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** A name that every file system takes. */
function fileName(name: string): string {
  return name.replace(/[\u0000-\u001f/\\:*?"<>|]+/g, '_').slice(0, 120) || 'tiled';
}
