import { expect, test } from 'vitest';
import { createSharedReads } from '../../src/domain/shared-reads.ts';
import type { ReadCall } from '../../src/upstream/call.ts';
import { createManualClock } from '../support/manual-clock.ts';

function setUp() {
  const clock = createManualClock();
  const reads = createSharedReads(clock);
  const calls: ReadCall[] = [];
  let answer: (value: string) => void = () => {};
  let fail: (error: unknown) => void = () => {};
  const perform = (call: ReadCall) => {
    calls.push(call);
    call.onAttempt?.();
    return new Promise<string>((resolve, reject) => {
      answer = resolve;
      fail = reject;
    });
  };
  const ask = (asker: AbortController = new AbortController(), seconds = 15, onAttempt = () => {}) =>
    reads.read('key', { signal: asker.signal, deadlineAt: clock.now() + seconds * 1000, onAttempt }, perform);
  return {
    clock,
    reads,
    calls,
    ask,
    answer: (value: string) => answer(value),
    fail: (error: unknown) => fail(error),
  };
}

test('equal reads at the same time are one call, charged to the first', async () => {
  const { calls, ask, answer } = setUp();
  const charged: number[] = [];
  const all = [0, 1, 2].map((asker) => ask(undefined, 15, () => charged.push(asker)));
  answer('page');
  expect(await Promise.all(all)).toEqual(['page', 'page', 'page']);
  expect(calls.length).toBe(1);
  expect(charged).toEqual([0]);
});

test('a read after the answer is a new call', async () => {
  const { calls, ask, answer } = setUp();
  const first = ask();
  answer('one');
  await first;
  const second = ask();
  answer('two');
  expect(await second).toBe('two');
  expect(calls.length).toBe(2);
});

test('one who leaves does not end the call for the others; the last one does', async () => {
  const { calls, ask } = setUp();
  const [a, b] = [new AbortController(), new AbortController()];
  const reads = [ask(a), ask(b)];
  a.abort(new Error('a left'));
  await expect(reads[0]).rejects.toThrow('a left');
  expect(calls[0]?.signal.aborted).toBe(false);
  b.abort(new Error('b left'));
  await expect(reads[1]).rejects.toThrow('b left');
  expect(calls[0]?.signal.aborted).toBe(true);
});

test('who comes after everybody has left begins a call of its own', async () => {
  const { calls, ask, answer } = setUp();
  const leaver = new AbortController();
  const left = ask(leaver);
  leaver.abort(new Error('left'));
  await expect(left).rejects.toThrow('left');
  const next = ask();
  answer('page');
  expect(await next).toBe('page');
  expect(calls.length).toBe(2);
});

test('each asker waits until its own deadline', async () => {
  const { clock, ask, answer } = setUp();
  const [patient, hasty] = [ask(undefined, 15), ask(undefined, 2)];
  const refused = expect(hasty).rejects.toMatchObject({
    code: 'UPSTREAM_TIMEOUT',
    // Whose answer it was that did not come, the group does not know.
    message: expect.not.stringContaining('Pictory'),
  });
  await clock.advance(3000);
  await refused;
  answer('page');
  expect(await patient).toBe('page');
});

test('a repetition that the first cannot pay is charged to the next', async () => {
  const { calls, ask, answer } = setUp();
  let budget = 1;
  const poor = ask(undefined, 15, () => {
    if (budget-- === 0) throw new Error('spent');
  });
  const charged: string[] = [];
  const rich = ask(undefined, 15, () => charged.push('rich'));
  calls[0]?.onAttempt?.();
  await expect(poor).rejects.toThrow('spent');
  answer('page');
  expect(await rich).toBe('page');
  expect(charged).toEqual(['rich']);
});

test('a repetition that nobody can pay is not made', async () => {
  const { calls, ask } = setUp();
  let budget = 1;
  const poor = ask(undefined, 15, () => {
    if (budget-- === 0) throw new Error('spent');
  });
  expect(() => calls[0]?.onAttempt?.()).toThrow();
  await expect(poor).rejects.toThrow('spent');
});

test('a failure reaches all who wait', async () => {
  const { ask, fail } = setUp();
  const both = Promise.allSettled([ask(), ask()]);
  fail(new Error('broken'));
  expect(await both).toMatchObject([{ reason: { message: 'broken' } }, { reason: { message: 'broken' } }]);
});
