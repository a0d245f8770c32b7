import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Locator } from '@playwright/test';

import { HOME, TILED_URI, USERS_URI } from '../environment';
import { endLogins, revokeKeys } from '../logins';
import { violations } from './axe';
import { expect, test } from './fixtures';
import type { Sidebar } from './sidebar';
import { expectTold } from './told';

const PASSWORD = 'wonderland-7';
const TOKENS = join(HOME, 'cache', 'tokens', encodeURIComponent(`${USERS_URI}/api/v1/`));
const PROFILES = join(HOME, 'profiles');

async function byPassword(form: Locator): Promise<void> {
  await form.getByRole('combobox', { name: 'With' }).selectOption('lab (password)');
  await form.getByRole('textbox', { name: 'User' }).fill('alice');
  await form.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await form.getByRole('button', { name: 'Log in' }).click();
}

async function addUsers(sidebar: Sidebar): Promise<void> {
  await sidebar.region.getByRole('button', { name: 'Add a server' }).click();
  await sidebar.region.getByRole('textbox', { name: 'URI' }).fill(USERS_URI);
  await sidebar.region.getByRole('textbox', { name: 'Name' }).fill('users');
  await sidebar.region.getByRole('button', { name: 'Connect' }).click();
  await byPassword(sidebar.region.getByRole('form', { name: 'Log in to users' }));
  await expect(sidebar.row('users')).toHaveAccessibleName(/^users, server, connected, alice(,|$)/);
}

/** Choose from the menu that a server has on its row. */
async function choose(sidebar: Sidebar, server: string, action: string): Promise<void> {
  await sidebar
    .row(server)
    .getByRole('button', { name: `Actions on ${server}` })
    .click();
  await sidebar.page.getByRole('menuitem', { name: action }).click();
}

async function remove(sidebar: Sidebar, server: string): Promise<void> {
  await choose(sidebar, server, 'Remove server');
  await sidebar.page.locator('.jp-Dialog').getByRole('button', { name: 'Remove server' }).click();
  await expect(sidebar.row(server)).toHaveCount(0);
}

