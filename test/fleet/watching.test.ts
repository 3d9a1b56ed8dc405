import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { SAMPLE_API_KEY, type Sandbox } from '../../src/sandbox/sandbox.ts';
import {
  countJobReads,
  type Replica,
  startFleet,
  startPollingFleet,
  startRelay,
  watchJob,
} from '../support/fleet.ts';
import { startRedis } from '../support/redis-server.ts';
import { startSandbox } from '../support/sandbox.ts';

const INTERVAL_MS = 1000;
/** What a busy machine may add to a promised time. */
const SCHEDULING_MS = 500;
const PROMPT = 'A red fox asleep';

/** Starts a generation at a replica and gives the global id of its job. */
async function start(replica: Replica): Promise<string> {
  const answer = await replica.ask<{ generateImage: { jobId?: string } }>({
    query: `mutation ($prompt: String!) { generateImage(input: { prompt: $prompt }) {
      ... on GenerateImagePayload { jobId } ... on PictoryError { code message } } }`,
    variables: { prompt: PROMPT },
    key: SAMPLE_API_KEY,
  });
  const jobId = answer.data?.generateImage.jobId;
  if (!jobId) throw new Error(JSON.stringify(answer));
  return jobId;
}

function finish(sandbox: Sandbox, jobId: string): void {
  expect(sandbox.jobs().finish(jobId.replace('Job:', ''))).toBe(true);
}

const readsOf = (sandbox: Sandbox) =>
  sandbox.calls.filter(({ method, path }) => method === 'GET' && path.startsWith('/v1/jobs/')).length;

