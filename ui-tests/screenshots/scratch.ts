import type { APIRequestContext } from '@playwright/test';

import { apiKey, TILED_URI } from '../environment';

/** Make a container among what can be changed, as somebody else would. */
export async function createContainer(request: APIRequestContext, id: string): Promise<void> {
  const data = { id, structure_family: 'container', metadata: {}, specs: [], data_sources: [] };
  await request.post(addressOf(''), { headers: headers(), data, failOnStatusCode: true });
}

/** Delete a node among what can be changed. */
export async function remove(request: APIRequestContext, id: string): Promise<void> {
  await request.delete(addressOf(id), { headers: headers(), failOnStatusCode: true });
}

/** Change some of the metadata of a node, as somebody else would; `null` takes a key away. */
export async function mergeMetadata(
  request: APIRequestContext,
  id: string,
  metadata: Record<string, unknown>
): Promise<void> {
  const data = { 'content-type': 'application/merge-patch+json', metadata, specs: [] };
  await request.patch(addressOf(id), { headers: headers(), data, failOnStatusCode: true });
}

function addressOf(id: string): string {
  return `${TILED_URI}/api/v1/metadata/scratch${id && `/${id}`}`;
}

function headers(): Record<string, string> {
  return { Authorization: `Apikey ${apiKey()}` };
}
