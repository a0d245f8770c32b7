import { describe, expect, it } from 'vitest';
import { server } from '../../testing/data';
import { parseAddress } from './address';

const SERVERS = [
  server('demo', { uri: 'http://127.0.0.1:8000/api/v1/' }),
  server('deep', { uri: 'https://example.test/data/tiled/api/v1/', name: 'beamline' })
];

function path(text: string, current: string | null = 'demo'): string | null {
  const address = parseAddress(text, SERVERS, current);
  return address && [address.server, ...address.path].join(' | ');
}

describe('parseAddress', () => {
  it.each([
    ['raw/scan1', 'demo | raw | scan1'],
    ['/raw/scan1/', 'demo | raw | scan1'],
    ['  raw ', 'demo | raw'],
    ['', 'demo'],
    ['beamline/raw', 'deep | raw'],
    ['/beamline/raw', 'demo | beamline | raw']
  ])('understands the path %j', (text, expected) => {
    expect(path(text)).toBe(expected);
  });

  it.each([
    ['http://127.0.0.1:8000', 'demo'],
    ['http://127.0.0.1:8000/api/v1/metadata/raw/a%20b%2Fc', 'demo | raw | a b/c'],
    ['http://127.0.0.1:8000/api/v1/array/full/raw/x?slice=0', 'demo | raw | x'],
    ['http://127.0.0.1:8000/ui/browse/raw/x', 'demo | raw | x'],
    ['https://example.test/data/tiled/api/v1/search/raw', 'deep | raw']
  ])('understands the URI %s', (text, expected) => {
    expect(path(text)).toBe(expected);
  });

  it.each(['http://127.0.0.1:9000/api/v1/', 'https://127.0.0.1:8000/', 'https://example.test/dat'])(
    'does not know the server of %s',
    text => {
      expect(path(text)).toBeNull();
    }
  );

  it('needs a server to look below', () => {
    expect(path('raw', null)).toBeNull();
  });
});
