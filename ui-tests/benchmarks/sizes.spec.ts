import { readFileSync } from 'node:fs';
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
  const { widgets, needs } = JSON.parse(readFileSync(join(STATIC, 'modules.json'), 'utf8')) as {
    widgets: Record<string, string>;
    needs: Record<string, string[]>;
  };
  const entries = Object.values(widgets);
  const later = Object.keys(needs).filter(name => !entries.includes(name));
  const tries = entries.flatMap(entry =>
    later.map(name =>
      [...new Set([...needs[entry], ...needs[name]])].reduce(
        (sum, each) => sum + size(`${each}.js.gz`),
        0
      )
    )
  );
  record({
    name: 'largest widget with any one way to draw, minified',
    unit: 'KiB',
    asked: 750,
    tries: [Math.max(...tries)]
  });
  record({ name: 'loader', unit: 'KiB', asked: 8, tries: [size('loader.js')] });
});
