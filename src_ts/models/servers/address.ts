import type { IServer } from '../../core/protocol';

/** Where a node is. */
export interface IAddress {
  server: string;
  path: string[];
}

/**
 * Understand a path or a URI that a person typed.
 *
 * `raw/scan04999`, `/raw/scan04999` and `name-of-a-server/raw/scan04999` are paths; a URI is one of
 * a server's own, of its web pages or of its API. Gives `null` for a URI of an unknown server, and
 * for anything when there is no server.
 *
 * @example
 * ```ts
 * parseAddress('http://127.0.0.1:8000/api/v1/metadata/raw/a%20b', servers, null);
 * // { server: 'demo', path: ['raw', 'a b'] }
 * ```
 */
export function parseAddress(
  text: string,
  servers: readonly IServer[],
  current: string | null
): IAddress | null {
  const typed = text.trim();
  if (/^https?:\/\//i.test(typed)) {
    return parseUri(typed, servers);
  }
  const parts = typed.split('/').filter(Boolean);
  const named = servers.find(server => server.name === parts[0]);
  if (named && (!typed.startsWith('/') || current === null)) {
    return { server: named.id, path: parts.slice(1) };
  }
  return current === null ? null : { server: current, path: parts };
}

/** A path as it is shown and typed. */
export function formatPath(path: readonly string[]): string {
  return path.join('/');
}

function parseUri(typed: string, servers: readonly IServer[]): IAddress | null {
  const uri = parse(typed);
  if (!uri) {
    return null;
  }
  for (const server of servers) {
    const base = parse(server.uri);
    if (!base || base.origin !== uri.origin) {
      continue;
    }
    const root = trim(base.pathname.replace(/\/api\/v1(\/.*)?$/, ''));
    const rest = trim(uri.pathname);
    if (rest === root || rest.startsWith(root && `${root}/`)) {
      const below = rest
        .slice(root.length)
        .split('/')
        .filter(Boolean)
        .map(part => decode(part));
      return { server: server.id, path: withoutRoute(below) };
    }
  }
  return null;
}

/** Leave out the part of a URI that is not the node's path. */
function withoutRoute(parts: string[]): string[] {
  if (parts[0] === 'ui') {
    return parts.slice(parts[1] === 'browse' ? 2 : 1);
  }
  if (parts[0] === 'api' && parts[1] === 'v1') {
    const wordy = ['array', 'table', 'container', 'awkward', 'ragged', 'node', 'asset'];
    return parts.slice(wordy.includes(parts[2]) ? 4 : 3);
  }
  return parts;
}

function parse(uri: string): URL | null {
  try {
    return new URL(uri);
  } catch {
    return null;
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function trim(path: string): string {
  return path.replace(/^\/+|\/+$/g, '');
}
