import { describe, expect, it, onTestFinished } from 'vitest';
import type { ErrorCode, IServer } from '../../core/protocol';
import { PROTOCOL_VERSION } from '../../core/protocol';
import { plan, server } from '../../testing/data';
import { Kernel, Refusal, settle } from '../../testing/kernel';
import { BrowserModel } from '../browser';
import { PreviewModel } from '../preview/preview';

/** A kernel that announces how its server stands. */
function announce(kernel: Kernel, changes: Partial<IServer>): Promise<void> {
  const servers = [server('a', changes)];
  kernel.say({ v: PROTOCOL_VERSION, topic: 'servers.changed', payload: { servers, problems: [] } });
  return settle();
}

function refusing(code: ErrorCode) {
  const kernel = new Kernel({
    'preview.open': () => {
      throw new Refusal(code);
    }
  });
  const model = new PreviewModel(kernel.connect(), { server: 'a', path: ['x'] });
  onTestFinished(() => model.dispose());
  return { kernel, model };
}

describe('PreviewModel', () => {
  it.each(['expired', 'unauthorized', 'forbidden'] as const)(
    'asks again for what was refused as %s once the server lets us in',
    async code => {
      const { kernel, model } = refusing(code);
      await model.open();
      expect(model.refused).toBe(code !== 'forbidden');
      await announce(kernel, { state: 'expired' });
      expect(kernel.paramsOf('preview.open')).toHaveLength(1);
      kernel.handlers['preview.open'] = () => plan(['x'], []);
      await announce(kernel, { state: 'live', identity: 'alice' });
      expect([model.error, model.refused, model.plan !== null]).toEqual([null, false, true]);
    }
  );

  it('leaves what failed for another reason, or at another server, alone', async () => {
    const { kernel, model } = refusing('timeout');
    await model.open();
    await announce(kernel, { state: 'live' });
    await announce(kernel, { id: 'b', state: 'live' });
    expect(kernel.paramsOf('preview.open')).toHaveLength(1);
  });
});

describe('BrowserModel', () => {
  it('shows keys in place of a form, and no longer once their owner has left', async () => {
    const mine = server('a', { accounts: true, credential: 'login', identity: 'alice' });
    const kernel = new Kernel({
      'servers.list': () => ({ servers: [mine], problems: [] })
    });
    const model = new BrowserModel({ transport: kernel.connect() });
    onTestFinished(() => model.dispose());
    await settle();
    model.form = { uri: '' };
    model.openAccess('a');
    expect([model.form, model.access?.server]).toEqual([null, 'a']);
    model.openLogin('a');
    expect(model.access).toBeNull();
    model.openAccess('a');
    expect(model.login).toBeNull();
    const alices = model.access;
    await announce(kernel, { ...mine, identity: 'bob' });
    expect(model.access).not.toBe(alices);
    await announce(kernel, { ...mine, credential: 'anonymous' });
    expect(model.access).toBeNull();
  });

  it('tells what is wrong with profiles until a person has read it, and then only what is new', async () => {
    const problems = ['a.yml, line 3'];
    const kernel = new Kernel({ 'servers.list': () => ({ servers: [], problems: [...problems] }) });
    const model = new BrowserModel({ transport: kernel.connect() });
    onTestFinished(() => model.dispose());
    await settle();
    expect(model.servers.problems).toEqual(['a.yml, line 3']);
    model.servers.dismissProblems();
    expect(model.servers.problems).toEqual([]);
    problems.push('b.yml, line 1');
    await model.refresh();
    expect(model.servers.problems).toEqual(['b.yml, line 1']);
    // What was put right and is wrong again is said again.
    problems.shift();
    await model.refresh();
    problems.push('a.yml, line 3');
    await model.refresh();
    expect(model.servers.problems).toEqual(['b.yml, line 1', 'a.yml, line 3']);
  });
});
