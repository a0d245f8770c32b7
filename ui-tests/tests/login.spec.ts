import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Locator } from '@playwright/test';

import { HOME, USERS_URI } from '../environment';
import { violations } from './axe';
import { expect, type Page, test } from './fixtures';
import type { Sidebar } from './sidebar';

const PASSWORD = 'wonderland-7';
const WRONG = 'through-the-looking-glass';
const NOTEBOOK = 'login.ipynb';

/** What has gone over the wires of a page, in both directions, requests and websockets alike. */
class Wire {
  constructor(page: Page) {
    page.on('request', request => this.said.push(request.url(), request.postData() ?? ''));
    page.on('response', response => {
      this._bodies.push(
        response.text().then(
          text => void this.said.push(text),
          () => undefined
        )
      );
    });
    page.on('websocket', socket => {
      socket.on('framesent', ({ payload }) => this.said.push(payload.toString()));
      socket.on('framereceived', ({ payload }) => this.said.push(payload.toString()));
    });
  }

  readonly said: string[] = [];

  /** How many messages hold a text. */
  async count(text: string): Promise<number> {
    await Promise.all(this._bodies);
    return this.said.filter(message => message.includes(text)).length;
  }

  private readonly _bodies: Promise<void>[] = [];
}

/** Where the tokens of the login are kept, on the machine of the kernels. */
const FOLDER = join(HOME, 'cache', 'tokens', encodeURIComponent(`${USERS_URI}/api/v1/`));

function tokens(): string[] {
  return ['access_token', 'refresh_token'].map(name => readFileSync(join(FOLDER, name), 'utf8'));
}

/** Nothing that the page or the notebook keeps, or that travelled, holds a secret. */
async function expectNoSecrets(page: Page, wire: Wire, tmpPath: string): Promise<void> {
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.documentElement.innerHTML])
  );
  const fields = await page.evaluate(() =>
    [...document.querySelectorAll('input')].map(({ value }) => value).join('\n')
  );
  const stored = await page.request.get('/lab/api/workspaces').then(answer => answer.text());
  const settings = await page.request.get('/lab/api/settings').then(answer => answer.text());
  const saved = await page.request
    .get(`/api/contents/${tmpPath}/${NOTEBOOK}?content=1`)
    .then(answer => answer.text());
  for (const secret of [PASSWORD, WRONG, ...tokens()]) {
    expect(secret.length).toBeGreaterThan(10);
    for (const place of [kept, fields, stored, settings, saved]) {
      expect(place.includes(secret)).toBe(false);
    }
  }
  for (const token of tokens()) {
    expect(await wire.count(token)).toBe(0);
  }
}

async function newNotebook(page: Page, tmpPath: string, code: string): Promise<void> {
  const cell = {
    cell_type: 'code',
    source: code,
    metadata: {},
    outputs: [],
    execution_count: null
  };
  const notebook = {
    cells: [{ id: 'one', ...cell }],
    metadata: { kernelspec: { name: 'python3', display_name: 'Python 3', language: 'python' } },
    nbformat: 4,
    nbformat_minor: 5
  };
  await page.contents.uploadContent(JSON.stringify(notebook), 'text', `${tmpPath}/${NOTEBOOK}`);
  await page.notebook.openByPath(`${tmpPath}/${NOTEBOOK}`);
  await page.notebook.activate(NOTEBOOK);
}

const CELL = `from tiled_jl import from_uri\nclient = from_uri("${USERS_URI}")\nprint(list(client), client.context.credential)`;

async function addUsers(sidebar: Sidebar): Promise<Locator> {
  await sidebar.region.getByRole('button', { name: 'Add a server' }).click();
  await sidebar.region.getByRole('textbox', { name: 'URI' }).fill(USERS_URI);
  await sidebar.region.getByRole('textbox', { name: 'Name' }).fill('users');
  await sidebar.region.getByRole('button', { name: 'Connect' }).click();
  return sidebar.region.getByRole('form', { name: 'Log in to users' });
}

