import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { json, silence, stallInBody } from '../support/scripted-upstream.ts';
import { READS } from './reads.ts';
import { createUnderTest, failureOf } from './under-test.ts';

const GONE = new Error('Gone.');

describe.each(READS)('$name', ({ line, perform }) => {
  test.each([
    ['before the answer', silence],
    ['in the middle of it', stallInBody],
  ])('of an asker who leaves %s ends down to the socket', async (_name, answer) => {
    await using underTest = await createUnderTest();
    const { upstream, account, reports, call } = underTest;
    const asker = new AbortController();
    upstream.plan(line, answer);

    const left = perform(account, call({ signal: asker.signal })).catch((error: unknown) => error);
    await upstream.untilReceived(1);
    asker.abort(GONE);

    expect(await left).toBe(GONE);
    await upstream.requests[0]?.closed;
    expect(reports).toMatchObject([{ status: null, failure: 'aborted' }]);
  });

  test('of an asker who has left sends nothing', async () => {
    await using underTest = await createUnderTest();
    const { upstream, account, call } = underTest;

    await expect(perform(account, call({ signal: AbortSignal.abort(GONE) }))).rejects.toBe(GONE);
    expect(upstream.requests).toEqual([]);
  });
});

test('many calls of one asker end together', async () => {
  await using underTest = await createUnderTest({ concurrency: 50 });
  const { upstream, account, call } = underTest;
  const asker = new AbortController();
  upstream.plan('GET /v1/quota', ...Array.from({ length: 50 }, () => silence));

  const left = Array.from({ length: 50 }, () => account.readQuota(call({ signal: asker.signal })));
  await upstream.untilReceived(50);
  asker.abort(GONE);

  const outcomes = await Promise.allSettled(left);
  expect(outcomes.every((outcome) => outcome.status === 'rejected' && outcome.reason === GONE)).toBe(true);
  await Promise.all(upstream.requests.map(({ closed }) => closed));
});

test('a clean that is given up ends down to the socket', async () => {
  await using underTest = await createUnderTest();
  const { upstream, account, call } = underTest;
  const asker = new AbortController();
  upstream.plan('DELETE /v1/jobs/j1/clean', silence);

  const left = account.cleanJob('j1', call({ signal: asker.signal })).catch((error: unknown) => error);
  await upstream.untilReceived(1);
  asker.abort(GONE);

  expect(await left).toBe(GONE);
  await upstream.requests[0]?.closed;
});

describe('a connection that is never made', () => {
  test('is given up with the asker', async () => {
    await using mute = await createMuteServer();
    await using underTest = await createUnderTest({ baseUrl: mute.baseUrl });
    const { account, call } = underTest;
    const asker = new AbortController();

    const left = account.readQuota(call({ signal: asker.signal })).catch((error: unknown) => error);
    await mute.untilConnected;
    asker.abort(GONE);

    expect(await left).toBe(GONE);
  });

  test('leaves a read and a generation unreachable: nothing was sent', async () => {
    await using mute = await createMuteServer();
    await using underTest = await createUnderTest({ baseUrl: mute.baseUrl });
    const { account, clock, call, stays } = underTest;

    const read = failureOf(account.readQuota(call({ deadlineAt: clock.now() + 10_001 })));
    const start = failureOf(account.startImage({ prompt: 'A fox asleep', model: 'm' }, stays));
    await mute.untilConnected;
    await clock.advance(10_000);
    await clock.advance(50_000);

    expect(await read).toMatchObject({ failure: 'unreachable' });
    expect(await start).toMatchObject({ failure: 'unreachable', mayHaveTakenEffect: false });
  });
});

test('a read that ended well leaves its connection for the next', async () => {
  await using underTest = await createUnderTest();
  const { upstream, account, clock, call } = underTest;
  upstream.plan('GET /v1/quota', json(200, {}), json(200, {}));

  await account.readQuota(call());
  // undici offers a connection again some turns of the event loop after its last use.
  await clock.advance(0);
  await account.readQuota(call());

  expect(upstream.requests[1]?.socket).toBe(upstream.requests[0]?.socket);
});

/** Accepts connections and never says a word, so that no TLS session comes about. */
async function createMuteServer() {
  let connected = () => {};
  const untilConnected = new Promise<void>((resolve) => {
    connected = resolve;
  });
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.resume();
    connected();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    untilConnected,
    async [Symbol.asyncDispose]() {
      server.close();
    },
  };
}
