import { describe, expect, it } from 'vitest';
import { failure } from '../../core/failure';
import type { ITransfer } from '../../core/protocol';
import { transfer } from '../../testing/data';
import { type Handlers, Kernel, Refusal, settle } from '../../testing/kernel';
import { TransfersModel } from './transfers';

async function begin(listed: ITransfer[], handlers: Handlers = {}) {
  const kernel = new Kernel({ 'transfers.list': () => ({ transfers: listed }), ...handlers });
  const transport = kernel.connect();
  const model = new TransfersModel(transport);
  await settle();
  return { kernel, transport, model };
}

const PARAMS = { server: 'a', path: ['x'], format: 'text/csv', name: 'x' };

describe('TransfersModel', () => {
  it('finds the transfers of the kernel after a reload of the page', async () => {
    const { model } = await begin([transfer('1', { state: 'running' })]);
    expect(model.items.map(({ id }) => id)).toEqual(['1']);
  });

  it('follows what the kernel tells, and lists a new one once', async () => {
    const { model, kernel } = await begin([], {
      'transfers.start': () => {
        const transfers = [transfer('1', { state: 'running', done: 5 })];
        kernel.say({ topic: 'transfers.changed', payload: { transfers } });
        return transfer('1');
      }
    });
    await model.start(PARAMS);
    expect(model.items).toEqual([transfer('1', { state: 'running', done: 5 })]);
  });

  it('throws where a transfer cannot begin', async () => {
    const { model } = await begin([], {
      'transfers.start': () => {
        throw new Refusal('bad_request');
      }
    });
    await expect(model.start(PARAMS)).rejects.toThrow();
    expect(model.items).toEqual([]);
  });

  it('takes over the list after a change, and says why one failed', async () => {
    const { model, kernel } = await begin([transfer('1')], {
      'transfers.change': ({ change }) => {
        if (change === 'retry') {
          throw new Refusal('internal', 'no');
        }
        return { transfers: [] };
      }
    });
    await model.change('1', 'retry');
    expect(model.error?.message).toBe('no');
    expect(model.items).toHaveLength(1);
    await model.change('1', 'remove');
    expect(model.items).toEqual([]);
    expect(model.error).toBeNull();
    expect(kernel.paramsOf('transfers.change')[1]).toEqual({ id: '1', change: 'remove' });
  });

  it('says of what was under way that it ended with the kernel', async () => {
    const { model, transport } = await begin([
      transfer('1', { state: 'running' }),
      transfer('2', { state: 'done' })
    ]);
    transport.detach('dead', failure('unreachable', 'The kernel has ended.'));
    expect(model.items.map(({ state }) => state)).toEqual(['failed', 'done']);
    expect(model.items[0].error?.code).toBe('unreachable');
  });
});
