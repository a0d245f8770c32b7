import { expect, it } from 'vitest';
import { Kernel, Refusal } from '../testing/kernel';
import { introduce } from './introduction';
import { PROTOCOL_VERSION } from './protocol';

const HELLO = { version: '0.0.1', python: '3.11.0', protocol: PROTOCOL_VERSION };

it('says nothing where the page and the kernel understand each other', async () => {
  const kernel = new Kernel({ hello: () => HELLO });
  expect(await introduce(kernel.connect())).toBeNull();
});

it('says what to install where the kernel speaks another version', async () => {
  const kernel = new Kernel({ hello: () => ({ ...HELLO, protocol: PROTOCOL_VERSION + 1 }) });
  const problem = await introduce(kernel.connect());
  expect(problem?.message).toContain('0.0.1');
  expect(problem?.hint).toContain('same version');
});

it('passes on why an older kernel refuses, but not that one was away', async () => {
  const refusing = (code: 'bad_request' | 'internal') =>
    new Kernel({
      hello: () => {
        throw new Refusal(code, 'The page speaks version 9.');
      }
    });
  expect((await introduce(refusing('bad_request').connect()))?.message).toContain('version 9');
  expect(await introduce(refusing('internal').connect())).toBeNull();
});
