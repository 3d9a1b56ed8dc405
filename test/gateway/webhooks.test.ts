import { once } from 'node:events';
import { Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { LEAST_PAUSE_AFTER_READ_MS } from '../../src/domain/work/poll.ts';
import type { Call } from '../../src/sandbox/calls.ts';
import { SAMPLE_API_KEY, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { freePort } from '../support/fleet.ts';
import { type Gateway, startGateway, subscribeOverSse, subscribeOverWebSocket } from '../support/gateway.ts';
import { startRedis } from '../support/redis-server.ts';
import { OTHER_API_KEY, startSandbox } from '../support/sandbox.ts';

/** Whatever happens well before this was not found by a poll. */
const INTERVAL_MS = 30_000;
const SOON_MS = 5_000;
const UNKNOWN_TOKEN = 'A'.repeat(43);
const PROMPT = 'A red fox asleep';

/** A gateway that Pictory can call back, and that polls rarely. */
async function startCalledGateway(
  sandbox: Sandbox,
  environment: Record<string, string> = {},
): Promise<Gateway & { origin: string }> {
  const port = String(await freePort());
  const origin = `http://127.0.0.1:${port}`;
  const gateway = await startGateway(sandbox, {
    PORT: port,
    PUBLIC_URL: origin,
    JOB_POLL_INTERVAL_MS: String(INTERVAL_MS),
    JOB_POLL_MAX_INTERVAL_MS: String(INTERVAL_MS),
    ...environment,
  });
  return { ...gateway, origin };
}

const START = `mutation ($prompt: String!, $key: String) {
  generateImage(input: { prompt: $prompt, idempotencyKey: $key }) {
    ... on GenerateImagePayload { jobId replayed } ... on PictoryError { code message } } }`;

/** Starts a generation under an idempotency key, if one is given, and gives what its field says. */
async function generate(
  gateway: Gateway,
  { apiKey = SAMPLE_API_KEY, key = null as string | null } = {},
): Promise<{ jobId?: string; replayed?: boolean; code?: string }> {
  const answer = await gateway.ask<{ generateImage: object }>({
    query: START,
    variables: { prompt: PROMPT, key },
    key: apiKey,
  });
  if (!answer.data) throw new Error(JSON.stringify(answer));
  return answer.data.generateImage;
}

/** A job that runs until the test ends it, and the address that Pictory was given for it. */
async function startJob(
  gateway: Gateway,
  sandbox: Sandbox,
  apiKey = SAMPLE_API_KEY,
): Promise<{ id: string; globalId: string; url: string }> {
  const { jobId } = await generate(gateway, { apiKey });
  if (!jobId) throw new Error('No job was started.');
  return { id: jobId.replace('Job:', ''), globalId: jobId, url: webhookOf(lastPost(sandbox)) };
}

/** An address whose generation nobody got an answer to, and the job that came of it. */
async function loseAnswer(
  gateway: Gateway,
  sandbox: Sandbox,
  key: string,
): Promise<{ id: string; url: string }> {
  const before = new Set(sandbox.jobs().list.items.map(({ id }) => id));
  const fault = sandbox.addFault({
    match: { method: 'POST' },
    times: 1,
    effect: { kind: 'reset', when: 'after' },
  });
  expect(await generate(gateway, { key })).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  fault.remove();
  const started = sandbox.jobs().list.items.filter(({ id }) => !before.has(id));
  expect(started).toHaveLength(1);
  return { id: started[0]?.id ?? '', url: webhookOf(lastPost(sandbox)) };
}

function lastPost(sandbox: Sandbox): Call {
  const post = sandbox.calls.findLast(({ method }) => method === 'POST');
  if (!post) throw new Error('Nothing was posted.');
  return post;
}

const webhookOf = ({ body }: Call) => (body as { webhook: string }).webhook;
const tokenOf = (url: string) => url.slice(url.lastIndexOf('/') + 1);

const readsOf = (sandbox: Sandbox, id = '') =>
  sandbox.calls.filter(({ method, path }) => method === 'GET' && path.startsWith(`/v1/jobs/${id}`)).length;
const postsOf = (sandbox: Sandbox) => sandbox.calls.filter(({ method }) => method === 'POST').length;

/** POSTs JSON, unless told otherwise, and gives the status. */
async function call(url: string, body: BodyInit | null = '{}', headers = JSON_BODY): Promise<number> {
  const answer = await fetch(url, { method: 'POST', body, headers });
  await answer.body?.cancel();
  return answer.status;
}

const JSON_BODY: Record<string, string> = { 'content-type': 'application/json' };

/** Somebody who subscribes to a job: all that came, and its end. */
function watch(
  gateway: Gateway,
  globalId: string,
  { apiKey = SAMPLE_API_KEY, subscribe = subscribeOverSse as typeof subscribeOverWebSocket } = {},
) {
  const query = `subscription { jobUpdated(id: "${globalId}") { status } }`;
  const statuses: string[] = [];
  const first = Promise.withResolvers<void>();
  const ended = (async () => {
    for await (const { data, errors } of subscribe(gateway, { query, key: apiKey })) {
      if (errors) throw new Error(JSON.stringify(errors));
      const job = data?.jobUpdated as { status: string };
      statuses.push(job.status);
      first.resolve();
    }
  })();
  // Whoever is cut off at the end of a test is not waited for any more.
  ended.catch(first.reject);
  first.promise.catch(() => {});
  return { statuses, first: first.promise, ended };
}

/** How often callbacks have come, by outcome. */
async function countCalls({ origin }: { origin: string }): Promise<Record<string, number>> {
  const metrics = await (await fetch(`${origin}/metrics`)).text();
  const counts = metrics.matchAll(/^pictory_graphql_callbacks_total\{outcome="([^"]+)"\} (\d+)$/gm);
  return Object.fromEntries([...counts].map(([, outcome, count]) => [outcome, Number(count)]));
}

/** A POST whose body is yet to be written. `sent`: its head is on its way; `outcome`: a status, or that it was cut. */
function open(url: string, options: { agent?: Agent; headers?: Record<string, string> } = {}) {
  const request: ClientRequest = httpRequest(url, {
    method: 'POST',
    agent: options.agent ?? false,
    headers: { 'content-type': 'application/json', ...options.headers },
  });
  request.flushHeaders();
  const sent = once(request, 'socket').then(async ([socket]) => {
    if (socket.connecting) await once(socket, 'connect');
  });
  const outcome = new Promise<number | 'cut'>((resolve) => {
    request.once('response', (response: IncomingMessage) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.once('error', () => resolve('cut'));
  });
  // Whoever only asks for the outcome hears of it there.
  sent.catch(() => {});
  return { request, sent, outcome };
}

describe('the callback of Pictory', () => {
  test.each([
    ['SSE', subscribeOverSse as typeof subscribeOverWebSocket],
    ['WebSocket', subscribeOverWebSocket],
  ])('ends a subscription over %s long before the next poll, at one read', async (_, subscribe) => {
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using gateway = await startCalledGateway(sandbox);
    const job = await startJob(gateway, sandbox);
    const watching = watch(gateway, job.globalId, { subscribe });
    await watching.first;

    const finishedAt = performance.now();
    expect(sandbox.jobs().finish(job.id)).toBe(true);
    await watching.ended;

    expect(performance.now() - finishedAt).toBeLessThan(SOON_MS);
    expect(watching.statuses).toEqual(['IN_PROGRESS', 'COMPLETED']);
    expect(readsOf(sandbox, job.id)).toBe(1);
    expect(gateway.log()).not.toContain(tokenOf(job.url));
  });

  test('ends a wait for the job', async () => {
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using gateway = await startCalledGateway(sandbox);
    const posted = sandbox.nextCall({ method: 'POST' });
    const waiting = gateway.ask<{ generateImage: { job: { status: string } } }>({
      query: `mutation { generateImage(input: { prompt: "${PROMPT}" }) {
        ... on GenerateImagePayload { job(waitSeconds: 25) { status } } } }`,
      key: SAMPLE_API_KEY,
    });
    await (await posted).ended;

    const finishedAt = performance.now();
    const [job] = sandbox.jobs().list.items;
    expect(sandbox.jobs().finish(job?.id ?? '')).toBe(true);

    expect((await waiting).data?.generateImage.job.status).toBe('COMPLETED');
    expect(performance.now() - finishedAt).toBeLessThan(SOON_MS);
  });

  test('is heard even of jobs that end in the moment in which they begin', async () => {
    await using sandbox = await startSandbox({ jobTimesMs: 0 });
    await using gateway = await startCalledGateway(sandbox);
    const startedAt = performance.now();

    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const { jobId = '' } = await generate(gateway);
        const watching = watch(gateway, jobId);
        await watching.ended;
        expect(watching.statuses.at(-1)).toBe('COMPLETED');
      }),
    );

    expect(performance.now() - startedAt).toBeLessThan(INTERVAL_MS / 2);
  });

  test('finds the job of a generation whose answer was lost: a repeat gives it, at one POST', async () => {
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using gateway = await startCalledGateway(sandbox);
    const { id } = await loseAnswer(gateway, sandbox, 'order-7');
    expect(await generate(gateway, { key: 'order-7' })).toMatchObject({ code: 'OUTCOME_UNKNOWN' });

    expect(sandbox.jobs().finish(id)).toBe(true);

    await expect
      .poll(() => generate(gateway, { key: 'order-7' }))
      .toMatchObject({ jobId: `Job:${id}`, replayed: true });
    expect(postsOf(sandbox)).toBe(1);
  });
});

