import { describe, expect, it } from 'vitest';
import type { IServer } from '../../core/protocol';
import { refusal, server } from '../../testing/data';
import { type Handlers, Kernel, Refusal, settle } from '../../testing/kernel';
import { BrowserModel } from '../browser';
import { LoginModel } from './login';

const WAYS = {
  ways: [
    { provider: 'lab', mode: 'password' as const },
    { provider: 'institute', mode: 'browser' as const }
  ],
  username: null,
  remember: true,
  waiting: false
};

async function loaded(handlers: Handlers = {}) {
  const kernel = new Kernel({ 'login.ways': () => WAYS, ...handlers });
  const model = new LoginModel(kernel.connect(), 'a');
  await model.load();
  return { kernel, model };
}

describe('LoginModel', () => {
  it('starts with the first way that the server offers', async () => {
    const { model } = await loaded();
    expect(model.way).toEqual(WAYS.ways[0]);
    expect(model.busy).toBe(false);
  });

  it('takes an API key where the server offers nothing', async () => {
    const { model } = await loaded({ 'login.ways': () => ({ ...WAYS, ways: [] }) });
    expect(model.way).toBe('key');
  });

  it('sends a password once and keeps it nowhere', async () => {
    const { kernel, model } = await loaded({
      'login.password': () => ({ message: 'Welcome, alice.' })
    });
    expect(await model.logIn('alice', 'secret', false)).toBe(true);
    expect(kernel.paramsOf('login.password')).toEqual([
      { server: 'a', provider: 'lab', username: 'alice', password: 'secret', remember: false }
    ]);
    expect(model.welcome).toBe('Welcome, alice.');
    expect(Object.values(model).includes('secret')).toBe(false);
  });

  it('says what was wrong, and can be tried again', async () => {
    let right = false;
    const { model } = await loaded({
      'login.password': () => {
        if (!right) {
          throw new Refusal('unauthorized', 'Incorrect username or password.');
        }
        return { message: '' };
      }
    });
    expect(await model.logIn('alice', 'wrong', true)).toBe(false);
    expect(model.error?.message).toBe('Incorrect username or password.');
    right = true;
    expect(await model.logIn('alice', 'right', true)).toBe(true);
    expect(model.error).toBeNull();
  });

  it('shows a code until the login is confirmed', async () => {
    const { kernel, model } = await loaded({
      'login.code': () => ({ uri: 'http://a.test/device', userCode: 'ABCD', seconds: 60 }),
      'login.await': () => ({ message: 'Welcome.' })
    });
    model.choose(WAYS.ways[1]);
    expect(await model.visit(true)).toBe(true);
    expect(kernel.paramsOf('login.await')).toEqual([
      { server: 'a', userCode: 'ABCD', remember: true }
    ]);
    expect(model.code).toBeNull();
  });

  it('stops waiting in the kernel when it is given up', async () => {
    const { kernel, model } = await loaded({
      'login.code': () => ({ uri: 'http://a.test/device', userCode: 'ABCD', seconds: 60 })
    });
    kernel.holding = true;
    const done = model.visit(true);
    await kernel.release();
    expect(model.code?.userCode).toBe('ABCD');
    model.cancel();
    expect(await done).toBe(false);
    expect(model.code).toBeNull();
    expect(kernel.cancelled).toHaveLength(1);
    expect(kernel.paramsOf('login.refuse')).toEqual([]);
  });

  it('tells the cell that waits when it is given up', async () => {
    const { kernel, model } = await loaded({
      'login.ways': () => ({ ...WAYS, waiting: true }),
      'login.refuse': () => ({})
    });
    model.cancel();
    expect(kernel.paramsOf('login.refuse')).toEqual([{ server: 'a' }]);
  });

  it('does not take a key that the server refuses for a success', async () => {
    const error = refusal('Invalid API key', { code: 'unauthorized' });
    const { model } = await loaded({ 'servers.connect': () => server('a', { error }) });
    model.choose('key');
    expect(await model.giveKey('wrong', false)).toBe(false);
    expect(model.error?.message).toBe('Invalid API key');
  });
});

describe('BrowserModel', () => {
  async function browser() {
    const kernel = new Kernel({
      'servers.list': () => ({ servers: [server('a'), server('b')], problems: [] }),
      'nodes.list': () => ({ items: [], offset: 0, total: 0, exact: true, deep: false }),
      'nodes.get': () => {
        throw new Refusal('not_found');
      }
    });
    const model = new BrowserModel({ transport: kernel.connect() });
    await settle();
    const become = async (changes: Partial<IServer>) => {
      const servers = [server('a', changes), server('b')];
      kernel.say({ v: 1, topic: 'servers.changed', payload: { servers } });
      await settle();
    };
    return { kernel, model, become };
  }

  it('asks for a login when one ends, and asks again for what failed once there is one', async () => {
    const { kernel, model, become } = await browser();
    model.tree.expansion = ['["a"]'];
    await settle();
    await become({ state: 'expired' });
    expect(model.login?.server).toBe('a');
    const asked = kernel.paramsOf('nodes.list').length;
    model.tree.show(0, 10);
    await become({ state: 'live', credential: 'login', identity: 'alice' });
    await settle();
    expect(model.login).toBeNull();
    expect(kernel.paramsOf('nodes.list').length).toBeGreaterThan(asked);
  });

  it('does not take the form away when another server changes', async () => {
    const { model, become } = await browser();
    model.openLogin('b');
    await become({ state: 'live', identity: 'alice' });
    expect(model.login?.server).toBe('b');
    model.form = { uri: '' };
    expect(model.login).toBeNull();
  });
});
