import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Breaker, createBreaker, type HostHealth } from '../../src/upstream/breaker.ts';
import type { PageKey, ReadCall } from '../../src/upstream/call.ts';
import { type Answer, html, json, reset, silence } from '../support/scripted-upstream.ts';
import { createUnderTest, failureOf, type UnderTest } from './under-test.ts';

// The breaker keeps time by `Date.now`, and by nothing else.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the breaker', () => {
  const create = () => createBreaker({ service: 'Pictory', failures: 3, restMs: 5000 });
  async function run(breaker: Breaker, health: HostHealth): Promise<void> {
    await breaker.begin()(health);
  }
  async function open(): Promise<Breaker> {
    const breaker = create();
    for (let failure = 1; failure <= 3; failure++) await run(breaker, 'in-trouble');
    return breaker;
  }

  test('opens after so many failures in a row, and says for how long', async () => {
    const breaker = await open();
    vi.advanceTimersByTime(2000);

    expect(await failureOf(run(breaker, 'well'))).toMatchObject({ failure: 'not-sent', retryAfterMs: 3000 });
    expect(() => breaker.refuseWhileOpen()).toThrow(expect.objectContaining({ failure: 'not-sent' }));
  });

  test('has what costs money wait three times as long, so that something else tries the host first', async () => {
    const breaker = await open();
    vi.advanceTimersByTime(5000);
    expect(() => breaker.refuseWhileOpen(true)).toThrow(expect.objectContaining({ failure: 'not-sent' }));
    expect(() => breaker.refuseWhileOpen()).not.toThrow();
    vi.advanceTimersByTime(10_000);
    expect(() => breaker.refuseWhileOpen(true)).not.toThrow();
  });

  test('does not open while some go well', async () => {
    const breaker = create();
    for (let round = 1; round <= 5; round++) {
      await run(breaker, 'in-trouble');
      await run(breaker, 'in-trouble');
      await run(breaker, 'well');
    }
    expect(() => breaker.refuseWhileOpen()).not.toThrow();
  });

  test('does not count what says nothing of the host, for neither side', async () => {
    const breaker = create();
    await run(breaker, 'in-trouble');
    await run(breaker, 'in-trouble');
    for (let call = 1; call <= 5; call++) await run(breaker, 'unknown');
    await run(breaker, 'in-trouble');

    expect((await failureOf(run(breaker, 'well'))).failure).toBe('not-sent');
  });

  test('lets one call try the host after its rest, and closes when that goes well', async () => {
    const breaker = await open();
    vi.advanceTimersByTime(5000);
    const tell = breaker.begin();
    expect(await failureOf(run(breaker, 'well'))).toMatchObject({ failure: 'not-sent', retryAfterMs: 1000 });
    await tell('well');

    await run(breaker, 'in-trouble');
    expect(() => breaker.refuseWhileOpen()).not.toThrow();
  });

  test.each<HostHealth>(['in-trouble', 'unknown'])(
    'rests again when the call that tries the host ends %s',
    async (health) => {
      const breaker = await open();
      vi.advanceTimersByTime(5000);
      await run(breaker, health);

      expect(await failureOf(run(breaker, 'well'))).toMatchObject({
        failure: 'not-sent',
        retryAfterMs: 5000,
      });
    },
  );

  test('hears nothing of attempts that began before it opened', async () => {
    const breaker = create();
    const tellLate = breaker.begin();
    for (let failure = 1; failure <= 3; failure++) await run(breaker, 'in-trouble');
    expect(tellLate('well')).toBeUndefined();

    expect((await failureOf(run(breaker, 'well'))).failure).toBe('not-sent');
  });
});

