import { describe, expect, test } from 'vitest';
import type { UpstreamFailure } from '../../src/upstream/errors.ts';
import type { StartHooks } from '../../src/upstream/pictory/pictory.ts';
import {
  type Answer,
  answerAfter,
  endInBody,
  html,
  json,
  raw,
  reset,
  resetInBody,
  silence,
} from '../support/scripted-upstream.ts';
import { createUnderTest, failureOf, type UnderTest } from './under-test.ts';

const LINES = { image: 'POST /v1/aistudio/images', video: 'POST /v1/aistudio/videos' } as const;
const STARTED = json(200, { success: true, data: { jobId: 'j1' } });

function start({ account }: UnderTest, kind: 'image' | 'video', hooks: StartHooks) {
  const request = { prompt: 'A fox asleep', model: 'm' };
  return kind === 'image'
    ? account.startImage(request, hooks)
    : account.startVideo({ ...request, duration: '5s' }, hooks);
}

describe.each(['image', 'video'] as const)('the POST that starts an %s', (kind) => {
  const line = LINES[kind];

  test.each<[string, Answer, UpstreamFailure]>([
    ['a 400', json(400, { code: 'INVALID_REQUEST_BODY', fields: [] }), 'refused'],
    ['a 401', json(401, { message: 'Unauthorized' }), 'unauthorized'],
    ['a 402', json(402, { message: 'No credits' }), 'refused'],
    ['a 403', json(403, { message: 'Forbidden' }), 'refused'],
    ['a 403 of the bot filter', html(403), 'blocked'],
    ['a 404', json(404, { message: 'Not Found' }), 'not-found'],
    ['a 429', json(429, { message: 'Slow down' }), 'rate-limited'],
  ])('is refused by %s: nothing was bought', async (_name, answer, failure) => {
    await using underTest = await createUnderTest();
    underTest.upstream.plan(line, answer);

    expect(await failureOf(start(underTest, kind, underTest.stays))).toMatchObject({
      failure,
      mayHaveTakenEffect: false,
    });
  });

  test.each<[string, Answer, UpstreamFailure]>([
    ['a 500', json(500, { message: 'Internal Server Error' }), 'server-error'],
    ['a 502 in HTML', html(502), 'server-error'],
    ['a 504', raw(504, ''), 'server-error'],
    ['a 400 in HTML', html(400), 'invalid-response'],
    ['a 401 in HTML', html(401), 'invalid-response'],
    ['a 404 in HTML', html(404), 'invalid-response'],
    ['an empty 429', raw(429, ''), 'invalid-response'],
    ['a redirect', raw(307, '', { location: '/elsewhere' }), 'invalid-response'],
    ['HTML with 200', html(200), 'invalid-response'],
    ['an empty 200', raw(200, ''), 'invalid-response'],
    ['truncated JSON', raw(200, '{"success":true,"data":{"jobId":"j'), 'invalid-response'],
    ['a 200 without a job id', json(200, { success: true, data: {} }), 'invalid-response'],
    ['a 200 with a failure', json(200, { success: false, data: { error_code: 'X' } }), 'invalid-response'],
    ['too large an answer', raw(200, `[${'0,'.repeat(600)}0]`), 'invalid-response'],
    ['a reset', reset, 'cut'],
    ['a reset in the answer', resetInBody, 'cut'],
    ['an end in the answer', endInBody, 'cut'],
  ])('may have bought something after %s, and is not sent again', async (_name, answer, failure) => {
    await using underTest = await createUnderTest({ maxBodyBytes: 1000 });
    underTest.upstream.plan(line, answer);

    expect(await failureOf(start(underTest, kind, underTest.stays))).toMatchObject({
      failure,
      mayHaveTakenEffect: true,
    });
    expect(underTest.upstream.requests).toHaveLength(1);
  });

  test('may have bought something when no answer comes in its own long time', async () => {
    await using underTest = await createUnderTest();
    const { upstream, clock, reports, stays } = underTest;
    upstream.plan(line, silence);

    const failed = failureOf(start(underTest, kind, stays));
    await upstream.untilReceived(1);
    await clock.advance(59_999);
    expect(reports).toEqual([]);
    await clock.advance(1);

    expect(await failed).toMatchObject({ failure: 'timeout', mayHaveTakenEffect: true });
  });

  test('was certainly not sent where nobody listens', async () => {
    await using gone = await createUnderTest();
    await gone.upstream[Symbol.asyncDispose]();
    await using underTest = await createUnderTest({ baseUrl: gone.upstream.baseUrl });

    expect(await failureOf(start(underTest, kind, underTest.stays))).toMatchObject({
      failure: 'unreachable',
      mayHaveTakenEffect: false,
    });
  });

  test('goes over a connection of its own, which closes behind it', async () => {
    await using underTest = await createUnderTest();
    const { upstream, account, call, stays } = underTest;
    upstream.plan('GET /v1/quota', json(200, {}), json(200, {}));
    upstream.plan(line, STARTED, STARTED);

    await account.readQuota(call());
    await start(underTest, kind, stays);
    await start(underTest, kind, stays);
    await account.readQuota(call());

    const [read, first, second, readAgain] = upstream.requests;
    expect(new Set([read?.socket, first?.socket, second?.socket]).size).toBe(3);
    expect(readAgain?.socket).toBe(read?.socket);
    expect(first?.headers.connection).toBe('close');
    await Promise.all([first?.closed, second?.closed]);
  });

  test('is not lost to a connection that the host closed while it was idle', async () => {
    await using underTest = await createUnderTest();
    const { upstream, account, call, stays } = underTest;
    upstream.plan('GET /v1/quota', json(200, {}));
    upstream.plan(line, STARTED);

    await account.readQuota(call());
    upstream.requests[0]?.socket.destroy();

    await expect(start(underTest, kind, stays)).resolves.toEqual({ jobId: 'j1' });
  });

  test('goes on when its starter leaves after the hook was called', async () => {
    await using underTest = await createUnderTest();
    const { upstream, account, clock } = underTest;
    const starter = new AbortController();
    let answer = () => {};
    const left = new Promise<void>((resolve) => {
      answer = resolve;
    });
    upstream.plan(line, answerAfter(left, STARTED));

    const started = start(underTest, kind, {
      signal: starter.signal,
      beforeFirstByte: async () => starter.abort(new Error('Gone.')),
    });
    await upstream.untilReceived(1);
    await clock.advance(45_000);
    answer();

    await expect(started).resolves.toEqual({ jobId: 'j1' });
    expect(account.answeredWell).toBe(true);
  });
});

