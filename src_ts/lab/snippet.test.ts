import { describe, expect, it } from 'vitest';

import { missingLines } from './snippet';

const CODE = {
  setup: ['from tiled_jl import from_uri', 'client = from_uri("http://beamline:8000")'],
  body: 'detector = client["raw/detector"]\ndetector[31]',
  name: 'detector'
};

describe('the lines that a notebook still needs', () => {
  it('are all of them in an empty notebook, the set-up apart from the rest', () => {
    expect(missingLines(CODE, [])).toBe([...CODE.setup, '', CODE.body].join('\n'));
  });

  it('are the body alone where the set-up has been written', () => {
    expect(missingLines(CODE, [CODE.setup.join('\n'), 'print(client)'])).toBe(CODE.body);
  });

  it('include the client again where its name has come to mean another server', () => {
    const other = 'client = from_uri("http://elsewhere:8000")';
    expect(missingLines(CODE, [CODE.setup.join('\n'), other])).toBe(
      [CODE.setup[1], '', CODE.body].join('\n')
    );
  });

  it('are not mistaken for a comparison or a longer name', () => {
    const cells = [CODE.setup.join('\n'), 'client == None', 'client_two = 2'];
    expect(missingLines(CODE, cells)).toBe(CODE.body);
  });
});
