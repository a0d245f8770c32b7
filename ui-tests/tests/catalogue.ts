import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { findWords } from '../../src_ts/testing/untranslated';
import type { Page } from './fixtures';

const SOURCES = join(__dirname, '..', '..', 'src_ts');

/** A language that nobody speaks but that JupyterLab knows, for its settings. */
export const LANGUAGE = 'eo';

function marked(message: string): string {
  return `⟦${message}⟧`;
}

/** Translations of all that the source asks to have translated, each between brackets. */
function catalogue(): Record<string, unknown> {
  const names = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' });
  const sources = names.filter(name => /\.tsx?$/.test(name) && !/^testing|\.test\./.test(name));
  const messages = sources.flatMap(
    name => findWords(name, readFileSync(join(SOURCES, name), 'utf8')).messages
  );
  return {
    '': { domain: 'tiled_jl', language: LANGUAGE, plural_forms: 'nplurals=2; plural=(n != 1);' },
    ...Object.fromEntries(
      messages.map(({ id, plural }) => [
        id,
        [id, plural].filter(each => each !== undefined).map(marked)
      ])
    )
  };
}

/** Have JupyterLab get these translations of Tiled's words, as those of a language pack. */
export async function translate(page: Pick<Page, 'route'>): Promise<void> {
  const data = { tiled_jl: catalogue() };
  await page.route(new RegExp(`/api/translations/${LANGUAGE}`), route =>
    route.fulfill({ json: { data, message: '' } })
  );
}

/** Templates of what the kernel says, which is no data: the page translates them. */
const TEMPLATES = /"text":\s*"(?:[^"\\\n]|\\.)*",\s*"plural":\s*(?:null|"(?:[^"\\\n]|\\.)*")/g;

/** What the kernel sent as data: names, types and metadata are the same in every language. */
export class Heard {
  constructor(page: Page) {
    page.on('websocket', socket =>
      socket.on('framereceived', ({ payload }) => this._hear(payload.toString()))
    );
  }

  /** The words in a text that are neither between a translation's brackets nor the kernel's. */
  has(text: string): boolean {
    const bare = outside(text);
    return this._said.has(bare.trim()) || pieces(bare).every(piece => this._said.has(piece));
  }

  private _hear(frame: string): void {
    const data = frame.replace(TEMPLATES, '');
    for (const [literal] of data.matchAll(/"(?:[^"\\\n]|\\.)*"/g)) {
      const text = readLiteral(literal);
      [text.trim(), ...pieces(text)].forEach(piece => this._said.add(piece));
    }
  }

  private readonly _said = new Set<string>();
}

/** All that a person sees or hears in parts of the page and that no translation gave. */
export async function untranslated(
  page: Pick<Page, 'locator'>,
  parts: string,
  heard: Heard
): Promise<string[]> {
  const texts = await page.locator(parts).evaluateAll(roots => {
    const attributes = ['aria-label', 'aria-valuetext', 'title', 'placeholder', 'alt'];
    const all = roots
      .filter(root => root.checkVisibility())
      .flatMap(root => [root, ...root.querySelectorAll('*:not(style)')]);
    return all.flatMap(element => [
      ...attributes.map(name => element.getAttribute(name) ?? ''),
      ...[...element.childNodes].flatMap(node =>
        node instanceof Text && !element.matches('textarea') ? [node.data] : []
      )
    ]);
  });
  return [...new Set(texts)].filter(text => !heard.has(text)).map(text => text.trim());
}

function outside(text: string): string {
  const rest = text.replace(/⟦[^⟦⟧]*⟧/g, '');
  return rest === text ? rest : outside(rest);
}

function pieces(text: string): string[] {
  return text.split(/[,·:;/()[\]\s]+/).filter(piece => /\p{L}/u.test(piece));
}

function readLiteral(literal: string): string {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return literal;
  }
}
