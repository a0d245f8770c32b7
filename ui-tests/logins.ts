import type { APIRequestContext } from '@playwright/test';

import { USERS_URI } from './environment';

const ALICE = { username: 'alice', password: 'wonderland-7' };
const AUTH = `${USERS_URI}/api/v1/auth`;

/** End all logins there are, as their owner can from anywhere. */
export async function endLogins(request: APIRequestContext): Promise<void> {
  const { headers, sessions } = await elsewhere(request);
  for (const { uuid } of sessions) {
    await request.delete(`${AUTH}/session/revoke/${uuid}`, { headers });
  }
}

/** Revoke all API keys that other attempts left. */
export async function revokeKeys(request: APIRequestContext): Promise<void> {
  const { headers, api_keys: keys } = await elsewhere(request);
  for (const { first_eight } of keys) {
    const query = `first_eight=${encodeURIComponent(first_eight)}`;
    await request.delete(`${AUTH}/apikey?${query}`, { headers });
  }
}

interface IWho {
  sessions: { uuid: string }[];
  api_keys: { first_eight: string }[];
}

/** Log in as another program would; gives the header that says so, and what there is of the owner. */
async function elsewhere(
  request: APIRequestContext
): Promise<IWho & { headers: { Authorization: string } }> {
  const answer = await request.post(`${AUTH}/provider/lab/token`, { form: ALICE });
  const tokens = (await answer.json()) as { access_token: string };
  const headers = { Authorization: `Bearer ${tokens.access_token}` };
  const who = await request.get(`${AUTH}/whoami`, { headers });
  return { ...((await who.json()) as IWho), headers };
}
