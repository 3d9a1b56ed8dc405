import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { SAMPLE_API_KEY } from '../../src/sandbox/sandbox.ts';
import { type JobWatch, type Replica, startPollingFleet, watchJob } from '../support/fleet.ts';
import { startRedis } from '../support/redis-server.ts';
import { startSandbox } from '../support/sandbox.ts';

const INTERVAL_MS = 1000;
/** Two cores are shared by five processes, hundreds of subscribers and whatever else the machine does. */
const SCHEDULING_MS = 500;
const ALLOWED_MS = 2 * INTERVAL_MS + SCHEDULING_MS;
const JOBS = 200;
/** As many ends of jobs go between any two steps of the story. */
const WAVE = 11;

/** Something was broken, from the moment before it was until the moment after it was whole again. */
interface Outage {
  fromMs: number;
  /** Infinity: not over yet. */
  untilMs: number;
}

/** When an end has to be known everywhere: some time after it, or after the last outage that began before it was due. */
function dueAtMs(endedAtMs: number, outages: readonly Outage[]): number {
  let dueMs = endedAtMs + ALLOWED_MS;
  for (const { fromMs, untilMs } of outages) {
    if (fromMs <= dueMs && untilMs >= endedAtMs) dueMs = Math.max(dueMs, untilMs + ALLOWED_MS);
  }
  return dueMs;
}

async function startJobs(replica: Replica, count: number): Promise<string[]> {
  const answer = await replica.ask<{ generateImages: { jobId?: string }[] }>({
    query: `mutation ($inputs: [GenerateImageInput!]!) { generateImages(inputs: $inputs) {
      ... on GenerateImagePayload { jobId } ... on PictoryError { code message } } }`,
    variables: { inputs: Array.from({ length: count }, () => ({ prompt: 'A red fox asleep' })) },
    key: SAMPLE_API_KEY,
  });
  const ids = answer.data?.generateImages.flatMap(({ jobId }) => jobId ?? []) ?? [];
  if (ids.length !== count) throw new Error(JSON.stringify(answer));
  return ids;
}

test('kill -9 of the lease holder, of Redis and of each in turn, while 200 jobs run with subscribers who reconnect as clients do: every job’s end reaches every subscriber, none twice, none later than two intervals after the fault is over', async () => {
  await using redis = await startRedis();
  await using sandbox = await startSandbox({ jobTimesMs: 3_600_000 });
  await using fleet = await startPollingFleet({ sandbox, redis, intervalMs: INTERVAL_MS });

  const batches = Array.from({ length: JOBS / 20 }, (_, batch) => startJobs(fleet.replica(batch % 3), 20));
  const jobIds = (await Promise.all(batches)).flat();
  // One watcher for every other job, two for the rest: some replica has the lease of a job that others watch as well.
  const watches = jobIds.flatMap((jobId, place) =>
    Array.from({ length: 1 + (place % 2) }, (_, second) => ({
      jobId,
      watch: watchJob(fleet, { jobId, key: SAMPLE_API_KEY, index: place + second }),
    })),
  );
  await Promise.all(watches.map(({ watch }) => watch.first));

  const outages: Outage[] = [];
  const endedAtMs = new Map<string, number>();
  const running = [...jobIds];
  const finishWave = (count = WAVE) => {
    for (const jobId of running.splice(0, count)) {
      endedAtMs.set(jobId, Date.now());
      expect(sandbox.jobs().finish(jobId.replace('Job:', ''))).toBe(true);
    }
  };
  /** Breaks something and mends it, while jobs end before, meanwhile and after. */
  const strike = async (breakIt: () => unknown, lastsMs: number, mendIt: () => unknown) => {
    finishWave();
    const outage = { fromMs: Date.now(), untilMs: Number.POSITIVE_INFINITY };
    outages.push(outage);
    await breakIt();
    finishWave();
    await sleep(lastsMs);
    await mendIt();
    outage.untilMs = Date.now();
    finishWave();
    await untilTold();
  };
  /** All who wait for an end have heard of it, or it is overdue: then the story goes on, and the end tells. */
  const untilTold = async () => {
    const waiting = watches.filter(({ jobId }) => endedAtMs.has(jobId)).map(({ watch }) => watch.ended);
    const late = new AbortController();
    const overdue = sleep(ALLOWED_MS + 500, undefined, { signal: late.signal }).catch(() => {});
    await Promise.race([Promise.all(waiting), overdue]);
    late.abort();
  };

  const [first, second, third] = [fleet.replica(0), fleet.replica(1), fleet.replica(2)];
  // Each replica holds the leases of about a third of the jobs.
  await strike(
    () => first.kill(),
    1_500,
    () => first.restart(),
  );
  await strike(
    () => redis.kill(),
    2_000,
    () => redis.restart(),
  );
  await strike(
    () => second.kill(),
    1_000,
    () => second.restart(),
  );
  await strike(
    () => redis.freeze(),
    3_000,
    () => redis.thaw(),
  );
  await strike(
    () => Promise.all([redis.kill(), third.kill()]),
    2_000,
    () => Promise.all([redis.restart(), third.restart()]),
  );
  finishWave(running.length);
  await untilTold();

  const tell = ({ jobId, watch }: { jobId: string; watch: JobWatch }) => {
    const ended = endedAtMs.get(jobId) ?? Number.NaN;
    const last = watch.seen.at(-1);
    return {
      jobId,
      seen: watch.seen.map(({ status, connection }) => `${connection}: ${status}`),
      // How long after the job had ended, and how long after it was due.
      afterMs: (last?.atMs ?? Number.NaN) - ended,
      overdueMs: (last?.atMs ?? Number.NaN) - dueAtMs(ended, outages),
    };
  };
  const isTold = ({ watch }: { watch: JobWatch }) => watch.seen.at(-1)?.status === 'COMPLETED';
  expect(endedAtMs.size).toBe(JOBS);
  expect(watches.filter((each) => !isTold(each)).map(tell)).toEqual([]);
  expect(watches.filter(({ watch }) => watch.finals !== 1).map(tell)).toEqual([]);
  expect(watches.map(tell).filter(({ overdueMs }) => overdueMs > 0)).toEqual([]);
  // The faults have been felt.
  expect(watches.filter(({ watch }) => watch.connections > 1).length).toBeGreaterThan(50);
}, 90_000);
