import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { record } from './figures';
import { test } from './lab';

const STATIC = '../tiled_jl/widgets/static';
const KIB = 1024;

test('the modules of the widgets', () => {
  const size = (name: string) => {
    const bytes = readFileSync(join(STATIC, name));
    return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).length / KIB;
  };
  const viewer = readdirSync(STATIC)
    .filter(name => name.endsWith('.js.gz'))
    .reduce((sum, name) => sum + size(name), 0);
  record({ name: 'viewer module, minified', unit: 'KiB', asked: 750, tries: [viewer] });
  record({ name: 'loader', unit: 'KiB', asked: 8, tries: [size('loader.js')] });
});
