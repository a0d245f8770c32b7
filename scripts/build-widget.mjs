// Bundle the widgets' two modules into tiled_jl/widgets/static: the loader, which every widget
// carries, and the viewer, which a page fetches once.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { constants, gzipSync } from 'node:zlib';

import * as esbuild from 'esbuild';

const ROOT = new URL('..', import.meta.url);
const STATIC = new URL('tiled_jl/widgets/static/', ROOT);
const LARGEST_LOADER = 4 * 1024;
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
async function bundle(entry, options = {}) {
  const { outputFiles } = await esbuild.build({
    ...common,
    entryPoints: [entry],
    ...options
  });
  return Buffer.from(outputFiles[0].contents);
}

/** Stop the build where a module has outgrown what a notebook or a page can bear. */
function weigh(name, bytes, largest) {
  const kib = size => `${(size / 1024).toFixed(1)} KiB`;
  console.log(`${name}: ${kib(bytes.length)} of at most ${kib(largest)}`);
  if (bytes.length > largest) {
    throw new Error(`${name} is too large: see the line above.`);
  }
}

const loader = await bundle('src_ts/widget/loader.ts');
weigh('loader.js', loader, LARGEST_LOADER);

const style = await bundle('style/widget.css');
const viewer = await bundle('src_ts/widget/viewer.ts', {
  define: {
    'process.env.NODE_ENV': '"production"',
    WIDGET_STYLE: JSON.stringify(style.toString())
  },
  jsx: 'automatic'
});
weigh('viewer.js', viewer, LARGEST_VIEWER);

const gzipped = gzipSync(viewer, { level: constants.Z_BEST_COMPRESSION });
// The operating system's number in the header would make the bytes, and so their hash, depend
// on the machine that built them.
gzipped[9] = 255;
console.log(`viewer.js.gz: ${(gzipped.length / 1024).toFixed(1)} KiB`);

await rm(STATIC, { recursive: true, force: true });
await mkdir(STATIC, { recursive: true });
await writeFile(new URL('loader.js', STATIC), loader);
await writeFile(new URL('viewer.js.gz', STATIC), gzipped);
