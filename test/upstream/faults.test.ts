import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { UpstreamFailure } from '../../src/upstream/errors.ts';
import {
  type Answer,
  endInBody,
  html,
  json,
  raw,
  reset,
  resetInBody,
  silence,
  stallInBody,
} from '../support/scripted-upstream.ts';
import { READS } from './reads.ts';
import { createUnderTest, failureOf } from './under-test.ts';

/** What a read makes of an answer, how often it asks, and the words for it. */
interface Fault {
  name: string;
  answer: Answer;
  failure: UpstreamFailure;
  status: number | null;
  attempts: number;
  message: string | RegExp;
}

const FAULTS: Fault[] = [
  fault(
    'a 500',
    json(500, { message: 'Internal Server Error' }),
    'server-error',
    500,
    3,
    'answered 500 with JSON',
  ),
  fault('a 502 in HTML', html(502), 'server-error', 502, 3, 'answered 502 with an HTML page'),
  fault('a 503 without a body', raw(503, ''), 'server-error', 503, 3, 'answered 503 with nothing'),
  fault('a 596', json(596, { error: 'x' }), 'server-error', 596, 3, 'answered 596'),
  fault('a 429', json(429, { message: 'Slow down' }), 'rate-limited', 429, 3, 'answered 429'),
  fault('a 429 in HTML', html(429), 'rate-limited', 429, 3, 'answered 429 with an HTML page'),
  fault('HTML with 200', html(200), 'invalid-response', 200, 3, 'answered 200 with an HTML page'),
  fault('an empty 200', raw(200, ''), 'invalid-response', 200, 3, 'answered 200 with nothing'),
  fault('a 204', raw(204, ''), 'invalid-response', 204, 3, 'answered 204 with nothing'),
  fault('half a JSON text', raw(200, '{"items":[{"a":1}'), 'invalid-response', 200, 3, 'truncated JSON'),
  fault('half a JSON string', raw(200, '{"items":["\\"}]}'), 'invalid-response', 200, 3, 'truncated JSON'),
  fault('broken JSON', raw(200, '{"items":[],}'), 'invalid-response', 200, 3, 'malformed JSON'),
  fault('plain text', raw(200, 'OK'), 'invalid-response', 200, 3, 'text that is not JSON'),
  fault('a JSON number', raw(200, '17'), 'invalid-response', 200, 3, 'text that is not JSON'),
  fault(
    'a compression unknown here',
    raw(200, '{}', { 'content-encoding': 'x-own' }),
    'invalid-response',
    200,
    3,
    'compression',
  ),
  fault(
    'broken gzip',
    raw(200, gzipSync('{}').subarray(0, 12), { 'content-encoding': 'gzip' }),
    'invalid-response',
    200,
    3,
    'compression',
  ),
  fault('a reset', reset, 'cut', null, 3, 'ended before the answer did'),
  fault('a reset in the body', resetInBody, 'cut', null, 3, 'ended before the answer did'),
  fault('an end in the body', endInBody, 'cut', null, 3, 'ended before the answer did'),
  fault('an end between two chunks', endBetweenChunks, 'cut', null, 3, 'ended before the answer did'),
  fault('something other than HTTP', notHttp, 'invalid-response', null, 3, 'something other than HTTP'),
  fault(
    'a body over the limit',
    raw(200, `[${'0,'.repeat(600)}0]`),
    'invalid-response',
    200,
    1,
    'more than 1000 bytes',
  ),
  fault('a small body that unfolds over the limit', bomb, 'invalid-response', 200, 1, 'more than 1000 bytes'),
  fault(
    'a redirect',
    raw(302, '', { location: 'http://127.0.0.1:1/' }),
    'invalid-response',
    302,
    1,
    'answered 302',
  ),
  fault('a 401', json(401, { message: 'Unauthorized' }), 'unauthorized', 401, 1, 'answered 401'),
  fault('a 403 in HTML', html(403), 'blocked', 403, 1, 'answered 403 with an HTML page'),
  fault('a 403 in JSON', json(403, { message: 'Forbidden' }), 'refused', 403, 1, 'answered 403'),
  fault('a 404', json(404, { message: 'Not Found' }), 'not-found', 404, 1, ''),
  fault('a 404 in HTML', html(404), 'not-found', 404, 1, ''),
  fault('a 400', json(400, { code: 'INVALID_REQUEST' }), 'refused', 400, 1, 'answered 400'),
  fault('a 400 in HTML', html(400), 'invalid-response', 400, 1, 'answered 400 with an HTML page'),
];

