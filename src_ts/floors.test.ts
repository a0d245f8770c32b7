import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

import { expect, it } from 'vitest';

const SOURCES = __dirname;

/** The rooms of the page, from the ground up: a module imports from its own room and those before. */
const FLOORS = [
  'core',
  'models/state',
  'models/servers',
  'models/tree',
  'models/search',
  'models/editing',
  'models/transfers',
  'models/code',
  'models/preview',
  'models',
  'views/parts',
  'views/login',
  'views/metadata',
  'views/plots',
  'views/tables',
  'views/tree',
  'views/search',
  'views/preview',
  'views/transfers',
  'views/sidebar',
  'lab',
  'widget'
];

const IMPORT = /(?:from|import\()\s*'(\.[^']*)'/g;

function imports(): [room: string, file: string, target: string][] {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' });
  return files
    .filter(file => /(?<!\.test|\.d)\.tsx?$/.test(file) && !file.startsWith('testing'))
    .flatMap(file =>
      [...readFileSync(join(SOURCES, file), 'utf8').matchAll(IMPORT)].map(
        ([, target]): [string, string, string] => [
          dirname(file),
          file,
          normalize(join(dirname(file), target))
        ]
      )
    );
}

it('imports run downwards only, and every module is in a room of the house', () => {
  const found = imports();
  expect(found.length).toBeGreaterThan(500);
  const upward = found.filter(
    ([room, , target]) => FLOORS.indexOf(dirname(target)) > FLOORS.indexOf(room)
  );
  expect(upward.map(([, file, target]) => `${file} imports ${target}`)).toEqual([]);
  expect([...new Set(found.map(([room]) => room))].filter(room => !FLOORS.includes(room))).toEqual(
    []
  );
});

it('no host knows of the other', () => {
  const hosts = imports().filter(
    ([room, , target]) => FLOORS.indexOf(room) >= FLOORS.indexOf('lab') && dirname(target) !== room
  );
  const crossing = hosts.filter(([, , target]) => /^(lab|widget)\b/.test(relative('.', target)));
  expect(crossing).toEqual([]);
});