describe('a call', () => {
  test('by another method than POST is refused, and costs nothing', async () => {
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using gateway = await startCalledGateway(sandbox);
    const { url } = await startJob(gateway, sandbox);
    sandbox.clearCalls();

    for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const body = method === 'GET' || method === 'HEAD' ? {} : { body: '{}', headers: JSON_BODY };
      const answer = await fetch(url, { method, ...body });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
      await answer.body?.cancel();
    }

    expect(sandbox.calls).toEqual([]);
    expect(gateway.log()).not.toContain(tokenOf(url));
  });

  test('to an address that was never given out is refused, whatever it carries, and told from others in the metrics', async () => {
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using gateway = await startCalledGateway(sandbox);
    const { url } = await startJob(gateway, sandbox);
    const below = url.slice(0, url.lastIndexOf('/'));
    sandbox.clearCalls();

    expect(await call(`${below}/${UNKNOWN_TOKEN}`, '{"job_id":"x"}')).toBe(404);
    expect(await call(`${below}/${UNKNOWN_TOKEN}`, null)).toBe(404);
    expect(await call(`${below}/short`)).toBe(404);
    expect(await call(`${url}a`)).toBe(404);
    expect(await call(`${below}/%00%0d%0a`)).toBe(404);
    expect(await countCalls(gateway)).toEqual({ unknown: 5 });
    for (const nowhere of [below, `${below}/`, `${url}/deeper`]) expect(await call(nowhere)).toBe(404);

    expect(await call(url)).toBe(204);
    expect(await countCalls(gateway)).toEqual({ unknown: 5, known: 1 });
    expect(sandbox.calls).toEqual([]);
    expect(gateway.log()).not.toContain(UNKNOWN_TOKEN);
    expect(gateway.log()).not.toContain(tokenOf(url));
  });

  const bodies: [string, BodyInit | null, Record<string, string>][] = [
    ['is no JSON', '{"job_id":', JSON_BODY],
    ['is no UTF-8', new Uint8Array([0x22, 0xff, 0xfe, 0x22]), JSON_BODY],
    ['is a form', 'status=completed', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['says to be compressed', '{}', { ...JSON_BODY, 'content-encoding': 'gzip' }],
    ['is missing', null, {}],
    ['is empty', '', JSON_BODY],
    ['is null', 'null', JSON_BODY],
    ['is nested without end', '['.repeat(50_000), JSON_BODY],
    ['is too long', 'x'.repeat(65_000), JSON_BODY],
    ['is far too long', 'x'.repeat(4_000_000), JSON_BODY],
  ];
  test.each(bodies)('whose body %s wakes the job all the same', async (_, body, headers) => {
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using gateway = await startCalledGateway(sandbox);
    const job = await startJob(gateway, sandbox);
    const watching = watch(gateway, job.globalId);
    await watching.first;
    const read = sandbox.nextCall({ method: 'GET', path: '/v1/jobs/*' });

    expect(await call(job.url, body, headers)).toBe(204);

    expect((await read).path).toBe(`/v1/jobs/${job.id}`);
    expect(gateway.log()).not.toContain(tokenOf(job.url));
  });

  test.each(bodies)('whose body %s names no job, where one is missing', async (_, body, headers) => {
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using gateway = await startCalledGateway(sandbox);
    const { url } = await loseAnswer(gateway, sandbox, 'order-7');

    expect(await call(url, body, headers)).toBe(204);

    expect(await generate(gateway, { key: 'order-7' })).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(readsOf(sandbox)).toBe(0);
    expect(gateway.log()).not.toContain(tokenOf(url));
  });

  test('that never ends is answered or cut after some seconds, and keeps nobody waiting', async () => {
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using gateway = await startCalledGateway(sandbox);
    const { id, url } = await loseAnswer(gateway, sandbox, 'order-7');
    const startedAt = performance.now();
    const slow = Array.from({ length: 50 }, () => open(url));
    const dripping = setInterval(() => {
      for (const { request } of slow) if (!request.destroyed) request.write(' ');
    }, 200);

    try {
      const outcomes = Promise.all(slow.map(({ outcome }) => outcome));
      await Promise.all(slow.map(({ sent }) => sent));
      const askedAt = performance.now();
      expect(await call(url)).toBe(204);
      expect(await generate(gateway, { key: 'order-8' })).toMatchObject({ replayed: false });
      expect(performance.now() - askedAt).toBeLessThan(2_000);

      for (const outcome of await outcomes) expect([204, 'cut']).toContain(outcome);
      const tookMs = performance.now() - startedAt;
      expect(tookMs).toBeGreaterThan(3_000);
      expect(tookMs).toBeLessThan(7_000);
    } finally {
      clearInterval(dripping);
      for (const { request } of slow) request.destroy();
    }
    expect(await call(url, JSON.stringify({ job_id: id }))).toBe(204);
    expect(await generate(gateway, { key: 'order-7' })).toMatchObject({ jobId: `Job:${id}` });
    expect(gateway.log()).not.toContain('unexpected error');
  });

  test('about a known job is answered without a wait for its body, and the connection closed', async () => {
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using gateway = await startCalledGateway(sandbox);
    const { url } = await startJob(gateway, sandbox);
    const { port, pathname } = new URL(url);
    const startedAt = performance.now();
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(`POST ${pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"job`);

    expect(await text(socket)).toMatch(/^HTTP\/1\.1 204 /);

    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  test('that is broken off harms nobody', async () => {
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using gateway = await startCalledGateway(sandbox);
    const { id, url } = await loseAnswer(gateway, sandbox, 'order-7');
    const { port, pathname } = new URL(url);
    for (let sender = 0; sender < 10; sender += 1) {
      const socket = connect(Number(port), '127.0.0.1');
      await once(socket, 'connect');
      socket.write(
        `POST ${pathname} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"job`,
      );
      expect((await countCalls(gateway)).known ?? 0).toBe(sender);
      socket.resetAndDestroy();
      await expect.poll(async () => (await countCalls(gateway)).known ?? 0).toBe(sender + 1);
    }

    expect(await call(url, JSON.stringify({ job_id: id }))).toBe(204);

    expect(await generate(gateway, { key: 'order-7' })).toMatchObject({ jobId: `Job:${id}` });
    expect(gateway.log()).not.toContain('unexpected error');
    expect(gateway.log()).not.toContain(tokenOf(url));
  });

  test('repeated 200 times at once costs two reads at most, and hides no end', async () => {
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using gateway = await startCalledGateway(sandbox);
    const job = await startJob(gateway, sandbox);
    const watching = watch(gateway, job.globalId);
    await watching.first;
    sandbox.clearCalls();

    const calledFromMs = performance.now();
    const statuses = await Promise.all(Array.from({ length: 200 }, () => call(job.url)));
    const pauses = Math.floor((performance.now() - calledFromMs) / LEAST_PAUSE_AFTER_READ_MS);
    // A read that was yet to come would have come by now.
    await sleep(2_500);
    expect(new Set(statuses)).toEqual(new Set([204]));
    const reads = readsOf(sandbox);
    expect(reads).toBeGreaterThanOrEqual(1);
    // On a busy machine the calls take longer to arrive than one pause.
    expect(reads).toBeLessThanOrEqual(2 + pauses);

    sandbox.jobs().finish(job.id);
    await watching.ended;
    expect(watching.statuses).toEqual(['IN_PROGRESS', 'COMPLETED']);
    expect(readsOf(sandbox)).toBe(reads + 1);
  });

  test('a moment before the end does not keep the end from being heard', async () => {
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using gateway = await startCalledGateway(sandbox);
    const job = await startJob(gateway, sandbox);
    const watching = watch(gateway, job.globalId);
    await watching.first;
    const read = sandbox.nextCall({ method: 'GET', path: '/v1/jobs/*' });
    expect(await call(job.url)).toBe(204);
    await (await read).ended;

    const finishedAt = performance.now();
    sandbox.jobs().finish(job.id);
    await watching.ended;

    expect(performance.now() - finishedAt).toBeLessThan(SOON_MS);
  });

  test('that comes while its read is being answered leads to another', async () => {
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using gateway = await startCalledGateway(sandbox);
    const job = await startJob(gateway, sandbox);
    const watching = watch(gateway, job.globalId);
    await watching.first;
    // The read is answered, a while after it came, with what was so when it came.
    sandbox.addFault({
      match: { method: 'GET', path: `/v1/jobs/${job.id}` },
      times: 1,
      delayMs: 500,
      effect: { kind: 'status', status: 200, body: { job_id: job.id, data: { status: 'in-progress' } } },
    });
    const read = sandbox.nextCall({ method: 'GET', path: `/v1/jobs/${job.id}` });
    expect(await call(job.url)).toBe(204);
    await read;

    const finishedAt = performance.now();
    sandbox.jobs().finish(job.id);
    await watching.ended;

    expect(performance.now() - finishedAt).toBeLessThan(SOON_MS);
    expect(readsOf(sandbox, job.id)).toBe(2);
  });

  test('is not believed: what it says of its job, or of another, changes nothing', async () => {
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using gateway = await startCalledGateway(sandbox);
    const [job, other] = [await startJob(gateway, sandbox), await startJob(gateway, sandbox)];
    const [watching, watchingOther] = [watch(gateway, job.globalId), watch(gateway, other.globalId)];
    await Promise.all([watching.first, watchingOther.first]);
    sandbox.clearCalls();
    const forgeries = [
      { job_id: job.id, status: 'failed', data: { status: 'failed', error_message: 'forged' } },
      {
        job_id: other.id,
        status: 'completed',
        data: { status: 'completed', url: 'https://evil.example/1.png' },
      },
    ];

    for (const forgery of forgeries) {
      const read = sandbox.nextCall({ method: 'GET', path: '/v1/jobs/*' });
      expect(await call(job.url, JSON.stringify(forgery))).toBe(204);
      await (await read).ended;
    }
    expect([readsOf(sandbox, job.id), readsOf(sandbox, other.id)]).toEqual([2, 0]);
    sandbox.jobs().finish(job.id);
    sandbox.jobs().finish(other.id);
    await Promise.all([watching.ended, watchingOther.ended]);

    expect([watching.statuses, watchingOther.statuses]).toEqual([
      ['IN_PROGRESS', 'COMPLETED'],
      ['IN_PROGRESS', 'COMPLETED'],
    ]);
  });
});

describe('the calls of two tenants', () => {
  test('wake nothing of one another’s, whatever they name', async () => {
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using gateway = await startCalledGateway(sandbox);
    const mine = await startJob(gateway, sandbox);
    const theirs = await startJob(gateway, sandbox, OTHER_API_KEY);
    const [watching, watchingTheirs] = [
      watch(gateway, mine.globalId),
      watch(gateway, theirs.globalId, { apiKey: OTHER_API_KEY }),
    ];
    await Promise.all([watching.first, watchingTheirs.first]);
    sandbox.clearCalls();

    expect(await call(mine.url, JSON.stringify({ job_id: theirs.id }))).toBe(204);
    sandbox.jobs().finish(mine.id);
    await watching.ended;

    expect(readsOf(sandbox, mine.id)).toBeGreaterThan(0);
    expect(sandbox.calls.filter(({ account }) => account === 'other')).toEqual([]);
    sandbox.jobs('other').finish(theirs.id);
    await watchingTheirs.ended;
    expect(watchingTheirs.statuses).toEqual(['IN_PROGRESS', 'COMPLETED']);
  });

  test('cannot give one the other’s job for a generation whose answer was lost', async () => {
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using gateway = await startCalledGateway(sandbox);
    const theirs = await startJob(gateway, sandbox, OTHER_API_KEY);
    const { url } = await loseAnswer(gateway, sandbox, 'order-7');

    expect(await call(url, JSON.stringify({ job_id: theirs.id }))).toBe(204);

    expect(await generate(gateway, { key: 'order-7' })).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  });
});

test('a call that cannot be looked up is asked for again, and is counted as such', async () => {
  await using redis = await startRedis();
  await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
  await using gateway = await startCalledGateway(sandbox, { REDIS_URL: redis.url });
  const { url } = await startJob(gateway, sandbox);
  expect(await call(url)).toBe(204);
  await redis.kill();

  const answer = await fetch(url, { method: 'POST', body: '{}', headers: JSON_BODY });

  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await answer.json()).toMatchObject({ errors: [{ message: expect.stringContaining('again') }] });
  expect(await countCalls(gateway)).toEqual({ known: 1, 'not-looked-up': 1 });
  expect(gateway.log()).not.toContain(tokenOf(url));
});

describe('while the gateway drains', () => {
  test('a call that never ends does not hold it up', async () => {
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using gateway = await startCalledGateway(sandbox);
    const { url } = await loseAnswer(gateway, sandbox, 'order-7');
    const { request, outcome } = open(url);
    request.write('{"job_id":');
    await expect.poll(async () => (await fetch(`${gateway.origin}/ready`)).status).toBe(200);

    expect(await gateway.app.drain()).toBe(true);

    expect([204, 'cut']).toContain(await outcome);
    request.destroy();
    expect(gateway.log()).not.toContain('unexpected error');
  });

  test('a call that still comes is answered or cut, and starts no read', async () => {
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using gateway = await startCalledGateway(sandbox);
    const job = await startJob(gateway, sandbox);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const first = open(job.url, { agent });
    first.request.end('{}');
    expect(await first.outcome).toBe(204);
    sandbox.clearCalls();

    const drained = gateway.app.drain();
    const second = open(job.url, { agent });
    second.request.end('{}');

    expect([204, 'cut']).toContain(await second.outcome);
    agent.destroy();
    expect(await drained).toBe(true);
    expect(sandbox.calls).toEqual([]);
    expect(gateway.log()).not.toContain('unexpected error');
  });
});
