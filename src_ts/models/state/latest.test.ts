import { afterEach, describe, expect, it, vi } from 'vitest';
import { settle } from '../../testing/kernel';
import { Latest } from './latest';

/** Answers by hand, in the order of the questions. */
function byHand() {
  const asked: number[] = [];
  const answered: number[] = [];
  const failed: unknown[] = [];
  const waiting: { answer(): void; refuse(reason: Error): void; signal: AbortSignal }[] = [];
  const latest = new Latest<number, number>({
    ask: (question, signal) => {
      asked.push(question);
      return new Promise((resolve, reject) =>
        waiting.push({ answer: () => resolve(question), refuse: reject, signal })
      );
    },
    answered: result => answered.push(result),
    failed: reason => failed.push(reason)
  });
  const answer = () => {
    waiting.shift()?.answer();
    return settle();
  };
  return { latest, asked, answered, failed, waiting, answer };
}

describe('Latest', () => {
  afterEach(() => void vi.useRealTimers());

  it('asks the first question at once and of the others only the last', async () => {
    const { latest, asked, answered, answer } = byHand();
    [1, 2, 3, 4].forEach(question => latest.ask(question));
    expect(asked).toEqual([1]);
    await answer();
    expect(asked).toEqual([1, 4]);
    await answer();
    expect(answered).toEqual([1, 4]);
    expect(latest.busy).toBe(false);
  });

  it('goes on with the question that waits when the one before fails', async () => {
    const { latest, asked, failed, waiting } = byHand();
    latest.ask(1);
    latest.ask(2);
    waiting[0].refuse(new Error('no'));
    await settle();
    expect(failed).toHaveLength(1);
    expect(asked).toEqual([1, 2]);
  });

  it('stops the question under way when it is cancelled, and drops its answer', async () => {
    const { latest, asked, answered, waiting, answer } = byHand();
    latest.ask(1);
    latest.ask(2);
    const [{ signal }] = waiting;
    latest.cancel();
    expect(signal.aborted).toBe(true);
    await answer();
    expect(asked).toEqual([1]);
    expect(answered).toEqual([]);
  });

  it('takes no late answer for that of a newer question', async () => {
    const { latest, answered, waiting } = byHand();
    latest.ask(1);
    latest.cancel();
    latest.ask(2);
    waiting[1].answer();
    await settle();
    waiting[0].answer();
    await settle();
    expect(answered).toEqual([2]);
  });

  it('stops a question that takes long for a newer one, but not for ever quicker', async () => {
    vi.useFakeTimers();
    const { latest, asked, answered, waiting } = byHand();
    latest.ask(1);
    await vi.advanceTimersByTimeAsync(5000);
    latest.ask(2);
    latest.ask(3);
    expect(asked).toEqual([1]);
    await vi.advanceTimersByTimeAsync(450);
    expect(waiting[0].signal.aborted).toBe(true);
    expect(asked).toEqual([1, 3]);

    latest.ask(4);
    await vi.advanceTimersByTimeAsync(450);
    expect(asked).toEqual([1, 3]);
    await vi.advanceTimersByTimeAsync(450);
    expect(asked).toEqual([1, 3, 4]);
    waiting[2].answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(answered).toEqual([4]);
  });
});
