import { describe, expect, test } from 'vitest';
import { createTurnstile, type TurnstileOptions, type Visitor } from '../../src/upstream/turnstile.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { failureOf } from './under-test.ts';

function createSetting(options: Partial<TurnstileOptions> = {}) {
  const clock = createManualClock();
  const turnstile = createTurnstile({
    service: 'Pictory',
    concurrency: 2,
    ratePerMinute: null,
    queueLimit: 100,
    clock,
    ...options,
  });
  const entered: string[] = [];
  const never = new AbortController().signal;
  /** Enters under a name, and gives what leaves again. */
  async function enter(name: string, visitor: Partial<Visitor> = {}): Promise<() => void> {
    const leave = await turnstile.enter({ signal: never, deadlineAt: clock.now() + 3_600_000, ...visitor });
    entered.push(name);
    return leave;
  }
  return { clock, turnstile, entered, enter };
}

describe('places', () => {
  test('are as many as the concurrency, and go to the first who waits', async () => {
    const { clock, entered, enter } = createSetting();
    const leaveA = await enter('a');
    const leaveB = await enter('b');
    void enter('c');
    void enter('d');
    await clock.advance(0);
    expect(entered).toEqual(['a', 'b']);

    leaveB();
    await clock.advance(0);
    expect(entered).toEqual(['a', 'b', 'c']);

    leaveA();
    await clock.advance(0);
    expect(entered).toEqual(['a', 'b', 'c', 'd']);
  });

  test('given back twice are given back once', async () => {
    const { clock, entered, enter } = createSetting({ concurrency: 1 });
    const leave = await enter('a');
    void enter('b');
    void enter('c');
    leave();
    leave();
    await clock.advance(0);
    expect(entered).toEqual(['a', 'b']);
  });

  test('go to those whom somebody waits for before they go to polls', async () => {
    const { clock, entered, enter } = createSetting({ concurrency: 1 });
    let leave = await enter('first');
    const queue = [
      enter('poll 1', { priority: 'poll' }),
      enter('poll 2', { priority: 'poll' }),
      enter('asker 1', { priority: 'interactive' }),
      enter('asker 2'),
    ];
    for (const index of [2, 3, 0, 1]) {
      leave();
      await clock.advance(0);
      leave = (await queue[index]) ?? leave;
    }
    expect(entered).toEqual(['first', 'asker 1', 'asker 2', 'poll 1', 'poll 2']);
  });

  test('are not kept for those who left', async () => {
    const { clock, entered, enter } = createSetting({ concurrency: 1 });
    const leaver = new AbortController();
    const leave = await enter('a');
    const left = enter('b', { signal: leaver.signal }).catch((error: unknown) => error);
    void enter('c');
    leaver.abort(new Error('Gone.'));
    expect(await left).toEqual(new Error('Gone.'));

    leave();
    await clock.advance(0);
    expect(entered).toEqual(['a', 'c']);
  });

  test('are waited for by so many of each priority and no more', async () => {
    const { clock, entered, enter } = createSetting({ concurrency: 1, queueLimit: 2 });
    const leave = await enter('a');
    for (const name of ['b', 'c']) void enter(name);
    for (const name of ['poll', 'poll']) void enter(name, { priority: 'poll' });

    expect((await failureOf(enter('d'))).failure).toBe('not-sent');
    expect((await failureOf(enter('poll', { priority: 'poll' }))).failure).toBe('not-sent');
    leave();
    await clock.advance(0);
    expect(entered).toEqual(['a', 'b']);
  });

  test('are never all taken by polls', async () => {
    const { clock, entered, enter } = createSetting({ concurrency: 4 });
    for (const name of ['poll 1', 'poll 2', 'poll 3', 'poll 4']) void enter(name, { priority: 'poll' });
    await clock.advance(0);
    expect(entered).toEqual(['poll 1', 'poll 2', 'poll 3']);
    await enter('asked for');
    expect(entered).toEqual(['poll 1', 'poll 2', 'poll 3', 'asked for']);
  });
});

