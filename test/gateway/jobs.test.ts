import { describe, expect, test } from 'vitest';
import { SAMPLE_API_KEY, type Sandbox } from '../../src/sandbox/sandbox.ts';
import {
  type Answer,
  type Gateway,
  startGateway,
  subscribeOverSse,
  subscribeOverWebSocket,
} from '../support/gateway.ts';
import { startSandbox } from '../support/sandbox.ts';

type Subscribe = (gateway: Gateway, asked: { query: string; key: string }) => AsyncGenerator<Answer>;

const SUBSCRIPTIONS: [string, Subscribe][] = [
  ['SSE, distinct connections', (gateway, asked) => subscribeOverSse(gateway, asked)],
  ['SSE, single connection', (gateway, asked) => subscribeOverSse(gateway, asked, true)],
  ['WebSocket', (gateway, asked) => subscribeOverWebSocket(gateway, asked)],
];

/** Starts a generation and gives the global id of its job. */
async function start(
  gateway: Gateway,
  field: 'generateImage' | 'generateVideo' = 'generateImage',
  prompt = 'A red fox asleep',
) {
  const payload = field === 'generateImage' ? 'GenerateImagePayload' : 'GenerateVideoPayload';
  const answer = await gateway.ask<Record<string, { jobId: string }>>({
    query: `mutation ($prompt: String!) { ${field}(input: { prompt: $prompt }) { ... on ${payload} { jobId } ... on PictoryError { message } } }`,
    variables: { prompt },
    key: SAMPLE_API_KEY,
  });
  const jobId = answer.data?.[field]?.jobId;
  if (!jobId) throw new Error(JSON.stringify(answer));
  return jobId;
}

function finish(sandbox: Sandbox, jobId: string) {
  sandbox.jobs().finish(jobId.replace('Job:', ''));
}

const readsOf = (sandbox: Sandbox) =>
  sandbox.calls.filter(({ method, path }) => method === 'GET' && path.startsWith('/v1/jobs/')).length;

describe.each(SUBSCRIPTIONS)('jobUpdated over %s', (_, subscribe) => {
  test('tells the present state, then the end with what was made, once, and completes', async () => {
    await using sandbox = await startSandbox({ jobTimesMs: 60_000 });
    await using gateway = await startGateway(sandbox);
    const jobId = await start(gateway);
    const events: Answer[] = [];
    for await (const event of subscribe(gateway, {
      query: `subscription { jobUpdated(id: "${jobId}") { status kind isFinal request { prompt } output { ... on ImageOutput { url } } image { id url prompt } } }`,
      key: SAMPLE_API_KEY,
    })) {
      events.push(event);
      if (events.length === 1) finish(sandbox, jobId);
    }
    const image = sandbox.library().images.items[0];
    expect(events).toMatchObject([
      {
        data: {
          jobUpdated: { status: 'IN_PROGRESS', kind: 'IMAGE', isFinal: false, output: null, image: null },
        },
      },
      {
        data: {
          jobUpdated: {
            status: 'COMPLETED',
            isFinal: true,
            request: { prompt: 'A red fox asleep' },
            output: { url: image?.url },
            image: { id: `Image:${image?.id}`, prompt: 'A red fox asleep' },
          },
        },
      },
    ]);
  });

  test('tells of a failure in the words of Pictory, and again to who subscribes again', async () => {
    await using sandbox = await startSandbox({ jobTimesMs: 200 });
    await using gateway = await startGateway(sandbox);
    const jobId = await start(gateway, 'generateVideo', 'This one is meant to [fail]');
    const query = `subscription { jobUpdated(id: "${jobId}") { status error { code message } } }`;
    const watch = async () => {
      const events: Answer[] = [];
      for await (const event of subscribe(gateway, { query, key: SAMPLE_API_KEY })) events.push(event);
      return events;
    };
    const failed = { data: { jobUpdated: { status: 'FAILED', error: { message: expect.any(String) } } } };
    expect((await watch()).at(-1)).toMatchObject(failed);
    const reads = readsOf(sandbox);
    expect(await watch()).toMatchObject([failed]);
    expect(readsOf(sandbox)).toBe(reads);
  });

  test('of many jobs tells each end once and completes after the last', async () => {
    await using sandbox = await startSandbox({ jobTimesMs: 300 });
    await using gateway = await startGateway(sandbox);
    const ids = [await start(gateway), await start(gateway), await start(gateway)];
    const ends: string[] = [];
    const query = `subscription { jobsUpdated(ids: ${JSON.stringify(ids)}) { id isFinal } }`;
    for await (const { data } of subscribe(gateway, { query, key: SAMPLE_API_KEY })) {
      const job = data?.jobsUpdated as { id: string; isFinal: boolean };
      if (job.isFinal) ends.push(job.id);
    }
    expect(ends.toSorted()).toEqual(ids.toSorted());
  });

  test('that is left stops asking Pictory', async () => {
    await using sandbox = await startSandbox({ jobTimesMs: 60_000 });
    await using gateway = await startGateway(sandbox, {
      JOB_POLL_INTERVAL_MS: '50',
      JOB_POLL_MAX_INTERVAL_MS: '50',
    });
    const jobId = await start(gateway);
    const read = sandbox.nextCall({ method: 'GET', path: '/v1/jobs/*' });
    for await (const _event of subscribe(gateway, {
      query: `subscription { jobUpdated(id: "${jobId}") { id } }`,
      key: SAMPLE_API_KEY,
    })) {
      await read;
      break;
    }
    const { promise: quiet, resolve } = Promise.withResolvers<void>();
    let reads = -1;
    const check = setInterval(() => {
      if (readsOf(sandbox) === reads) resolve();
      reads = readsOf(sandbox);
    }, 300);
    await quiet;
    clearInterval(check);
    expect(reads).toBeGreaterThan(0);
  });
});

