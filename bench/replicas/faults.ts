import { setTimeout as sleep } from 'node:timers/promises';
import { countJobReads, type Replica } from '../../test/support/fleet.ts';
import type { Figure } from '../results.ts';
import { median } from '../statistics.ts';
import {
  finish,
  type Ground,
  generate,
  openGround,
  PROMPT,
  pictoryIdOf,
  startJobs,
  watchJobs,
} from './ground.ts';

const INTERVAL_MS = 1_000;

/** How long it takes others to go on after a replica was killed, and all after Redis came back empty. */
export async function measureFaults(extent: { kills: number; restarts: number }): Promise<Figure[]> {
  await using ground = await openGround({ intervalMs: INTERVAL_MS });
  const takeovers: number[] = [];
  for (let kill = 0; kill < extent.kills; kill++) takeovers.push(...(await measureTakeover(ground, kill)));
  const returns: number[] = [];
  for (let restart = 0; restart < extent.restarts; restart++)
    returns.push(...(await measureReturn(ground, restart)));
  return [
    {
      what: 'From kill -9 of the lease holder to the read of another, in intervals: median, most',
      value: told(takeovers.map((ms) => ms / INTERVAL_MS)),
      how: `${takeovers.length} jobs in ${extent.kills} kills, interval ${INTERVAL_MS} ms`,
    },
    {
      what: 'From an empty Redis to a keyed generation that is taken, in seconds: median, most',
      value: told(returns.map((ms) => ms / 1000)),
      how: `${returns.length} replicas in ${extent.restarts} restarts, from the moment Redis listens`,
    },
  ];
}

function told(values: readonly number[]): string {
  return `${median(values).toFixed(2)}, ${Math.max(...values).toFixed(2)}`;
}

const JOBS = 10;

/** From the kill of a replica to the first read of each job of which it had the lease, in ms. */
async function measureTakeover({ sandbox, fleet }: Ground, kill: number): Promise<number[]> {
  const holder = fleet.replica(kill % fleet.replicas.length);
  const others = fleet.replicas.filter((replica) => replica !== holder);
  const jobIds: string[] = [];
  using watching = new DisposableStack();
  // One by one, so that the kill comes at ten different moments between two reads.
  for (let index = 0; index < JOBS; index++) {
    const [jobId = ''] = await startJobs(holder, 1);
    jobIds.push(jobId);
    await watching.use(watchJobs(holder, [jobId])).begun;
    await sleep(INTERVAL_MS / JOBS);
  }
  await sleep(1.2 * INTERVAL_MS);
  await Promise.all(others.map((replica) => watching.use(watchJobs(replica, jobIds)).begun));
  await untilQuiet(others);
  sandbox.clearCalls();
  const killedAtMs = Date.now();
  await holder.kill();
  await sleep(3 * INTERVAL_MS);
  const times = jobIds.map((jobId) => {
    const path = `/v1/jobs/${pictoryIdOf(jobId)}`;
    // What the holder had sent in its last moment was not answered.
    const read = sandbox.calls.find((call) => call.path === path && call.outcome === 'answered');
    return (read?.atMs ?? Number.POSITIVE_INFINITY) - killedAtMs;
  });
  for (const jobId of jobIds) finish(sandbox, jobId);
  await holder.restart();
  return times;
}

/** How often it is looked whether one gateway reads all jobs. */
const LOOKS = 10;

/** Resolves when these gateways have read nothing for an interval and a half: another one holds all leases. */
async function untilQuiet(replicas: readonly Replica[]): Promise<void> {
  for (let look = 0; look < LOOKS; look++) {
    const before = await Promise.all(replicas.map(countJobReads));
    await sleep((1.5 + Math.random() / 2) * INTERVAL_MS);
    const after = await Promise.all(replicas.map(countJobReads));
    if (after.every((reads, index) => reads === before[index])) return;
  }
  throw new Error(
    'The machine is too busy: the leases of jobs went from one gateway to another all the time.',
  );
}

/** How long Redis stays away. */
const AWAY_MS = 500;

/** From a Redis that has come back empty to the first keyed generation at each replica, in ms. */
async function measureReturn({ redis, fleet }: Ground, restart: number): Promise<number[]> {
  await redis.kill();
  await sleep(AWAY_MS);
  await redis.restart();
  const emptyAt = performance.now();
  return Promise.all(
    fleet.replicas.map(async (replica, index) => {
      const idempotencyKey = `after restart ${restart} at ${index}`;
      for (;;) {
        const { jobId } = await generate(replica, { prompt: PROMPT, idempotencyKey });
        if (jobId) return performance.now() - emptyAt;
        await sleep(20);
      }
    }),
  );
}