describe('the rate', () => {
  test('holds in any 60 s', async () => {
    const { clock, entered, enter } = createSetting({ concurrency: 100, ratePerMinute: 3 });
    void enter('0 s');
    await clock.advance(50_000);
    for (const name of ['50 s', '50 s', '60 s', '110 s', '110 s']) void enter(name);
    await clock.advance(9999);
    expect(entered).toEqual(['0 s', '50 s', '50 s']);
    await clock.advance(1);
    expect(entered).toEqual(['0 s', '50 s', '50 s', '60 s']);
    await clock.advance(49_999);
    expect(entered).toHaveLength(4);
    await clock.advance(1);
    expect(entered).toEqual(['0 s', '50 s', '50 s', '60 s', '110 s', '110 s']);
  });

  test('lets askers go before polls', async () => {
    const { clock, entered, enter } = createSetting({ concurrency: 100, ratePerMinute: 1 });
    void enter('first');
    void enter('poll', { priority: 'poll' });
    void enter('asker');
    await clock.advance(60_000);
    expect(entered).toEqual(['first', 'asker']);
    await clock.advance(60_000);
    expect(entered).toEqual(['first', 'asker', 'poll']);
  });

  test('is never used up by polls: near it they wait, and askers do not', async () => {
    const { clock, entered, enter } = createSetting({ concurrency: 100, ratePerMinute: 4 });
    for (const name of ['poll 1', 'poll 2', 'poll 3', 'poll 4']) void enter(name, { priority: 'poll' });
    await clock.advance(30_000);
    expect(entered).toEqual(['poll 1', 'poll 2', 'poll 3']);
    await enter('asker');
    expect(entered).toEqual(['poll 1', 'poll 2', 'poll 3', 'asker']);
    await clock.advance(30_000);
    expect(entered).toEqual(['poll 1', 'poll 2', 'poll 3', 'asker', 'poll 4']);
  });

  test('is told at once to who cannot wait so long', async () => {
    const { clock, enter } = createSetting({ ratePerMinute: 1 });
    await enter('first');
    await clock.advance(20_000);

    expect(await failureOf(enter('second', { deadlineAt: clock.now() + 15_000 }))).toMatchObject({
      failure: 'rate-limited',
      status: null,
      retryAfterMs: 40_000,
    });
  });

  test('keeps no timer when nobody waits any more', async () => {
    const { clock, enter } = createSetting({ ratePerMinute: 1 });
    const leaver = new AbortController();
    await enter('first');
    const left = enter('second', { signal: leaver.signal }).catch(() => {});
    await clock.untilSleeping(1);
    leaver.abort();
    await left;

    expect(clock.sleeping).toBe(0);
  });
});

describe('a rest', () => {
  test('holds back everybody until it is over', async () => {
    const { clock, turnstile, entered, enter } = createSetting();
    turnstile.rest(5000);
    void enter('a');
    await clock.advance(4999);
    expect(entered).toEqual([]);
    await clock.advance(1);
    expect(entered).toEqual(['a']);
  });

  test('is told to those who wait already and cannot wait so long', async () => {
    const { clock, turnstile, entered, enter } = createSetting({ concurrency: 1 });
    const leave = await enter('a');
    const refused = failureOf(enter('b', { deadlineAt: clock.now() + 4000 }));
    void enter('c');
    turnstile.rest(5000);
    expect(await refused).toMatchObject({ failure: 'rate-limited', retryAfterMs: 5000 });

    leave();
    await clock.advance(5000);
    expect(entered).toEqual(['a', 'c']);
  });

  test('is not cut short by a shorter one', async () => {
    const { clock, turnstile, entered, enter } = createSetting();
    turnstile.rest(5000);
    turnstile.rest(1000);
    void enter('a');
    await clock.advance(4999);
    expect(entered).toEqual([]);
  });

  test('may grow while it lasts', async () => {
    const { clock, turnstile, entered, enter } = createSetting();
    turnstile.rest(1000);
    void enter('a');
    await clock.advance(500);
    turnstile.rest(3000);
    await clock.advance(2999);
    expect(entered).toEqual([]);
    await clock.advance(1);
    expect(entered).toEqual(['a']);
  });
});
