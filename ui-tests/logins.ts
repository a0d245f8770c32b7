import type { APIRequestContext } from '@playwright/test';

import { USERS_URI } from './environment';

const ALICE = { username: 'alice', password: 'wonderland-7' };

/** Log in at the server as another program would; gives the header that says so. */
export async function elsewhere(request: APIRequestContext): Promise<{ Authorization: string }> {
  const answer = await request.post(`${USERS_URI}/api/v1/auth/provider/lab/token`, { form: ALICE });
  const tokens = (await answer.json()) as { access_token: string };
  return { Authorization: `Bearer ${tokens.access_token}` };
}

interface IWho {
  sessions: { uuid: string; revoked: boolean }[];
}

/** End all logins there are, as their owner can from anywhere. */
export async function endLogins(request: APIRequestContext): Promise<void> {
  const headers = await elsewhere(request);
  const answer = await request.get(`${USERS_URI}/api/v1/auth/whoami`, { headers });
  for (const { uuid } of ((await answer.json()) as IWho).sessions) {
    await request.delete(`${USERS_URI}/api/v1/auth/session/revoke/${uuid}`, { headers });
  }
}
