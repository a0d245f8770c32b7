import type { APIRequestContext } from '@playwright/test';

import { apiKey, TILED_URI } from './environment';

/** Make a container among what can be changed, as somebody else would, in place of one of that name. */
export async function createContainer(
  request: APIRequestContext,
  path: string,
  metadata: Record<string, unknown> = {}
): Promise<void> {
  await remove(request, path);
  const [id, ...parents] = path.split('/').reverse();
  const data = { id, structure_family: 'container', metadata, specs: [], data_sources: [] };
  await request.post(addressOf(parents.reverse().join('/')), { ...asTheTests(), data });
}

/** Delete a node among what can be changed, with all below it, if it is there. */
export async function remove(request: APIRequestContext, path: string): Promise<void> {
  const query = 'recursive=true&external_only=false';
  await request.delete(`${addressOf(path)}?${query}`, {
    ...asTheTests(),
    failOnStatusCode: false
  });
}

/** Delete all nodes among what can be changed, but for some. */
export async function keepOnly(request: APIRequestContext, keys: string[]): Promise<void> {
  const route = addressOf('').replace('/metadata/', '/search/');
  const answer = await request.get(`${route}?fields=&page[limit]=300`, asTheTests());
  const { data } = (await answer.json()) as { data: { id: string }[] };
  for (const { id } of data.filter(({ id }) => !keys.includes(id))) {
    await remove(request, id);
  }
}

/** Change some of the metadata of a node, as somebody else would; `null` takes a key away. */
export async function mergeMetadata(
  request: APIRequestContext,
  path: string,
  metadata: Record<string, unknown>
): Promise<void> {
  const data = { 'content-type': 'application/merge-patch+json', metadata, specs: [] };
  await request.patch(addressOf(path), { ...asTheTests(), data });
}

function addressOf(path: string): string {
  const names = ['scratch', ...path.split('/').filter(Boolean)];
  return `${TILED_URI}/api/v1/metadata/${names.map(encodeURIComponent).join('/')}`;
}

function asTheTests() {
  return { headers: { Authorization: `Apikey ${apiKey()}` }, failOnStatusCode: true };
}