describe('watching a job at several replicas', () => {
  test('three replicas and 1,000 subscribers of one job cost at most 1.1 upstream reads per interval, and each gets the final state exactly once', async () => {
    await using redis = await startRedis();
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using fleet = await startPollingFleet({ sandbox, redis, intervalMs: INTERVAL_MS });
    const jobId = await start(fleet.replica(0));
    const watches = Array.from({ length: 1000 }, (_, index) =>
      watchJob(fleet, { jobId, key: SAMPLE_API_KEY, index }),
    );
    await Promise.all(watches.map(({ first }) => first));

    const intervals = 10;
    sandbox.clearCalls();
    const startedAt = performance.now();
    await sleep(intervals * INTERVAL_MS);
    const passedIntervals = (performance.now() - startedAt) / INTERVAL_MS;
    const reads = readsOf(sandbox);
    // One more, for where the span begins and ends.
    expect(reads).toBeLessThanOrEqual(1.1 * passedIntervals + 1);
    expect(reads).toBeGreaterThanOrEqual(0.8 * intervals - 1);

    finish(sandbox, jobId);
    await Promise.all(watches.map(({ ended }) => ended));
    for (const { seen, finals, connections, isComplete } of watches) {
      expect(seen.map(({ status }) => status)).toEqual(['IN_PROGRESS', 'COMPLETED']);
      expect({ finals, connections, isComplete }).toEqual({ finals: 1, connections: 1, isComplete: true });
    }
  }, 90_000);

  test('a watcher that joins on another replica gets the last known state at once, without an upstream call', async () => {
    await using redis = await startRedis();
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using fleet = await startFleet({
      replicas: 3,
      sandbox,
      environment: {
        REDIS_URL: redis.url,
        JOB_POLL_INTERVAL_MS: '6000',
        JOB_POLL_MAX_INTERVAL_MS: '6000',
      },
    });
    const jobId = await start(fleet.replica(0));
    // The prompt is known to whoever started the job, and not told by Pictory.
    const watch = (index: number) =>
      watchJob(fleet, { jobId, key: SAMPLE_API_KEY, index, fields: 'request { prompt }' });
    const read = sandbox.nextCall({ method: 'GET', path: '/v1/jobs/*' });
    await watch(0).first;
    await (await read).ended;

    // From here to the next read it takes more than 5 seconds.
    sandbox.clearCalls();
    const joinedAtMs = Date.now();
    for (const late of [watch(1), watch(2), watch(4), watch(5)]) {
      const { job, atMs } = await late.first;
      expect(job).toMatchObject({ status: 'IN_PROGRESS', request: { prompt: PROMPT } });
      expect(atMs - joinedAtMs).toBeLessThan(2_000);
    }
    // A read that was begun behind the answer would have come by now.
    await sleep(300);
    expect(sandbox.calls).toEqual([]);
  }, 60_000);

  test('when the replica that polls is killed, another takes over within two intervals', async () => {
    await using redis = await startRedis();
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using fleet = await startPollingFleet({ sandbox, redis, intervalMs: INTERVAL_MS });
    const nextRead = () => sandbox.nextCall({ method: 'GET', path: '/v1/jobs/*' });
    const jobId = await start(fleet.replica(0));
    const watches = [0, 1, 2].map((index) => watchJob(fleet, { jobId, key: SAMPLE_API_KEY, index }));
    await Promise.all(watches.map(({ first }) => first));

    const alive = [...fleet.replicas];
    while (alive.length > 1) {
      // Each has settled who reads, and who has read last is who will read next.
      for (let read = 0; read < 2; read++) await (await nextRead()).ended;
      await sleep(INTERVAL_MS / 4);
      const before = await Promise.all(alive.map(countJobReads));
      await (await nextRead()).ended;
      await sleep(INTERVAL_MS / 4);
      const after = await Promise.all(alive.map(countJobReads));
      const readers = alive.filter((_, place) => (after[place] ?? 0) > (before[place] ?? 0));
      expect(readers).toHaveLength(1);
      const [reader] = readers as [Replica];

      const takenOver = nextRead();
      const killedAtMs = Date.now();
      await reader.kill();
      await takenOver;
      expect(Date.now() - killedAtMs).toBeLessThanOrEqual(2 * INTERVAL_MS + SCHEDULING_MS);
      alive.splice(alive.indexOf(reader), 1);
    }

    finish(sandbox, jobId);
    await Promise.all(watches.map(({ ended }) => ended));
    expect(watches.map(({ finals }) => finals)).toEqual([1, 1, 1]);
    for (const { seen } of watches) expect(seen.at(-1)?.status).toBe('COMPLETED');
  }, 60_000);

  test('with the poll interval at 30 s, a webhook that reaches any replica leads to the final event on every replica before the next poll is due', async () => {
    await using redis = await startRedis();
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using relay = await startRelay();
    await using fleet = await startFleet({
      replicas: 3,
      sandbox,
      environment: {
        REDIS_URL: redis.url,
        PUBLIC_URL: relay.url,
        JOB_POLL_INTERVAL_MS: '30000',
        JOB_POLL_MAX_INTERVAL_MS: '30000',
      },
    });
    // Always started at the first. Who watches first is who polls; an index counts replicas round, and even ones are SSE.
    const cases = [
      { called: 0, watchers: [0, 1, 2, 3, 4, 5] },
      { called: 1, watchers: [2, 0, 1, 3, 4, 5] },
      { called: 2, watchers: [1, 0, 2, 3, 4, 5] },
      // Nobody watches where the call comes in.
      { called: 1, watchers: [2, 0, 3, 5] },
    ];
    for (const { called, watchers } of cases) {
      relay.sendTo(fleet.replica(called));
      const jobId = await start(fleet.replica(0));
      const watches: ReturnType<typeof watchJob>[] = [];
      for (const index of watchers) {
        const watch = watchJob(fleet, { jobId, key: SAMPLE_API_KEY, index });
        await watch.first;
        watches.push(watch);
      }
      const finishedAtMs = Date.now();
      finish(sandbox, jobId);
      await Promise.all(watches.map(({ ended }) => ended));
      for (const { seen } of watches) {
        expect(seen.map(({ status }) => status)).toEqual(['IN_PROGRESS', 'COMPLETED']);
        expect((seen.at(-1)?.atMs ?? 0) - finishedAtMs).toBeLessThan(5_000);
      }
    }
    expect(relay.statuses).toHaveLength(cases.length);
    for (const status of relay.statuses) expect(status).toBeLessThan(300);
  }, 60_000);
});
