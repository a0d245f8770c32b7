import { apiKey, TILED_URI } from '../environment';

/** How many milliseconds the server alone takes to answer a request, up to the last byte. */
export async function serverTime(path: string): Promise<number> {
  const began = performance.now();
  const response = await fetch(`${TILED_URI}/api/v1/${path}`, {
    headers: { Authorization: `Apikey ${apiKey()}`, 'Accept-Encoding': 'identity' }
  });
  await response.arrayBuffer();
  if (!response.ok) {
    throw new Error(`${path}: ${response.status}`);
  }
  return performance.now() - began;
}
