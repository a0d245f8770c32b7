// Bundle the widgets' JavaScript into tiled_jl/widgets/static: the loader, which every widget
// carries, and the modules that draw, of which a page fetches those that it needs, once.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants, gzipSync } from 'node:zlib';

import * as esbuild from 'esbuild';

const ROOT = new URL('..', import.meta.url);
const STATIC = new URL('tiled_jl/widgets/static/', ROOT);
const WIDGETS = ['browser', 'tree', 'preview', 'metadata', 'login'];
const LARGEST_LOADER = 8 * 1024;
/** Of what a page fetches for a widget and any one way to draw in it. */
const LARGEST_VIEWER = 750 * 1024;

const common = {
  absWorkingDir: fileURLToPath(ROOT),
  bundle: true,
  charset: 'utf8',
  format: 'esm',
  legalComments: 'none',
  logLevel: 'warning',
  minify: true,
  target: 'es2020',
  write: false
};

/** Bundle one entry point and return its bytes. */
async function bundle(entry) {
  const { outputFiles } = await esbuild.build({ ...common, entryPoints: [entry] });
  return Buffer.from(outputFiles[0].contents);
}

/** Bundle the modules, and return them by their names, which name their content too. */
async function bundleModules(style) {
  const { metafile, outputFiles } = await esbuild.build({
    ...common,
    chunkNames: '[name]-[hash]',
    define: {
      'process.env.NODE_ENV': '"production"',
      WIDGET_STYLE: JSON.stringify(style.toString())
    },
    entryNames: '[name]-[hash]',
    entryPoints: WIDGETS.map(widget => `src_ts/widget/${widget}.tsx`),
    jsx: 'automatic',
    metafile: true,
    outdir: 'out',
    splitting: true
  });
  const nameOf = path => basename(path, '.js');
  const texts = new Map(outputFiles.map(({ path, text }) => [nameOf(path), text]));
  return new Map(
    Object.entries(metafile.outputs).map(([path, { entryPoint, imports }]) => {
      const importsOf = kind =>
        imports.filter(each => each.kind === kind).map(each => nameOf(each.path));
      const module = {
        entryPoint,
        imports: importsOf('import-statement'),
        later: importsOf('dynamic-import'),
        text: texts.get(nameOf(path)).replace(/\bimport\("\.\/([\w-]+)\.js"\)/g, LATER)
      };
      return [nameOf(path), module];
    })
  );
}

/** A page has the modules by their names, not at addresses. */
const LATER = 'globalThis[Symbol.for("tiled_jl.page")].load("$1")';

/** Return the names of a module and of all that it imports, each behind those that it imports. */
function closure(modules, name, found = new Set()) {
  for (const each of modules.get(name).imports.filter(each => !found.has(each))) {
    closure(modules, each, found);
  }
  return found.add(name);
}

/** Return the modules that may be loaded later, once these are there. */
function laterOf(modules, names, found = new Set()) {
  for (const name of [...names].flatMap(name => modules.get(name).later)) {
    if (!found.has(name)) {
      found.add(name);
      laterOf(modules, closure(modules, name), found);
    }
  }
  return found;
}

/** Stop the build where something has outgrown what a notebook or a page can bear. */
function weigh(what, bytes, largest) {
  const kib = size => `${(size / 1024).toFixed(1)} KiB`;
  console.log(`${what}: ${kib(bytes)} of at most ${kib(largest)}`);
  if (bytes > largest) {
    throw new Error(`${what} is too large: see the line above.`);
  }
}

function gzip(text) {
  const bytes = gzipSync(text, { level: constants.Z_BEST_COMPRESSION });
  // The operating system's number in the header would make the bytes depend on the machine that
  // built them.
  bytes[9] = 255;
  return bytes;
}

const loader = await bundle('src_ts/widget/loader.ts');
weigh('loader', loader.length, LARGEST_LOADER);

const modules = await bundleModules(await bundle('style/widget.css'));
const size = names =>
  [...names].reduce((sum, name) => sum + Buffer.byteLength(modules.get(name).text), 0);
const widgets = {};
for (const [name, { entryPoint }] of modules) {
  const widget = WIDGETS.find(each => entryPoint === `src_ts/widget/${each}.tsx`);
  if (widget) {
    const first = closure(modules, name);
    weigh(widget, size(first), LARGEST_VIEWER);
    for (const later of laterOf(modules, first)) {
      weigh(
        `${widget} with ${later}`,
        size(closure(modules, later, new Set(first))),
        LARGEST_VIEWER
      );
    }
    widgets[widget] = name;
  }
}

await rm(STATIC, { recursive: true, force: true });
await mkdir(STATIC, { recursive: true });
for (const [name, { text }] of modules) {
  await writeFile(new URL(`${name}.js.gz`, STATIC), gzip(text));
}
const needs = Object.fromEntries(
  [...modules.keys()].map(name => [name, [...closure(modules, name)]])
);
await writeFile(new URL('modules.json', STATIC), JSON.stringify({ widgets, needs }));
await writeFile(new URL('loader.js', STATIC), loader);
