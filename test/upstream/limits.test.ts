import { describe, expect, test } from 'vitest';
import { answerAfter, json } from '../support/scripted-upstream.ts';
import { createUnderTest, failureOf } from './under-test.ts';

const QUOTA = 'GET /v1/quota';

describe('an account', () => {
  test('has so many calls on the wire at once, of whatever kind', async () => {
    await using underTest = await createUnderTest({ concurrency: 2 });
    const { upstream, account, clock, call, stays } = underTest;
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    upstream.plan(QUOTA, answerAfter(released, json(200, {})), json(200, {}));
    upstream.plan('POST /v1/aistudio/images', answerAfter(released, json(200, { jobId: 'j1' })));
    upstream.plan('DELETE /v1/jobs/j1/clean', json(200, { success: true }));

    const calls = [
      account.readQuota(call()),
      account.startImage({ prompt: 'A fox asleep', model: 'm' }, stays),
      account.readQuota(call()),
      account.cleanJob('j1', call()),
    ];
    await upstream.untilReceived(2);
    await clock.advance(1000);
    expect(upstream.requests).toHaveLength(2);
    release();

    await Promise.all(calls);
    expect(upstream.requests).toHaveLength(4);
  });

  test('shares no limit with another', async () => {
    await using underTest = await createUnderTest({ concurrency: 1, ratePerMinute: 1 });
    const { upstream, pictory, account, call } = underTest;
    upstream.plan(QUOTA, json(200, {}), json(200, {}));

    await account.readQuota(call());
    await pictory.account('pictai_other').readQuota(call());
    expect((await failureOf(account.readQuota(call()))).failure).toBe('rate-limited');
  });

  test('frees its place however a call ends', async () => {
    await using underTest = await createUnderTest({ concurrency: 1 });
    const { upstream, account, call } = underTest;
    upstream.plan(QUOTA, json(400, {}), json(200, {}));
    const onAttempt = () => {
      throw new RangeError('Budget spent.');
    };

    await failureOf(account.readQuota(call()));
    await expect(account.readQuota(call({ onAttempt }))).rejects.toThrow(RangeError);
    await expect(account.readQuota(call({ signal: AbortSignal.abort() }))).rejects.toThrow();
    await expect(account.readQuota(call())).resolves.toBeDefined();
  });
});

describe('a 401', () => {
  test('is remembered for 60 s, in which nothing is sent', async () => {
    await using underTest = await createUnderTest();
    const { upstream, account, clock, call, stays } = underTest;
    const attempts: string[] = [];
    const onAttempt = () => void attempts.push('read');
    const beforeFirstByte = async () => void attempts.push('start');
    upstream.plan(QUOTA, json(401, { message: 'Unauthorized' }), json(200, {}));

    await failureOf(account.readQuota(call()));
    await clock.advance(59_999);
    const refused = [
      account.readQuota(call({ onAttempt })),
      account.startImage({ prompt: 'A fox asleep', model: 'm' }, { ...stays, beforeFirstByte }),
      account.cleanJob('j1', call({ onAttempt })),
    ];
    for (const call of refused) {
      expect(await failureOf(call)).toMatchObject({ failure: 'unauthorized', status: null });
    }
    expect(attempts).toEqual([]);
    expect(upstream.requests).toHaveLength(1);
    await clock.advance(1);

    await expect(account.readQuota(call())).resolves.toBeDefined();
  });

  test('of a generation is remembered as well', async () => {
    await using underTest = await createUnderTest();
    const { upstream, account, call, stays } = underTest;
    upstream.plan('POST /v1/aistudio/images', json(401, { message: 'Unauthorized' }));

    await failureOf(account.startImage({ prompt: 'A fox asleep', model: 'm' }, stays));

    expect((await failureOf(account.readQuota(call()))).failure).toBe('unauthorized');
  });

  test('turns away those who wait for their turn', async () => {
    await using underTest = await createUnderTest({ concurrency: 1 });
    const { upstream, account, call } = underTest;
    upstream.plan(QUOTA, json(401, {}));

    const failures = await Promise.all([1, 2, 3].map(() => failureOf(account.readQuota(call()))));

    expect(failures.map(({ failure }) => failure)).toEqual(['unauthorized', 'unauthorized', 'unauthorized']);
    expect(upstream.requests).toHaveLength(1);
  });

  test('of one account says nothing of another', async () => {
    await using underTest = await createUnderTest();
    const { upstream, pictory, account, call } = underTest;
    upstream.plan(QUOTA, json(401, {}), json(200, {}));

    await failureOf(account.readQuota(call()));

    await expect(pictory.account('pictai_other').readQuota(call())).resolves.toBeDefined();
  });
});

describe('a 429 with Retry-After', () => {
  test('holds back the other calls of its account until then', async () => {
    await using underTest = await createUnderTest();
    const { upstream, pictory, account, clock, untilEnded, call } = underTest;
    upstream.plan('GET /v1/jobs', json(429, {}, { 'retry-after': '10' }), json(200, { items: [] }));
    upstream.plan(QUOTA, json(200, {}), json(200, {}));

    const jobs = account.listJobs(null, call());
    await untilEnded(1);
    const quota = account.readQuota(call());
    await pictory.account('pictai_other').readQuota(call());
    await clock.advance(9999);
    expect(upstream.requests).toHaveLength(2);
    await clock.advance(1);

    await Promise.all([jobs, quota]);
  });

  test('fails those at once who cannot wait so long, and tells how long it is', async () => {
    await using underTest = await createUnderTest();
    const { upstream, account, clock, call, stays } = underTest;
    upstream.plan('POST /v1/aistudio/images', json(429, {}, { 'retry-after': '90' }));

    const request = { prompt: 'A fox asleep', model: 'm' };
    expect(await failureOf(account.startImage(request, stays))).toMatchObject({
      status: 429,
      retryAfterMs: 90_000,
    });
    await clock.advance(1000);

    const held = { failure: 'rate-limited', status: null, retryAfterMs: 89_000, mayHaveTakenEffect: false };
    expect(await failureOf(account.readQuota(call()))).toMatchObject(held);
    expect(await failureOf(account.startImage(request, stays))).toMatchObject(held);
    expect(upstream.requests).toHaveLength(1);
  });

  test('of a year is asked again after ten minutes', async () => {
    await using underTest = await createUnderTest();
    const { upstream, account, clock, call } = underTest;
    upstream.plan(QUOTA, json(429, {}, { 'retry-after': '31536000' }), json(200, {}));

    expect((await failureOf(account.readQuota(call()))).retryAfterMs).toBe(31_536_000_000);
    await clock.advance(600_000);

    await expect(account.readQuota(call())).resolves.toBeDefined();
  });
});