async function removeUsers(sidebar: Sidebar): Promise<void> {
  await sidebar.row('users').click({ button: 'right' });
  await sidebar.page.getByRole('menuitem', { name: 'Remove server' }).click();
  await sidebar.page.locator('.jp-Dialog').getByRole('button', { name: 'Remove server' }).click();
  await expect(sidebar.row('users')).toHaveCount(0);
}

/** Type a password: a wrong one, which is refused in place, then the right one. */
async function byPassword(form: Locator): Promise<void> {
  await form.getByRole('combobox', { name: 'With' }).selectOption('lab (password)');
  await form.getByRole('textbox', { name: 'User' }).fill('alice');
  const password = form.getByRole('textbox', { name: 'Password' });
  await password.fill(WRONG);
  await password.press('Enter');
  await expect(form.getByRole('alert')).toContainText('Incorrect username or password');
  await expect(password).toHaveValue('');
  await expect(password).toBeFocused();
  await password.fill(PASSWORD);
  await form.getByRole('button', { name: 'Log in' }).click();
}

/** Get a code, and enter it where the link leads, in the browser of the person. */
async function byBrowser(page: Page, form: Locator): Promise<void> {
  await form.getByRole('combobox', { name: 'With' }).selectOption('institute (web browser)');
  await form.getByRole('button', { name: 'Get a code' }).click();
  const code = (await form.locator('code').textContent()) ?? '';
  await form.getByRole('button', { name: 'Copy the code' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(code);
  await expect(form.getByRole('timer')).toContainText(/\d+:\d\d left/);
  const opened = page.context().waitForEvent('page');
  await form.getByRole('link', { name: 'Open the web page' }).click();
  const web = await opened;
  await web.locator('input[name=user_code]').fill(code);
  await web.locator('input[name=user_code]').press('Enter');
  await web.waitForLoadState();
  await web.close();
}

for (const [way, logIn] of [
  ['a password', (_: Page, form: Locator) => byPassword(form)],
  ['a web browser', byBrowser]
] as const) {
  test.describe(`logging in by ${way}`, () => {
    test('in the sidebar logs in the notebooks too', async ({ page, sidebar, tmpPath }) => {
      const wire = new Wire(page);
      await newNotebook(page, tmpPath, CELL);
      await sidebar.open();
      await logIn(page, await addUsers(sidebar));
      await expect(sidebar.row('users')).toHaveAccessibleName(/connected/);
      await expect(sidebar.row('memory')).toBeVisible();
      await page.notebook.run();
      await expect(page.locator('.jp-OutputArea-output')).toHaveText("['memory'] login\n");
      await page.notebook.save();
      await expectNoSecrets(page, wire, tmpPath);
      expect(await wire.count(PASSWORD)).toBe(way === 'a password' ? 1 : 0);

      await sidebar.row('users').click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Log out' }).click();
      await expect(sidebar.row('users')).toHaveAccessibleName(/not logged in/);
      await expect(sidebar.row('memory')).toHaveCount(0);
      await removeUsers(sidebar);
    });

    test('in a cell lets it go on, and logs in the sidebar', async ({ page, sidebar, tmpPath }) => {
      const wire = new Wire(page);
      await newNotebook(page, tmpPath, CELL);
      await sidebar.open();
      const form = await addUsers(sidebar);
      await expect(sidebar.row('users')).toHaveAccessibleName(/not logged in/);
      expect.soft(await violations(page, '#tiled-jl-sidebar')).toEqual([]);
      const run = page.notebook.run();
      const host = USERS_URI.replace('http://', '');
      await logIn(page, page.getByRole('form', { name: `Log in to ${host}` }));
      await run;
      const outputs = page.locator('.jp-OutputArea-output');
      await expect(outputs.first()).toContainText(`Logged in to ${USERS_URI}`);
      await expect(outputs.last()).toHaveText("['memory'] login\n");
      await expect(sidebar.row('users')).toHaveAccessibleName(/connected/);
      await expect(form).toHaveCount(0);
      await page.notebook.save();
      await expectNoSecrets(page, wire, tmpPath);
      expect(await wire.count(PASSWORD)).toBe(way === 'a password' ? 1 : 0);
      await removeUsers(sidebar);
    });
  });
}
