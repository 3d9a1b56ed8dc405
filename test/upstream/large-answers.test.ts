import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { ReadCall } from '../../src/upstream/call.ts';
import { type Answer, json, raw } from '../support/scripted-upstream.ts';
import { createUnderTest, failureOf, type UnderTest } from './under-test.ts';

const QUOTA = 'GET /v1/quota';
const IMAGES = 'GET /v1/aistudio/images';
/** More than sockets hold: once it has been sent, much of it has been read. */
const LARGEST = pageOf(15_000_000);
const LARGE = pageOf(3_000_000);

describe('while a large answer comes in', () => {
  const others: [string, Answer][] = [
    ['another large one', raw(200, LARGE)],
    [
      'a small one that is large when it is decompressed',
      raw(200, gzipSync(LARGE), { 'content-encoding': 'gzip' }),
    ],
  ];

  test.each(others)('%s waits until it has been read', async (_name, other) => {
    await using underTest = await createUnderTest();
    const { account, call } = underTest;
    const { first, release } = await holdLargeAnswer(underTest);
    const second = await ask(underTest, other);

    expect(second.isRead).toBe(false);
    release();

    expect(await first).toMatchObject({ items: [] });
    expect(await second.page).toMatchObject({ items: [] });
    underTest.upstream.plan(IMAGES, raw(200, LARGE));
    await expect(account.listImages(null, call())).resolves.toBeDefined();
  });

  test.each(others)('%s has its turn as soon as it is given up', async (_name, other) => {
    await using underTest = await createUnderTest();
    const asker = new AbortController();
    const { first } = await holdLargeAnswer(underTest, asker.signal);
    const second = await ask(underTest, other);

    asker.abort(new Error('The asker left.'));

    await expect(first).rejects.toThrow('The asker left.');
    expect(await second.page).toMatchObject({ items: [] });
  });

  test('others wait as long as their askers may', async () => {
    await using underTest = await createUnderTest();
    const { upstream, account, clock, call } = underTest;
    const { first, release } = await holdLargeAnswer(underTest);
    upstream.plan(IMAGES, raw(200, LARGE));
    const second = failureOf(account.listImages(null, call({ deadlineAt: clock.now() + 5000 })));
    await untilAnotherIsRead(underTest);

    await clock.advance(5000);

    expect((await second).failure).toBe('timeout');
    release();
    await first;
  });

  test('the wait of others is not taken for their host’s', async () => {
    await using underTest = await createUnderTest({ timeoutMs: 10_000 });
    const { upstream, account, clock, reports, call } = underTest;
    const patient = call({ deadlineAt: clock.now() + 60_000 });
    const first = askAndHold(underTest, patient);
    await first.sent;
    const second = askAndHold(underTest, patient);
    upstream.plan(IMAGES, raw(200, LARGE));
    const third = account.listImages(null, patient);
    upstream.plan(QUOTA, json(200, {}));
    await upstream.untilReceived(3);
    await account.readQuota(call());

    await clock.advance(9_000);
    first.release();
    await first.page;
    await second.sent;
    await clock.advance(9_000);
    second.release();

    await Promise.all([second.page, third]);
    expect(reports.filter(({ failure }) => failure !== null)).toEqual([]);
  });
});

describe('while many answers come in', () => {
  test.each([
    ['with room for more, a middling one does not wait', 30, 300_000, true],
    ['without room, a small one does not wait', 40, 90_000, true],
    ['without room, a middling one waits', 40, 110_000, false],
  ])('%s', async (_name, count, characters, isRead) => {
    await using underTest = await createUnderTest({ concurrency: 50 });
    const held = await holdMany(underTest, count);
    const another = await ask(underTest, raw(200, pageOf(characters)), count + 2);

    expect(another.isRead).toBe(isRead);
    for (const { release } of held) release();
    const pages = await Promise.all([another, ...held].map(({ page }) => page));
    expect(pages.filter(({ sizeBytes }) => sizeBytes < characters)).toEqual([]);
  });

  test('a middling one comes in as soon as there is room, each time', async () => {
    await using underTest = await createUnderTest({ concurrency: 50 });
    for (const round of [0, 1]) {
      const before = round * 43;
      const held = await holdMany(underTest, 40, before);
      const another = await ask(underTest, raw(200, pageOf(300_000)), before + 42);
      expect(another.isRead).toBe(false);

      for (const { release } of held.slice(0, 10)) release();
      expect((await another.page).sizeBytes).toBeGreaterThan(300_000);

      for (const { release } of held.slice(10)) release();
      await Promise.all(held.map(({ page }) => page));
    }
  });

  test('those that are given up make room', async () => {
    await using underTest = await createUnderTest({ concurrency: 50 });
    const asker = new AbortController();
    const held = await holdMany(underTest, 40, 0, asker.signal);
    const ended = Promise.allSettled(held.map(({ page }) => page));
    const another = await ask(underTest, raw(200, pageOf(300_000)), 42);
    expect(another.isRead).toBe(false);

    asker.abort(new Error('The asker left.'));

    expect((await another.page).sizeBytes).toBeGreaterThan(300_000);
    expect((await ended).filter(({ status }) => status !== 'rejected')).toEqual([]);
  });
});

