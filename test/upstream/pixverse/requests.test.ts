import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { CallReport } from '../../../src/upstream/host.ts';
import { createPixverse, type PixverseOptions } from '../../../src/upstream/pixverse/create-pixverse.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { createScriptedUpstream, html, json, raw, reset } from '../../support/scripted-upstream.ts';
import { failureOf } from '../under-test.ts';

const TOKEN = 'user:9042-secret-token';
const ID = 'user:9042-pixverse:studio@example.org-image:7';
const ENCODED_ID = 'user%3A9042-pixverse%3Astudio%40example.org-image%3A7';
const LIST = 'GET /images/?limit=20&offset=40';
const IMAGE = `GET /images/${ENCODED_ID}`;
const FOUND = json(200, { image_id: ID, image_status: 9 });

async function underTest(options: Partial<PixverseOptions> = {}) {
  const upstream = await createScriptedUpstream();
  const clock = createManualClock();
  const reports: CallReport[] = [];
  const pixverse = createPixverse({
    baseUrl: upstream.baseUrl,
    userAgent: 'pictory-graphql/0.0.0',
    timeoutMs: 10_000,
    concurrency: 16,
    ratePerMinute: null,
    clock,
    onCall: (report) => reports.push(report),
    ...options,
  });
  const signal = new AbortController().signal;
  return {
    upstream,
    clock,
    reports,
    account: pixverse.account(TOKEN),
    /** In so short a time that no repeat fits, unless told otherwise. */
    call: (ms = 1e-3) => ({ signal, deadlineAt: clock.now() + ms }),
    async [Symbol.asyncDispose]() {
      await pixverse[Symbol.asyncDispose]();
      await upstream[Symbol.asyncDispose]();
    },
  };
}

describe('a call to useapi.net', () => {
  test('carries the token, and names what it wants in encoded form', async () => {
    await using bench = await underTest();
    bench.upstream.plan(LIST, json(200, { data: [], total: 3 }));
    bench.upstream.plan(`${LIST}&email=a%2Bb%40example.org`, json(200, { data: [] }));
    bench.upstream.plan(IMAGE, FOUND);

    expect(await bench.account.listImages({ offset: 40, limit: 20, email: null }, bench.call())).toEqual({
      items: [],
      total: 3,
    });
    await bench.account.listImages({ offset: 40, limit: 20, email: 'a+b@example.org' }, bench.call());
    expect(await bench.account.readImage(ID, bench.call())).toMatchObject({ imageId: ID, statusCode: 9 });

    for (const { headers } of bench.upstream.requests) {
      expect(headers).toMatchObject({
        authorization: `Bearer ${TOKEN}`,
        'user-agent': 'pictory-graphql/0.0.0',
      });
    }
    expect(bench.reports.map(({ route }) => route)).toEqual([
      '/v2/pixverse/images',
      '/v2/pixverse/images',
      '/v2/pixverse/images/{image_id}',
    ]);
    expect(JSON.stringify(bench.reports)).not.toContain('example.org');
  });

  test.each([
    [400, 'refused'],
    [404, 'not-found'],
    [412, 'refused'],
    [422, 'refused'],
    [596, 'refused'],
  ])('that is answered %i is not repeated', async (status, failure) => {
    await using bench = await underTest();
    bench.upstream.plan(IMAGE, json(status, { error: 'No', code: status }));
    const error = await failureOf(bench.account.readImage(ID, bench.call(15_000)));
    expect(error).toMatchObject({ failure, status, retryable: false });
  });

  test('that is answered 596, in whatever form, says nothing against the host', async () => {
    await using bench = await underTest({ breaker: { failures: 2, restMs: 5_000 } });
    bench.upstream.plan(IMAGE, json(596, { error: 'x' }), html(596), raw(596, ''), FOUND);
    for (let time = 0; time < 3; time++) {
      expect(await failureOf(bench.account.readImage(ID, bench.call()))).toMatchObject({ status: 596 });
    }
    expect(await bench.account.readImage(ID, bench.call())).toMatchObject({ imageId: ID });
  });

  test.each([401, 402])('that is answered %i is not made again for a minute', async (status) => {
    await using bench = await underTest();
    bench.upstream.plan(IMAGE, json(status, { error: 'Unauthorized' }), FOUND);
    for (let time = 0; time < 3; time++) {
      const error = await failureOf(bench.account.readImage(ID, bench.call(15_000)));
      expect(error).toMatchObject({ failure: 'unauthorized', retryable: false });
    }
    expect(bench.upstream.requests).toHaveLength(1);
    await bench.clock.advance(60_000);
    expect(await bench.account.readImage(ID, bench.call())).toMatchObject({ imageId: ID });
  });

  test('that is answered 429 tells how long to wait', async () => {
    await using bench = await underTest();
    bench.upstream.plan(IMAGE, json(429, { error: 'All accounts are busy' }, { 'retry-after': '30' }));
    const error = await failureOf(bench.account.readImage(ID, bench.call(15_000)));
    expect(error).toMatchObject({ failure: 'rate-limited', status: 429, retryAfterMs: 30_000 });
  });

  test.each([
    ['a reset', reset, 'cut'],
    ['a 502 in HTML', html(502), 'server-error'],
    ['HTML with 200', html(200), 'invalid-response'],
    ['half a JSON text', raw(200, '{"data":[{"image_id":'), 'invalid-response'],
    ['the bot filter', html(403), 'blocked'],
    ['something else', json(200, { error: 'no image' }), 'invalid-response'],
  ])('that meets %s fails with a verdict', async (_, answer, failure) => {
    await using bench = await underTest();
    bench.upstream.plan(IMAGE, answer);
    expect(await failureOf(bench.account.readImage(ID, bench.call()))).toMatchObject({ failure });
  });

  test('never shows the token, which the host repeats without its Bearer', async () => {
    await using bench = await underTest();
    bench.upstream.plan(IMAGE, json(400, { error: `Who is ${TOKEN}?` }));
    const error = await failureOf(bench.account.readImage(ID, bench.call()));
    expect(error.complaint?.message).toBe('Who is [key]?');
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(TOKEN);
  });
});
