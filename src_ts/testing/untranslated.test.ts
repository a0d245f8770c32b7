import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { findWords } from './untranslated';

const SOURCES = dirname(dirname(fileURLToPath(import.meta.url)));

/** Words that stay as they are, by what is found of them. */
const EXCEPTIONS: Record<string, readonly RegExp[]> = {
  'what the kernel says: its own source is looked through by tests/browser/test_words.py': [
    /^core\/words\.ts:\d+: a message that is no literal$/,
    /^models\/preview\/matrix\.ts:\d+: value$/
  ],
  'code, and what one types into the search or a terminal': [
    /^lab\/kernel\.ts:\d+: import tiled_jl\.sidebar/,
    /^models\/code\/snippets\.ts:\d+: from tiled_jl import/,
    /^views\/sidebar\/kernel\.tsx:\d+: pip install tiled-jl$/,
    /^views\/search\/search\.tsx:\d+: sample\.name /,
    /^views\/sidebar\/sidebar\.tsx:\d+: tiled-jl demo$/
  ],
  'names of libraries, and of what is no number': [
    /^models\/code\/snippets\.ts:\d+: (NumPy|Polars|Arrow|Dask)$/,
    /^views\/parts\/format\.ts:\d+: NaN$/
  ],
  'names that outlive the language of the page, or that only JupyterLab reads': [
    /^lab\/kernel\.ts:\d+: (Tiled browser|ModuleNotFoundError)$/,
    /^lab\/(editing|previews|sidebar)\.ts:\d+: Tiled( metadata| preview)?$/,
    /^core\/failure\.ts:\d+: RequestError$/,
    /^models\/preview\/colour\.ts:\d+: gray reversed$/,
    /^views\/tree\/filedrop\.ts:\d+: Files$/,
    /^views\/metadata\/jsontree\.tsx:\d+: KeyC$/,
    /^views\/sidebar\/rowmenus\.tsx:\d+: ContextMenu$/
  ],
  'a request that nobody wants any more is not spoken of': [
    /^core\/transport\.ts:\d+: The request was cancelled\.$/
  ]
};

function wordsOf(name: string): ReturnType<typeof findWords> {
  return findWords(name, readFileSync(join(SOURCES, name), 'utf8'));
}

const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(
  name => /\.tsx?$/.test(name) && !/^testing|\.test\.|protocol\.ts$/.test(name)
);

it('every word that a person sees goes through translation', () => {
  const found = files.map(wordsOf);
  const bare = found.flatMap(({ untranslated }) => untranslated);
  const allowed = Object.values(EXCEPTIONS).flat();
  expect(bare.filter(each => !allowed.some(pattern => pattern.test(each)))).toEqual([]);
  expect(allowed.filter(pattern => !bare.some(each => pattern.test(each)))).toEqual([]);
  expect(found.flatMap(({ messages }) => messages).length).toBeGreaterThan(500);
});

it('the settings are translated by the same catalogue', () => {
  const schema = JSON.parse(
    readFileSync(join(SOURCES, '..', 'schema', 'plugin.json'), 'utf8')
  ) as Record<string, unknown>;
  expect(schema['jupyter.lab.internationalization']).toEqual({ domain: 'tiled_jl' });
});

it('the plural of a message takes the places of the singular', () => {
  const places = (text: string) => [...new Set(text.match(/%\d/g))].filter(each => each !== '%1');
  const odd = files
    .flatMap(name => wordsOf(name).messages)
    .filter(({ id, plural }) => plural && places(id).some(each => !places(plural).includes(each)));
  expect(odd).toEqual([]);
});

it.each([
  ['<p>Hello</p>', 'Hello'],
  ['<p>{busy ? `Still ${n} left` : null}</p>', 'Still'],
  ['<p>{busy && "wait"}</p>', 'wait'],
  ['<p>{[name, "or not"].filter(Boolean).join(" ")}</p>', 'or not'],
  ['<button aria-label="close" />', 'close'],
  ['<button title={open ? "fold" : trans.__("Unfold")} />', 'fold'],
  ['<Choice label="colour" />', 'colour'],
  ['<p>{trans.__("%1 of them", few ? "few" : "many")}</p>', 'many'],
  ['Notification.error("failed")', 'failed'],
  ['void showDialog({ title: "sure?" })', 'sure?'],
  ['commands.addCommand(id, { label: () => trans.__("A"), caption: "b" })', 'b'],
  ['widget.title.label = "metadata"', 'metadata'],
  ['node.setAttribute("aria-label", "row")', 'row'],
  ['const words = { running: "is running" }', 'is running'],
  ['trans.__(message)', 'a message that is no literal'],
  ['trans.__(`${n} rows`)', 'a message that is no literal'],
  ['trans._n("%1 row", plural, n)', 'a message that is no literal']
])('what does not is found: %s', (source, words) => {
  expect(findWords('bad.tsx', source).untranslated).toContain(`bad.tsx:1: ${words}`);
});

it.each([
  '<p className="tjl-Two words">{trans.__("Hello")} · {name} ({n} %)</p>',
  'throw new Error("Nobody sees this.")',
  'if (event.key === "Escape") { close(); }',
  'trans._n("%1 row", "%1 rows", n)'
])('what does, or is no word for people, is let be: %s', source => {
  expect(findWords('good.tsx', source).untranslated).toEqual([]);
});