test('an answer that says to be too large is not read', async () => {
  await using underTest = await createUnderTest();
  const { upstream, account, call } = underTest;
  upstream.plan(IMAGES, (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 64_000_000 });
    response.write('{"items":[');
  });

  const { failure, retryable } = await failureOf(account.listImages(null, call()));

  expect({ failure, retryable }).toEqual({ failure: 'invalid-response', retryable: false });
  await upstream.requests[0]?.closed;
});

test.each([
  ['of empty objects', '{}'],
  ['of empty lists', '[]'],
])('a large answer %s is not made into objects', async (_name, speck) => {
  await using underTest = await createUnderTest();
  const { upstream, account, call } = underTest;
  upstream.plan(IMAGES, raw(200, `{"items":[${`${speck},`.repeat(1_000_000)}${speck}]}`));

  const { message, retryable } = await failureOf(account.listImages(null, call()));

  expect(message).toContain('more than 200000 objects and lists');
  expect(retryable).toBe(false);
});

test.each([
  ['of little text that comes again is the same page', 1_000, true],
  ['of much text is not kept, however small it comes', 600_000, false],
])('a compressed page %s', async (_name, characters, isSame) => {
  await using underTest = await createUnderTest();
  const { upstream, account, call } = underTest;
  const page = gzipSync(JSON.stringify({ items: [], padding: 'x'.repeat(characters) }));
  const answer = raw(200, page, { 'content-encoding': 'gzip' });
  upstream.plan(IMAGES, answer, answer);

  const first = await account.listImages(null, call());
  expect((await account.listImages(null, call())) === first).toBe(isSame);
  expect(first.sizeBytes).toBeGreaterThan(characters);
});

test('a page of as many items as are taken is one, and of too many none', async () => {
  await using underTest = await createUnderTest();
  const { upstream, account, call } = underTest;
  const pageOfItems = (count: number) => json(200, { items: Array(count).fill(null) });
  upstream.plan(IMAGES, pageOfItems(20_000), pageOfItems(20_001));

  expect((await account.listImages(null, call())).items).toHaveLength(20_000);
  expect((await failureOf(account.listImages(null, call()))).failure).toBe('invalid-response');
});

function pageOf(characters: number): string {
  return JSON.stringify({ items: [], padding: 'x'.repeat(characters) });
}

/** Has an answer under way of which all but the end has come. */
async function holdLargeAnswer(underTest: UnderTest, signal?: AbortSignal) {
  const { page, sent, release } = askAndHold(underTest, underTest.call(signal && { signal }));
  page.catch(() => {});
  await sent;
  return { first: page, release };
}

/** Has many answers under way of 1.9 MB, of which all but their ends have come. @param before so many requests came before. */
async function holdMany(underTest: UnderTest, count: number, before = 0, signal?: AbortSignal) {
  const held = Array.from({ length: count }, () =>
    askAndHold(underTest, underTest.call(signal && { signal }), pageOf(1_900_000)),
  );
  await Promise.all(held.map(({ sent }) => sent));
  await untilAnotherIsRead(underTest, before + count);
  return held;
}

/** Asks for a page whose last byte comes with `release`. `sent` resolves when that is the only one that has not come. */
function askAndHold({ upstream, account }: UnderTest, call: ReadCall, body = LARGEST) {
  let release = () => {};
  const sent = new Promise<void>((resolve) => {
    upstream.plan(IMAGES, (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
      response.write(body.slice(0, -1), () => resolve());
      release = () => response.end(body.slice(-1));
    });
  });
  return { page: account.listImages(null, call), sent, release: () => release() };
}

/** Asks for another page, and waits until a small answer that was asked for later has come. */
async function ask(underTest: UnderTest, answer: Answer, requests = 2) {
  const { upstream, account, call } = underTest;
  upstream.plan(IMAGES, answer);
  const asked = { page: account.listImages(null, call()), isRead: false };
  const note = () => {
    asked.isRead = true;
  };
  asked.page.then(note, note);
  await untilAnotherIsRead(underTest, requests);
  return asked;
}

/** @param requests so many have come before. */
async function untilAnotherIsRead({ upstream, account, call }: UnderTest, requests = 2): Promise<void> {
  upstream.plan(QUOTA, json(200, {}));
  await upstream.untilReceived(requests);
  await account.readQuota(call());
}
