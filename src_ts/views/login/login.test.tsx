// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { LoginModel } from '../../models/servers/login';
import { NotingHost } from '../../testing/host';
import { type Handlers, Kernel, Refusal, settle } from '../../testing/kernel';
import { LoginForm } from './login';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const BROWSER = { provider: 'institute', mode: 'browser' as const };
const PASSWORD = { provider: 'lab', mode: 'password' as const };

async function show(ways: (typeof BROWSER | typeof PASSWORD)[], handlers: Handlers = {}) {
  const kernel = new Kernel({
    'login.ways': () => ({ ways, username: null, remember: true, waiting: false }),
    ...handlers
  });
  const host = new NotingHost();
  const model = new LoginModel(kernel.connect(), 'a');
  const page = document.body.appendChild(document.createElement('div'));
  const root = createRoot(page);
  const onDone = vi.fn();
  const onClose = vi.fn();
  await act(async () => {
    root.render(
      <LoginForm
        model={model}
        host={host}
        name="a"
        uri="http://a.test"
        keys
        focus
        onDone={onDone}
        onClose={onClose}
      />
    );
    await settle();
  });
  onTestFinished(() => {
    act(() => root.unmount());
    model.dispose();
    page.remove();
  });
  const find = <E extends Element>(selector: string) => page.querySelector<E>(selector) as E;
  const submit = () =>
    act(async () => {
      find<HTMLFormElement>('form').requestSubmit();
      await settle();
    });
  return { kernel, host, page, find, submit, onDone, onClose };
}

describe('LoginForm', () => {
  it('sends a password once, and empties the field before there is an answer', async () => {
    const { kernel, find, page, onDone } = await show([PASSWORD], {
      'login.password': () => ({ message: 'Welcome, alice.' })
    });
    expect(document.activeElement?.tagName).toBe('SELECT');
    find<HTMLInputElement>('input[name=username]').value = ' alice ';
    const field = find<HTMLInputElement>('input[type=password]');
    field.value = ' secret ';
    await act(async () => {
      find<HTMLFormElement>('form').requestSubmit();
      expect(field.value).toBe('');
      await settle();
    });
    expect(kernel.paramsOf('login.password')).toEqual([
      { server: 'a', provider: 'lab', username: 'alice', password: ' secret ', remember: true }
    ]);
    expect(onDone).toHaveBeenCalledOnce();
    expect(page.innerHTML).not.toContain('secret');
    expect(find('[role=status]').textContent).toBe('Welcome, alice.');
  });

  it('says in place that a password was wrong, and asks for it again', async () => {
    const { find, submit, onDone } = await show([PASSWORD], {
      'login.password': () => {
        throw new Refusal('unauthorized', 'Incorrect username or password.');
      }
    });
    find<HTMLInputElement>('input[name=username]').value = 'alice';
    find<HTMLInputElement>('input[type=password]').value = 'wrong';
    await submit();
    expect(find('[role=alert]').textContent).toContain('Incorrect username or password.');
    expect(find<HTMLInputElement>('input[name=username]').value).toBe('alice');
    expect(document.activeElement).toBe(find('input[type=password]'));
    expect(onDone).not.toHaveBeenCalled();
  });

  it('shows a link that tells the other page nothing, and a code to copy', async () => {
    const { kernel, host, find, submit, onClose, page } = await show([BROWSER], {
      'login.code': () => ({ uri: 'https://id.test/device', userCode: 'ABCD-EFGH', seconds: 90 })
    });
    kernel.holding = true;
    await submit();
    await act(() => kernel.release());
    const link = find<HTMLAnchorElement>('a');
    expect([link.href, link.target, link.rel]).toEqual([
      'https://id.test/device',
      '_blank',
      'noopener noreferrer'
    ]);
    expect(find('[role=timer]').textContent).toContain('1:30 left');
    await act(async () => {
      find<HTMLButtonElement>('button[aria-label="Copy the code"]').click();
      await settle();
    });
    expect(host.copied).toEqual(['ABCD-EFGH']);
    act(() => [...page.querySelectorAll('button')].find(b => b.textContent === 'Cancel')?.click());
    expect(onClose).toHaveBeenCalledOnce();
  });

  it('says why the server cannot be asked, and tries again', async () => {
    let down = true;
    const { find, page } = await show([PASSWORD], {
      'login.ways': () => {
        if (down) {
          throw new Refusal('unreachable', 'Nobody answers.');
        }
        return { ways: [PASSWORD], username: 'alice', remember: false, waiting: false };
      }
    });
    expect(find('[role=alert]').textContent).toContain('Nobody answers.');
    down = false;
    await act(async () => {
      [...page.querySelectorAll('button')].find(b => b.textContent === 'Retry')?.click();
      await settle();
    });
    expect(find<HTMLInputElement>('input[name=username]').value).toBe('alice');
    expect(find<HTMLInputElement>('input[name=remember]').checked).toBe(false);
  });
});
