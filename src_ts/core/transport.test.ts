import { describe, expect, it, vi } from 'vitest';
import { Kernel, settle } from '../testing/kernel';
import { failure, RequestError } from './failure';
import { Transport } from './transport';

const HELLO = { version: '1', python: '3.12', protocol: 1 };

function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'answered',
    reason => (reason as RequestError).error.code
  );
}

describe('Transport', () => {
  it('matches answers to requests whatever their order', async () => {
    const kernel = new Kernel();
    kernel.holding = true;
    const transport = kernel.connect();
    const first = transport.request('nodes.get', { server: 'a', path: ['1'] });
    const second = transport.request('nodes.get', { server: 'a', path: ['2'] });
    const [one, two] = kernel.asked;
    kernel.say({ v: 1, id: two.id, result: 'second' });
    kernel.say({ v: 1, id: one.id, result: 'first' });
    expect((await first).result).toBe('first');
    expect((await second).result).toBe('second');
  });

  it('hands over the buffers of an answer', async () => {
    const buffers = [new Float64Array([1, 2]).buffer];
    const kernel = new Kernel({ hello: () => ({ result: HELLO, buffers }) });
    const reply = await kernel.connect().request('hello', {});
    expect(reply.buffers[0].getFloat64(8, true)).toBe(2);
  });

  it('rejects with what the kernel says went wrong', async () => {
    const kernel = new Kernel();
    kernel.holding = true;
    const request = kernel.connect().request('hello', {});
    const error = failure('not_found', 'It is gone.', 'Refresh.');
    kernel.say({ v: 1, id: kernel.asked[0].id, error });
    await expect(request).rejects.toThrow('It is gone.');
    expect(await codeOf(request)).toBe('not_found');
  });

  it('reports progress before the answer', async () => {
    const kernel = new Kernel();
    kernel.holding = true;
    const onProgress = vi.fn();
    const request = kernel.connect().request('hello', {}, { onProgress });
    const { id } = kernel.asked[0];
    kernel.say({ v: 1, id, progress: { done: 1, total: 2, unit: 'parts' } });
    kernel.say({ v: 1, id, result: HELLO });
    await request;
    expect(onProgress).toHaveBeenCalledExactlyOnceWith({ done: 1, total: 2, unit: 'parts' });
  });

  it('stops a request in the kernel when it is aborted', async () => {
    const kernel = new Kernel();
    kernel.holding = true;
    const abort = new AbortController();
    const request = kernel.connect().request('hello', {}, { signal: abort.signal });
    abort.abort();
    expect(await codeOf(request)).toBe('cancelled');
    expect(kernel.cancelled).toEqual([kernel.asked[0].id]);
  });

  it('never sends a request that was aborted before there was a connection', async () => {
    const kernel = new Kernel({ hello: () => HELLO });
    const transport = new Transport(() => undefined);
    const abort = new AbortController();
    const request = transport.request('hello', {}, { signal: abort.signal });
    abort.abort();
    transport.attach(kernel);
    expect(await codeOf(request)).toBe('cancelled');
    expect(kernel.asked).toEqual([]);
    expect(kernel.cancelled).toEqual([]);
  });

  it('ignores an answer to a request that was aborted', async () => {
    const kernel = new Kernel({ hello: () => HELLO });
    kernel.holding = true;
    const abort = new AbortController();
    const code = codeOf(kernel.connect().request('hello', {}, { signal: abort.signal }));
    abort.abort();
    await kernel.release();
    expect(await code).toBe('cancelled');
  });

  it('connects with the first request and sends it once connected', async () => {
    const connect = vi.fn();
    const transport = new Transport(connect);
    const request = transport.request('hello', {});
    void transport.request('hello', {});
    expect(connect).toHaveBeenCalledTimes(1);
    expect(transport.state).toBe('starting');
    transport.attach(new Kernel({ hello: () => HELLO }));
    expect((await request).result).toEqual(HELLO);
    expect(transport.state).toBe('ready');
  });

  it('rejects what was under way when the connection breaks, and says that it is retried', async () => {
    const kernel = new Kernel();
    kernel.holding = true;
    const transport = kernel.connect();
    const request = transport.request('hello', {});
    kernel.closed.emit('The comm was closed.');
    expect(await codeOf(request)).toBe('unreachable');
    expect(transport.state).toBe('reconnecting');
  });

  it('sends to the next kernel what was asked while there was none', async () => {
    const kernel = new Kernel();
    const transport = kernel.connect();
    transport.detach('reconnecting');
    const request = transport.request('hello', {});
    const next = new Kernel({ hello: () => HELLO });
    transport.attach(next);
    expect((await request).result).toEqual(HELLO);
    expect(kernel.asked).toEqual([]);
  });

  it('hears nothing more from a kernel that was replaced', async () => {
    const old = new Kernel({ hello: () => ({ ...HELLO, version: 'old' }) });
    const transport = old.connect();
    old.holding = true;
    const code = codeOf(transport.request('hello', {}));
    transport.attach(new Kernel({ hello: () => HELLO }));
    await old.release();
    expect(await code).toBe('unreachable');
  });

  it('rejects everything, also later on, when the kernel is dead', async () => {
    const transport = new Transport(() => undefined);
    const waiting = transport.request('hello', {});
    const problem = failure('unreachable', 'The kernel died.');
    transport.detach('dead', problem);
    expect(await codeOf(waiting)).toBe('unreachable');
    await expect(transport.request('hello', {})).rejects.toThrow('The kernel died.');
    expect(transport.problem).toBe(problem);
  });

  it('begins anew after the kernel died', () => {
    const connect = vi.fn();
    const transport = new Transport(connect);
    transport.start();
    transport.detach('dead');
    transport.restart();
    expect(connect).toHaveBeenCalledTimes(2);
    expect(transport.state).toBe('starting');
  });

  it('announces what the kernel announces, and takes no notice of nonsense', async () => {
    const kernel = new Kernel();
    const transport = kernel.connect();
    const heard = vi.fn();
    transport.event.connect((_, message) => void heard(message.topic));
    kernel.say({ v: 1, topic: 'servers.changed', payload: { servers: [] } });
    kernel.say({ v: 1, id: 'unknown', result: {} });
    kernel.received.emit({ message: 'nonsense', buffers: [] });
    await settle();
    expect(heard).toHaveBeenCalledExactlyOnceWith('servers.changed');
  });
});