describe('beforeFirstByte', () => {
  test('is awaited before anything is sent', async () => {
    await using underTest = await createUnderTest();
    const { upstream, stays } = underTest;
    upstream.plan(LINES.image, STARTED);
    let kept = () => {};
    const keeping = new Promise<void>((resolve) => {
      kept = resolve;
    });

    const started = start(underTest, 'image', { ...stays, beforeFirstByte: () => keeping });
    await underTest.clock.advance(5000);
    expect(upstream.requests).toEqual([]);
    kept();

    await expect(started).resolves.toEqual({ jobId: 'j1' });
  });

  test('that throws keeps the POST from being sent', async () => {
    await using underTest = await createUnderTest();
    const { upstream, stays } = underTest;
    const beforeFirstByte = async () => {
      throw new RangeError('The record cannot be kept.');
    };

    await expect(start(underTest, 'image', { ...stays, beforeFirstByte })).rejects.toThrow(RangeError);
    expect(upstream.requests).toEqual([]);
  });
});

describe('while there is no place', () => {
  test('a starter who leaves sends nothing and writes nothing down', async () => {
    await using underTest = await createUnderTest({ concurrency: 1 });
    const { upstream, account, call } = underTest;
    const reader = new AbortController();
    const starter = new AbortController();
    const hooks: string[] = [];
    upstream.plan('GET /v1/quota', silence);

    const reading = account.readQuota(call({ signal: reader.signal })).catch(() => {});
    await upstream.untilReceived(1);
    const started = start(underTest, 'image', {
      signal: starter.signal,
      beforeFirstByte: async () => void hooks.push('called'),
    });
    starter.abort(new Error('Gone.'));

    await expect(started).rejects.toThrow('Gone.');
    reader.abort();
    await reading;
    expect(hooks).toEqual([]);
    expect(upstream.requests).toHaveLength(1);
  });

  test('a starter who waits too long is told that nothing was sent', async () => {
    await using underTest = await createUnderTest({ concurrency: 1 });
    const { upstream, clock, stays } = underTest;
    upstream.plan(LINES.image, silence);

    const first = failureOf(start(underTest, 'image', stays));
    await upstream.untilReceived(1);
    await clock.advance(30_000);
    const second = failureOf(start(underTest, 'image', stays));
    await clock.advance(29_999);
    // The first frees its place at 60 s; the third has waited for one since the second took it.
    upstream.plan(LINES.image, silence);
    const third = failureOf(start(underTest, 'image', stays));
    await clock.advance(1);
    expect((await first).failure).toBe('timeout');
    await upstream.untilReceived(2);
    await clock.advance(59_999);

    expect(await third).toMatchObject({ failure: 'not-sent', mayHaveTakenEffect: false });
    await clock.advance(1);
    expect((await second).failure).toBe('timeout');
  });
});

test('disposing waits for a POST under way, and afterwards nothing is sent', async () => {
  await using underTest = await createUnderTest();
  const { upstream, pictory, stays } = underTest;
  let answer = () => {};
  const released = new Promise<void>((resolve) => {
    answer = resolve;
  });
  upstream.plan(LINES.image, answerAfter(released, STARTED));

  const started = start(underTest, 'image', stays);
  await upstream.untilReceived(1);
  const disposed = pictory[Symbol.asyncDispose]();
  expect(await failureOf(start(underTest, 'image', stays))).toMatchObject({ failure: 'not-sent' });
  answer();

  await expect(started).resolves.toEqual({ jobId: 'j1' });
  await disposed;
  expect(await failureOf(underTest.account.readQuota(underTest.call()))).toMatchObject({
    failure: 'not-sent',
  });
});