describe('Pictory', () => {
  const JOBS = 'GET /v1/jobs';
  const JOB = 'GET /v1/jobs/x';
  const NEXT_PAGE = 'GET /v1/aistudio/images?nextPageKey=k';
  const START = 'POST /v1/aistudio/images';
  const REQUEST = { prompt: 'A fox asleep', model: 'm' };

  /** One attempt at each, with no time for a second. */
  const PERFORM = {
    [JOBS]: ({ account }, call) => account.listJobs(null, call),
    [JOB]: ({ account }, call) => account.readJob('x', call),
    [NEXT_PAGE]: ({ account }, call) => account.listImages('k' as PageKey, call),
    [START]: ({ account, stays }) => account.startImage(REQUEST, stays),
  } satisfies Record<string, (underTest: UnderTest, call: ReadCall) => Promise<unknown>>;

  const create = () => createUnderTest({ breaker: { failures: 4, restMs: 5000 } });

  async function fourTimes(underTest: UnderTest, line: keyof typeof PERFORM, answer: Answer, deadlineMs = 1) {
    const { upstream, pictory, clock, call } = underTest;
    upstream.plan(line, answer, answer, answer, answer);
    for (let count = 1; count <= 4; count++) {
      // A handle of its own each time, for one that was refused sends nothing more.
      const caller = { ...underTest, account: pictory.account('pictai_unruly') };
      const failed = failureOf(PERFORM[line](caller, call({ deadlineAt: clock.now() + deadlineMs })));
      await upstream.untilReceived(count);
      if (answer === silence) await clock.advance(line === START ? 60_000 : 10_000);
      await failed;
    }
  }

  async function isLeftAlone({ upstream, account, call }: UnderTest): Promise<boolean> {
    const count = upstream.requests.length;
    const outcome = await account.readQuota(call()).catch((error: { failure: string }) => error.failure);
    if (outcome === 'not-sent') expect(upstream.requests).toHaveLength(count);
    return outcome === 'not-sent';
  }

  beforeEach(() => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test.each([
    ['500 to a list', JOBS, json(500, {})],
    ['502 in HTML to a list', JOBS, html(502)],
    ['resets of a list', JOBS, reset],
    ['silence to a list', JOBS, silence],
    ['502 to a job', JOB, json(502, {})],
    ['silence to a job', JOB, silence],
    ['503 to a generation', START, json(503, {})],
    ['silence to a generation', START, silence],
  ] as const)('is left alone after %s, by everybody and for everything', async (_name, line, answer) => {
    await using underTest = await create();
    const { account, clock, stays } = underTest;
    await fourTimes(underTest, line, answer, answer === silence ? 10_001 : 1);
    const hooks: string[] = [];

    expect(await isLeftAlone(underTest)).toBe(true);
    const beforeFirstByte = async () => void hooks.push('called');
    expect(await failureOf(account.startImage(REQUEST, { ...stays, beforeFirstByte }))).toMatchObject({
      failure: 'not-sent',
      mayHaveTakenEffect: false,
    });
    expect(hooks).toEqual([]);
    expect(clock.sleeping).toBe(0);
  });

  test('is called again after a rest', async () => {
    await using underTest = await create();
    await fourTimes(underTest, JOBS, json(500, {}));
    vi.advanceTimersByTime(5000);
    underTest.upstream.plan('GET /v1/quota', json(200, {}), json(200, {}));

    expect(await isLeftAlone(underTest)).toBe(false);
    expect(await isLeftAlone(underTest)).toBe(false);
  });

  test('is left alone when nobody listens', async () => {
    await using gone = await createUnderTest();
    await gone.upstream[Symbol.asyncDispose]();
    const { baseUrl } = gone.upstream;
    await using underTest = await createUnderTest({ baseUrl, breaker: { failures: 4, restMs: 5000 } });
    const { account, stays } = underTest;

    for (let count = 1; count <= 4; count++) {
      expect((await failureOf(account.startImage(REQUEST, stays))).failure).toBe('unreachable');
    }
    expect(await isLeftAlone(underTest)).toBe(true);
  });

  test.each([
    ['400', JOBS, json(400, {})],
    ['401', JOBS, json(401, {})],
    ['403 of the bot filter', JOBS, html(403)],
    ['404', JOBS, json(404, {})],
    ['429', JOBS, json(429, {})],
    ['HTML with 200', JOBS, html(200)],
    ['500 to a job id, which the asker chose', JOB, json(500, {})],
    ['500 to a generation, which the asker worded', START, json(500, {})],
    ['500 to a page key, which may have expired', NEXT_PAGE, json(500, {})],
    ['502 to a page key', NEXT_PAGE, json(502, {})],
    ['resets at a page key', NEXT_PAGE, reset],
    ['silence to a page key', NEXT_PAGE, silence],
    ['silence to one who had no time', JOBS, silence],
  ] as const)('is not left alone because of %s', async (_name, line, answer) => {
    await using underTest = await create();
    await fourTimes(underTest, line, answer);
    underTest.upstream.plan('GET /v1/quota', json(200, {}));

    expect(await isLeftAlone(underTest)).toBe(false);
  });

  test('is not left alone because askers left', async () => {
    await using underTest = await create();
    const { upstream, account, call } = underTest;
    upstream.plan(JOBS, silence, silence, silence, silence);
    for (let count = 1; count <= 4; count++) {
      const asker = new AbortController();
      const left = account.listJobs(null, call({ signal: asker.signal })).catch(() => {});
      await upstream.untilReceived(count);
      asker.abort();
      await left;
    }
    upstream.plan('GET /v1/quota', json(200, {}));

    expect(await isLeftAlone(underTest)).toBe(false);
  });

  test('is not left alone because of hooks that throw', async () => {
    await using underTest = await create();
    const { upstream, account, stays } = underTest;
    const beforeFirstByte = () => Promise.reject(new RangeError('The record cannot be kept.'));
    for (let count = 1; count <= 4; count++) {
      await expect(account.startImage(REQUEST, { ...stays, beforeFirstByte })).rejects.toThrow(RangeError);
    }
    upstream.plan('GET /v1/quota', json(200, {}));

    expect(await isLeftAlone(underTest)).toBe(false);
  });
});
