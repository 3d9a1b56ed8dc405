import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { PageKey } from '../../../src/upstream/call.ts';
import { json, raw } from '../../support/scripted-upstream.ts';
import { READS } from '../reads.ts';
import { API_KEY, createUnderTest, failureOf } from '../under-test.ts';

describe.each(READS)('$name', ({ line, good, perform }) => {
  test('asks once, with the bare key and our name, and understands the answer', async () => {
    await using underTest = await createUnderTest();
    const { upstream, account, reports, call } = underTest;
    upstream.plan(line, json(200, good));

    await perform(account, call());

    expect(upstream.requests.map((request) => request.line)).toEqual([line]);
    expect(upstream.requests[0]?.headers).toMatchObject({
      authorization: API_KEY,
      accept: 'application/json',
      'user-agent': 'pictory-graphql/0.0.0 (+https://example.org)',
    });
    expect(reports).toMatchObject([{ method: 'GET', status: 200, failure: null }]);
  });

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('reads an answer in %s', async (coding, compress) => {
    await using underTest = await createUnderTest();
    const { upstream, account, call } = underTest;
    upstream.plan(line, raw(200, compress(JSON.stringify(good)), { 'content-encoding': coding }));

    await expect(perform(account, call())).resolves.toBeDefined();
  });
});

test('a page key goes into the query whole, whatever is in it', async () => {
  await using underTest = await createUnderTest();
  const { upstream, account, call } = underTest;
  const pageKey = 'a+b/c=&d#e?f é%20' as PageKey;
  upstream.plan(
    `GET /v1/aistudio/images?nextPageKey=${encodeURIComponent(pageKey)}`,
    json(200, { items: [] }),
  );

  await account.listImages(pageKey, call());

  const { searchParams } = new URL(upstream.requests[0]?.line.slice('GET '.length) ?? '', 'http://x');
  expect(searchParams.get('nextPageKey')).toBe(pageKey);
});

test('half a character in a page key breaks nothing', async () => {
  await using underTest = await createUnderTest();
  const { upstream, account, call } = underTest;
  upstream.plan('GET /v1/aistudio/images?nextPageKey=%EF%BF%BD', json(200, { items: [] }));

  await expect(account.listImages('\ud800' as PageKey, call())).resolves.toMatchObject({ items: [] });
});

test('a job id stays one segment of its path', async () => {
  await using underTest = await createUnderTest();
  const { upstream, account, reports, call } = underTest;
  upstream.plan('GET /v1/jobs/a%2F..%2Fb%3Fc', json(200, { data: { status: 'in-progress' } }));
  upstream.plan('DELETE /v1/jobs/a%2F..%2Fb%3Fc/clean', json(200, { success: true }));

  await account.readJob('a/../b?c', call());
  await account.cleanJob('a/../b?c', call());

  expect(reports.map(({ route }) => route)).toEqual(['/v1/jobs/{jobid}', '/v1/jobs/{jobid}/clean']);
});

test.each(['', '.', '..'])('the job id %j costs no request: there is no such job', async (jobId) => {
  await using underTest = await createUnderTest();
  const { upstream, account, call } = underTest;

  expect((await failureOf(account.readJob(jobId, call()))).failure).toBe('not-found');
  expect((await failureOf(account.cleanJob(jobId, call()))).failure).toBe('not-found');
  expect(upstream.requests).toEqual([]);
});

test.each([
  [{ month: null, year: null }, ''],
  [{ month: 12, year: null }, '?month=12'],
  [{ month: null, year: 2026 }, '?year=2026'],
])('a ledger of %j asks for "%s"', async (period, query) => {
  await using underTest = await createUnderTest();
  const { upstream, account, call } = underTest;
  upstream.plan(`GET /v1/aicredits/usage${query}`, json(200, []));

  await expect(account.listCreditTransactions(period, call())).resolves.toEqual([]);
});

test('startImage sends what it was given and nothing that was left out', async () => {
  await using underTest = await createUnderTest();
  const { upstream, account, reports, stays } = underTest;
  upstream.plan('POST /v1/aistudio/images', json(200, { success: true, data: { jobId: 'j1' } }));
  const request = { prompt: 'A fox asleep ', model: 'seedream3.0', unknownToPictory: 1 };

  await expect(account.startImage(request, stays)).resolves.toEqual({ jobId: 'j1' });

  expect(upstream.requests[0]?.headers).toMatchObject({
    authorization: API_KEY,
    'content-type': 'application/json',
    'user-agent': 'pictory-graphql/0.0.0 (+https://example.org)',
  });
  expect(JSON.parse(upstream.requests[0]?.body ?? '')).toEqual({
    prompt: 'A fox asleep ',
    model: 'seedream3.0',
  });
  expect(reports).toMatchObject([
    { method: 'POST', route: '/v1/aistudio/images', status: 200, failure: null },
  ]);
});

test('startImage and startVideo send every field', async () => {
  await using underTest = await createUnderTest();
  const { upstream, account, stays } = underTest;
  upstream.plan('POST /v1/aistudio/images', json(200, { data: { jobId: 'j1' } }));
  upstream.plan('POST /v1/aistudio/videos', json(200, { data: { jobId: 'j2' } }));
  const image = {
    prompt: 'A teapot',
    model: 'nanobanana',
    aspectRatio: '16:9',
    style: 'vintage',
    referenceImageUrl: 'https://assets.example.org/t.png',
    webhook: 'https://hooks.example.org/x',
  };
  const video = {
    prompt: 'A tram climbs',
    model: 'veo3.1_fast',
    duration: '6s',
    aspectRatio: '16:9',
    firstFrameImageUrl: 'https://assets.example.org/f.png',
    extendVideoUrl: 'https://assets.example.org/e.mp4',
    referenceImageUrls: ['https://assets.example.org/r.png'],
    webhook: 'https://hooks.example.org/x',
  };

  await account.startImage(image, stays);
  await account.startVideo(video, stays);

  expect(upstream.requests.map(({ body }) => JSON.parse(body))).toEqual([image, video]);
});

test('cleanJob says what Pictory says', async () => {
  await using underTest = await createUnderTest();
  const { upstream, account, call } = underTest;
  upstream.plan('DELETE /v1/jobs/j1/clean', json(200, { success: true }), json(200, { success: false }));

  expect(await account.cleanJob('j1', call())).toBe(true);
  expect(await account.cleanJob('j1', call())).toBe(false);
});

test('an account has answered well from the first 2xx in JSON on', async () => {
  await using underTest = await createUnderTest();
  const { upstream, pictory, account, call } = underTest;
  upstream.plan('GET /v1/quota', json(403, { message: 'Forbidden' }), json(200, {}));

  expect(account.answeredWell).toBe(false);
  await failureOf(account.readQuota(call()));
  expect(account.answeredWell).toBe(false);
  await account.readQuota(call());
  expect(account.answeredWell).toBe(true);
  expect(pictory.account('pictai_other').answeredWell).toBe(false);
});

test('a base address may end with a slash', async () => {
  await using underTest = await createUnderTest();
  const { upstream, call } = underTest;
  await using other = await createUnderTest({ baseUrl: `${upstream.baseUrl}/` });
  upstream.plan('GET /v1/quota', json(200, {}));

  await expect(other.account.readQuota(call())).resolves.toBeDefined();
});