test('API keys are made, used and ended without one on the page', async ({ page, sidebar }) => {
  const said: string[] = [];
  page.on('websocket', socket =>
    socket.on('framereceived', ({ payload }) => said.push(payload.toString()))
  );
  await revokeKeys(page.request);
  await sidebar.open();
  await addUsers(sidebar);
  await choose(sidebar, 'users', 'API keys…');
  const panel = sidebar.region.getByRole('region', { name: 'API keys at users' });
  await expect(panel).toBeFocused();
  await panel.getByRole('button', { name: 'New API key…' }).click();
  const form = panel.getByRole('form', { name: 'New API key' });
  await expect(form.getByRole('textbox', { name: 'Note' })).toBeFocused();
  await form.getByRole('textbox', { name: 'Note' }).fill('night <b>shift</b>');
  await form.getByRole('checkbox', { name: 'read:data' }).uncheck();
  await form.getByRole('checkbox', { name: 'read:metadata' }).uncheck();
  await form.getByRole('button', { name: 'Make' }).click();
  await expect(form.getByRole('alert')).toHaveText('Choose at least one thing that it may do.');
  await form.getByRole('checkbox', { name: 'read:metadata' }).check();
  expect.soft(await violations(page, '.tjl-Access')).toEqual([]);
  await form.getByRole('button', { name: 'Make' }).click();

  const made = panel.getByRole('status');
  await expect(made).toContainText('a file that only you can read');
  const file = (await made.locator('code').textContent()) ?? '';
  const secret = readFileSync(file, 'utf8');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  await made.getByRole('button', { name: 'Copy code' }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toContain(`from_uri("${USERS_URI}", api_key=Path("${file}"))`);
  const key = panel.getByRole('list', { name: 'API keys' }).getByRole('listitem').last();
  await expect(key).toContainText('night <b>shift</b>');
  await expect(key).toContainText(/May\s*read:metadata/);
  await expect(key).toContainText('Last usednot yet');
  await expect(key.getByRole('time')).toHaveAttribute('title', /^\d{4}-\d\d-\d\d [\d:]{8} UTC$/);
  expect.soft(await violations(page, '.tjl-Access')).toEqual([]);
  expect(said.filter(message => message.includes(secret))).toEqual([]);

  // A key that is good for less says what it lacks, where it lacks it.
  await choose(sidebar, 'users', 'Switch user');
  const login = sidebar.region.getByRole('form', { name: 'Log in to users' });
  await login.getByRole('combobox', { name: 'With' }).selectOption('API key');
  await login.getByRole('textbox', { name: 'API key' }).fill(secret);
  await login.getByRole('button', { name: 'Connect' }).click();
  await expect(sidebar.row('users')).toHaveAccessibleName(
    /^users, server, connected, alice · API key/
  );
  const preview = await sidebar.preview('users', 'memory', 'arrays', 'counts');
  await expect(preview.getByRole('alert')).toContainText(
    'This needs the scope read:data, which the API key in use does not have.'
  );
  await expect(preview.getByRole('alert')).toContainText('under API keys… in the menu');

  await choose(sidebar, 'users', 'Switch user');
  await byPassword(login);
  await expect(sidebar.row('users')).toHaveAccessibleName(/^users, server, connected, alice(,|$)/);
  await expect(preview.getByRole('alert')).toHaveCount(0);
  await choose(sidebar, 'users', 'API keys…');
  await key.getByRole('button', { name: `Revoke ${secret.slice(0, 8)}` }).click();
  await expect(key.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await key.getByRole('button', { name: 'Revoke', exact: true }).click();
  await expect(panel.getByText('night <b>shift</b>')).toHaveCount(0);
  expect(() => statSync(file)).toThrow();

  await panel.getByRole('button', { name: 'Log out everywhere' }).click();
  const sure = panel.getByRole('group', { name: 'Log out everywhere' });
  await sure.getByRole('button', { name: 'Log out everywhere', exact: true }).click();
  await expect(sidebar.row('users')).toHaveAccessibleName(/not logged in/);
  await expect(panel).toHaveCount(0);
  expect(() => statSync(join(TOKENS, 'access_token'))).toThrow();
  await remove(sidebar, 'users');
});

test('a login that ends is asked for in place, and what failed goes on', async ({
  page,
  sidebar
}) => {
  await sidebar.open();
  await addUsers(sidebar);
  const preview = await sidebar.preview('users', 'memory', 'arrays', 'counts');
  await expect(preview.getByText('every pixel')).toBeVisible();
  await endLogins(page.request);
  const next = preview.getByRole('button', { name: /^Next / });
  await expect(async () => {
    await next.click();
    await expect(preview.getByRole('alert')).toContainText(/login/, { timeout: 500 });
  }).toPass({ intervals: [1000] });
  await expect(sidebar.row('users')).toHaveAccessibleName(/login expired/);
  const beside = sidebar.region.getByRole('form', { name: 'Log in to users' });
  await expect(beside).toBeVisible();
  await preview.getByRole('button', { name: 'Log in' }).click();
  const form = preview.getByRole('form', { name: 'Log in to users' });
  await form.waitFor();
  await expectTold(page, '.tjl-Preview', 'login-in-place');
  await byPassword(form);
  await expect(preview.getByRole('alert')).toHaveCount(0);
  await expect(form).toHaveCount(0);
  await expect(beside).toHaveCount(0);
  await expect(sidebar.row('users')).toHaveAccessibleName(/connected, alice/);
  await expect(sidebar.row('counts')).toBeVisible();
  await choose(sidebar, 'users', 'Log out');
  await expect(sidebar.row('users')).toHaveAccessibleName(/not logged in/);
  await remove(sidebar, 'users');
});

test('servers of profiles appear by themselves, and their problems say where', async ({
  page,
  sidebar
}) => {
  mkdirSync(PROFILES, { recursive: true });
  writeFileSync(join(PROFILES, 'lab.yml'), `hall 7:\n  uri: ${USERS_URI}\n`);
  writeFileSync(join(PROFILES, 'bad.yml'), `bad:\n  uri: ${TILED_URI}\n  colour: red\n`);
  try {
    await sidebar.open();
    await expect(sidebar.row('hall 7')).toHaveAttribute('title', /from the profile hall 7/);
    const problem = sidebar.region.getByRole('alert');
    await expect(problem).toContainText(`${join(PROFILES, 'bad.yml')}, line 3`);
    expect.soft(await violations(page, '#tiled-jl-sidebar')).toEqual([]);
    await problem.getByRole('button', { name: 'Dismiss' }).click();
    await expect(problem).toHaveCount(0);
    await sidebar.expand('hall 7');
    await expect(sidebar.row('hall 7')).toHaveAccessibleName(/not logged in/);
    await remove(sidebar, 'hall 7');
    await sidebar.region.getByRole('button', { name: 'Refresh' }).click();
    await expect(sidebar.row('hall 7')).toHaveCount(0);
    await expect(sidebar.region.getByRole('alert')).toHaveCount(0);
  } finally {
    rmSync(PROFILES, { recursive: true });
  }
});