test('a thousand subscribers over SSE and WebSocket cost one read per interval', async () => {
  const intervalMs = 1000;
  await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
  await using gateway = await startGateway(sandbox, {
    JOB_POLL_INTERVAL_MS: String(intervalMs),
    JOB_POLL_MAX_INTERVAL_MS: String(intervalMs),
  });
  const jobId = await start(gateway);
  const query = `subscription { jobUpdated(id: "${jobId}") { status } }`;
  const { promise: allSubscribed, resolve: noteAll } = Promise.withResolvers<void>();
  let subscribed = 0;
  const statuses = Array.from({ length: 1000 }, async (_, i) => {
    const subscribe = i % 2 === 0 ? subscribeOverSse : subscribeOverWebSocket;
    const seen: unknown[] = [];
    for await (const { data } of subscribe(gateway, { query, key: SAMPLE_API_KEY })) {
      const job = data?.jobUpdated as { status: string } | undefined;
      seen.push(job?.status);
      if (seen.length === 1 && ++subscribed === 1000) noteAll();
    }
    return seen;
  });
  await allSubscribed;
  const startedAt = performance.now();
  sandbox.clearCalls();
  for (let read = 0; read < 3; read++) await sandbox.nextCall({ path: '/v1/jobs/*' });
  // Jitter makes an interval up to a tenth shorter.
  expect(readsOf(sandbox)).toBeLessThanOrEqual((performance.now() - startedAt) / (intervalMs * 0.9) + 1);
  finish(sandbox, jobId);
  for (const seen of await Promise.all(statuses)) expect(seen).toEqual(['IN_PROGRESS', 'COMPLETED']);
});

describe('waiting in a query', () => {
  test('ends with the job, and finds the image it made', async () => {
    await using sandbox = await startSandbox({ jobTimesMs: 500 });
    await using gateway = await startGateway(sandbox);
    const jobId = await start(gateway);
    expect(
      await gateway.ask({
        query: `{ job(id: "${jobId}", waitSeconds: 20) { status image { prompt } } }`,
        key: SAMPLE_API_KEY,
      }),
    ).toMatchObject({ data: { job: { status: 'COMPLETED', image: { prompt: 'A red fox asleep' } } } });
  });

  test('ends with the time, with the state of that moment', async () => {
    await using sandbox = await startSandbox({ jobTimesMs: 60_000 });
    await using gateway = await startGateway(sandbox);
    const jobId = await start(gateway);
    const answer = await gateway.ask({
      query: `{ job(id: "${jobId}", waitSeconds: 1) { status } }`,
      key: SAMPLE_API_KEY,
    });
    expect(answer).toMatchObject({ data: { job: { status: 'IN_PROGRESS' } } });
    expect(answer.errors).toBeUndefined();
  });

  test('ends when the gateway drains, without an error', async () => {
    await using sandbox = await startSandbox({ jobTimesMs: 60_000 });
    await using gateway = await startGateway(sandbox);
    const jobId = await start(gateway);
    const read = sandbox.nextCall({ path: '/v1/jobs/*' });
    const waiting = gateway.ask({
      query: `{ job(id: "${jobId}", waitSeconds: 50) { status } }`,
      key: SAMPLE_API_KEY,
    });
    await read;
    expect(await gateway.app.drain()).toBe(true);
    expect(await waiting).toMatchObject({ data: { job: { status: 'IN_PROGRESS' } } });
  });
});

test('a job that is cleaned is gone with what it made', async () => {
  await using sandbox = await startSandbox({ jobTimesMs: 100 });
  await using gateway = await startGateway(sandbox);
  const jobId = await start(gateway);
  const made = await gateway.ask<{ job: { image: { id: string } } }>({
    query: `{ job(id: "${jobId}", waitSeconds: 20) { image { id } } }`,
    key: SAMPLE_API_KEY,
  });
  const clean = `mutation { cleanJob(id: "${jobId}") { __typename ... on CleanJobPayload { job { status } } } }`;
  for (let time = 0; time < 2; time++) {
    expect(await gateway.ask({ query: clean, key: SAMPLE_API_KEY })).toMatchObject({
      data: { cleanJob: { __typename: 'CleanJobPayload', job: { status: 'CLEANED' } } },
    });
  }
  expect(
    await gateway.ask({
      query: `{ job(id: "${jobId}") { status output { __typename } } image(id: "${made.data?.job.image.id}") { id } }`,
      key: SAMPLE_API_KEY,
    }),
  ).toMatchObject({ data: { job: { status: 'CLEANED', output: null }, image: null } });
});

test('a video continues from the last frame of a job and of a listed video', async () => {
  await using sandbox = await startSandbox({ jobTimesMs: 100 });
  await using gateway = await startGateway(sandbox);
  const jobId = await start(gateway, 'generateVideo', 'A tram climbs a hill');
  const first = await gateway.ask<{ job: { video: { id: string; lastFrameImageUrl: string } } }>({
    query: `{ job(id: "${jobId}", waitSeconds: 20) { video { id lastFrameImageUrl } } }`,
    key: SAMPLE_API_KEY,
  });
  for (const source of [jobId, first.data?.job.video.id]) {
    expect(
      await gateway.ask({
        query: `mutation { generateVideo(input: { prompt: "And down again", source: { continueVideo: "${source}" } }) {
          ... on GenerateVideoPayload { job { request { firstFrameImageUrl } } } ... on PictoryError { message }
        } }`,
        key: SAMPLE_API_KEY,
      }),
    ).toMatchObject({
      data: {
        generateVideo: { job: { request: { firstFrameImageUrl: first.data?.job.video.lastFrameImageUrl } } },
      },
    });
  }
});
