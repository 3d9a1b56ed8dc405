import { afterEach, describe, expect, test, vi } from 'vitest';
import { json, reset, silence } from '../support/scripted-upstream.ts';
import { createUnderTest, failureOf } from './under-test.ts';

const LINE = 'GET /v1/quota';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the pause before a retry', () => {
  test('is drawn from 0 to 250 ms, then from 0 to 500 ms', async () => {
    await using underTest = await createUnderTest();
    const { upstream, account, clock, untilEnded, call } = underTest;
    vi.spyOn(Math, 'random').mockReturnValue(0.8);
    upstream.plan(LINE, json(500, {}), json(500, {}), json(200, {}));

    const answered = account.readQuota(call());
    await untilEnded(1);
    await clock.advance(199);
    expect(upstream.requests).toHaveLength(1);
    await clock.advance(1);
    await untilEnded(2);
    await clock.advance(399);
    expect(upstream.requests).toHaveLength(2);
    await clock.advance(1);

    await expect(answered).resolves.toBeDefined();
  });

  test.each([
    ['in seconds', () => '3'],
    ['as a date', (nowMs: number) => new Date(nowMs + 3000).toUTCString()],
  ])('is at least what Retry-After asks for, %s', async (_name, header) => {
    await using underTest = await createUnderTest();
    const { upstream, account, clock, untilEnded, call } = underTest;
    upstream.plan(LINE, json(503, {}, { 'retry-after': header(clock.now()) }), json(200, {}));

    const answered = account.readQuota(call());
    await untilEnded(1);
    await clock.advance(2999);
    expect(upstream.requests).toHaveLength(1);
    await clock.advance(1);

    await expect(answered).resolves.toBeDefined();
  });

  test.each(['soon', '-5', '', '0x10'])('ignores the Retry-After %j', async (header) => {
    await using underTest = await createUnderTest();
    const { upstream, account, clock, untilEnded, call } = underTest;
    upstream.plan(LINE, json(503, {}, { 'retry-after': header }), json(200, {}));

    const answered = account.readQuota(call());
    await untilEnded(1);
    await clock.advance(250);

    await expect(answered).resolves.toBeDefined();
  });

  test('ends at once when the asker leaves', async () => {
    await using underTest = await createUnderTest();
    const { upstream, account, untilEnded, call } = underTest;
    const asker = new AbortController();
    upstream.plan(LINE, json(503, {}, { 'retry-after': '3' }));

    const answered = account.readQuota(call({ signal: asker.signal }));
    await untilEnded(1);
    asker.abort(new Error('Gone.'));

    await expect(answered).rejects.toThrow('Gone.');
  });
});

describe('the deadline', () => {
  test.each([429, 503])(
    'is not waited past: a long Retry-After with %i fails at once and is passed on',
    async (status) => {
      await using underTest = await createUnderTest();
      const { upstream, account, call } = underTest;
      upstream.plan(LINE, json(status, { message: 'Later' }, { 'retry-after': '120' }));

      expect(await failureOf(account.readQuota(call()))).toMatchObject({
        status,
        retryAfterMs: 120_000,
        retryable: true,
        complaint: { message: 'Later' },
      });
    },
  );

  test('leaves no time for a retry that would start after it', async () => {
    await using underTest = await createUnderTest();
    const { upstream, account, clock, call } = underTest;
    vi.spyOn(Math, 'random').mockReturnValue(0.8);
    upstream.plan(LINE, json(500, {}));

    const failed = failureOf(account.readQuota(call({ deadlineAt: clock.now() + 200 })));

    expect((await failed).failure).toBe('server-error');
  });

  test('ends an attempt under way, and its connection', async () => {
    await using underTest = await createUnderTest();
    const { upstream, account, clock, reports, call } = underTest;
    upstream.plan(LINE, silence);

    const failed = failureOf(account.readQuota(call({ deadlineAt: clock.now() + 4000 })));
    await upstream.untilReceived(1);
    await clock.advance(4000);

    expect(await failed).toMatchObject({
      failure: 'timeout',
      message: 'Pictory did not answer within the time that this call may take.',
    });
    await upstream.requests[0]?.closed;
    expect(reports).toMatchObject([{ failure: 'aborted', durationMs: 4000 }]);
  });

  test('may move while the call runs', async () => {
    await using underTest = await createUnderTest();
    const { upstream, account, clock, call } = underTest;
    let deadlineAt = clock.now() + 4000;
    const moving = {
      ...call(),
      get deadlineAt() {
        return deadlineAt;
      },
    };
    upstream.plan(LINE, silence);

    const failed = failureOf(account.readQuota(moving));
    await upstream.untilReceived(1);
    deadlineAt += 3000;
    await clock.advance(6999);
    expect(await Promise.race([failed, 'under way'])).toBe('under way');
    await clock.advance(1);

    expect((await failed).failure).toBe('timeout');
  });

  test('that has passed already costs no request', async () => {
    await using underTest = await createUnderTest();
    const { upstream, account, clock, call } = underTest;

    expect((await failureOf(account.readQuota(call({ deadlineAt: clock.now() })))).failure).toBe('timeout');
    expect((await failureOf(account.cleanJob('j1', call({ deadlineAt: 0 })))).failure).toBe('timeout');
    expect(upstream.requests).toEqual([]);
  });
});

describe('onAttempt', () => {
  test('is called before each attempt', async () => {
    await using underTest = await createUnderTest();
    const { upstream, account, clock, untilEnded, call } = underTest;
    const seen: number[] = [];
    upstream.plan(LINE, reset, json(500, {}), json(200, {}));

    const answered = account.readQuota(call({ onAttempt: () => seen.push(upstream.requests.length) }));
    await untilEnded(1);
    await clock.advance(2000);
    await untilEnded(2);
    await clock.advance(2000);

    await answered;
    expect(seen).toEqual([0, 1, 2]);
  });

  test('that throws keeps the attempt from being sent, and what it throws is thrown on', async () => {
    await using underTest = await createUnderTest();
    const { upstream, account, clock, untilEnded, call } = underTest;
    let attempts = 0;
    const onAttempt = () => {
      if (++attempts > 1) throw new RangeError('Budget spent.');
    };
    upstream.plan(LINE, json(500, {}));

    const answered = account.readQuota(call({ onAttempt })).catch((error: unknown) => error);
    await untilEnded(1);
    await clock.advance(2000);

    expect(await answered).toEqual(new RangeError('Budget spent.'));
    expect(upstream.requests).toHaveLength(1);
  });
});