describe.each(READS)('$name', ({ line, perform }) => {
  test.each(FAULTS)('told $name asks $attempts times and fails with $failure', async (told) => {
    await using underTest = await createUnderTest({ maxBodyBytes: 1000 });
    const { upstream, account, clock, reports, untilEnded, call } = underTest;
    upstream.plan(line, ...Array.from({ length: told.attempts }, () => told.answer));

    const failed = failureOf(perform(account, call()));
    for (let attempt = 1; attempt <= told.attempts; attempt++) {
      await untilEnded(attempt);
      await clock.advance(2000);
    }

    const { failure, status, message } = await failed;
    expect({ failure, status }).toEqual({ failure: told.failure, status: told.status });
    expect(message).toMatch(told.message);
    expect(reports).toHaveLength(told.attempts);
    expect(reports[0]?.failure).toBe(told.failure);
  });

  test.each([
    ['silence', silence],
    ['half a body and then silence', stallInBody],
  ])('told %s gives up each attempt after its timeout', async (_name, answer) => {
    await using underTest = await createUnderTest();
    const { upstream, account, clock, reports, call } = underTest;
    upstream.plan(line, answer, answer, answer);

    const failed = failureOf(perform(account, call({ deadlineAt: clock.now() + 60_000 })));
    for (let attempt = 1; attempt <= 3; attempt++) {
      await upstream.untilReceived(attempt);
      await clock.advance(10_000);
      await clock.advance(500);
    }

    expect(await failed).toMatchObject({
      failure: 'timeout',
      status: null,
      message: 'Pictory did not answer within 10000 ms.',
    });
    expect(reports.map(({ durationMs }) => durationMs)).toEqual([10_000, 10_000, 10_000]);
  });

  test('recovers from a fault that passes', async () => {
    await using underTest = await createUnderTest();
    const { upstream, account, clock, untilEnded, call } = underTest;
    const { good } = READS.find((read) => read.line === line) ?? {};
    upstream.plan(line, json(502, {}), reset, json(200, good));

    const answered = perform(account, call());
    await untilEnded(1);
    await clock.advance(2000);
    await untilEnded(2);
    await clock.advance(2000);

    await expect(answered).resolves.toBeDefined();
  });

  test('fails as unreachable where nobody listens', async () => {
    await using gone = await createUnderTest();
    const { baseUrl } = gone.upstream;
    await gone.upstream[Symbol.asyncDispose]();
    await using underTest = await createUnderTest({ baseUrl });
    const { account, clock, untilEnded, call } = underTest;

    const failed = failureOf(perform(account, call()));
    for (let attempt = 1; attempt <= 3; attempt++) {
      await untilEnded(attempt);
      await clock.advance(2000);
    }

    expect(await failed).toMatchObject({ failure: 'unreachable', status: null, mayHaveTakenEffect: false });
  });
});

test('a host that speaks no TLS is unreachable over it', async () => {
  await using plain = await createUnderTest();
  await using underTest = await createUnderTest({
    baseUrl: plain.upstream.baseUrl.replace('http:', 'https:'),
  });
  const { account, clock, untilEnded, call } = underTest;

  const failed = failureOf(account.readQuota(call()));
  for (let attempt = 1; attempt <= 3; attempt++) {
    await untilEnded(attempt);
    await clock.advance(2000);
  }

  expect((await failed).failure).toBe('unreachable');
});

test('what comes over the limit is not taken in further', async () => {
  await using underTest = await createUnderTest({ maxBodyBytes: 100_000 });
  const { upstream, account, call } = underTest;
  let isStopped = false;
  upstream.plan('GET /v1/quota', (response) => {
    response.on('close', () => {
      isStopped = true;
    });
    const pour = () => {
      while (!isStopped && response.write('x'.repeat(10_000)));
    };
    response.on('drain', pour);
    pour();
  });

  expect(await failureOf(account.readQuota(call()))).toMatchObject({
    failure: 'invalid-response',
    status: 200,
  });
  await upstream.requests[0]?.closed;
  expect(isStopped).toBe(true);
});

test('an early hint is not the answer', async () => {
  await using underTest = await createUnderTest();
  const { upstream, account, call } = underTest;
  upstream.plan('GET /v1/quota', (response) => {
    response.writeEarlyHints({ link: '</x>; rel=preload' });
    json(200, { aiCredits: { used: 1, limit: 2 } })(response);
  });

  expect((await account.readQuota(call())).aiCredits).toEqual({ used: 1, limit: 2 });
});

describe('a job is not found', () => {
  test.each([
    ['in HTML', html(404)],
    ['in 400', json(400, { error_code: '5000', error_message: 'JOB_NOT_FOUND' })],
    ['in 500', json(500, { success: false, data: { error_code: 5000 } })],
    ['in 200', json(200, { success: false, error: { error_code: '5000' } })],
  ])('%s, at the first word', async (_name, answer) => {
    await using underTest = await createUnderTest();
    const { upstream, account, call } = underTest;
    upstream.plan('GET /v1/jobs/j1', answer);
    upstream.plan('DELETE /v1/jobs/j1/clean', answer);

    expect((await failureOf(account.readJob('j1', call()))).failure).toBe('not-found');
    expect((await failureOf(account.cleanJob('j1', call()))).failure).toBe('not-found');
  });
});

function fault(
  name: string,
  answer: Answer,
  failure: UpstreamFailure,
  status: number | null,
  attempts: number,
  message: string,
): Fault {
  return { name, answer, failure, status, attempts, message: new RegExp(message) };
}

function notHttp(response: Parameters<Answer>[0]): void {
  response.socket?.end('220 mail.example.org ESMTP\r\n');
}

function endBetweenChunks(response: Parameters<Answer>[0]): void {
  response.writeHead(200, { connection: 'close' });
  response.write('{"items":[', () => response.socket?.end());
}

function bomb(response: Parameters<Answer>[0]): void {
  raw(200, gzipSync(`[${'0,'.repeat(50_000)}0]`), { 'content-encoding': 'gzip' })(response);
}
