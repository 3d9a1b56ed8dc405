import { setTimeout as sleep } from 'node:timers/promises';
import { SAMPLE_API_KEY } from '../../src/sandbox/sandbox.ts';
import { startRelay } from '../../test/support/fleet.ts';
import type { Figure } from '../results.ts';
import { median } from '../statistics.ts';
import { finish, generate, LONG_PROMPT, openGround, PROMPT, startJobs, watchJobs } from './ground.ts';
import { sizesOf, usedMemory } from './redis-facts.ts';

/** What Redis holds, in bytes. */
export async function measureMemory({ jobCount }: { jobCount: number }): Promise<Figure[]> {
  return [...(await measureJobs(jobCount)), ...(await measureRest())];
}

const INTERVAL_MS = 5_000;

async function measureJobs(count: number): Promise<Figure[]> {
  await using ground = await openGround({ intervalMs: INTERVAL_MS });
  const { redis, fleet } = ground;
  // What every gateway needs once, such as its scripts, is there before.
  using _first = watchJobs(fleet.replica(0), await startJobs(fleet.replica(0), 1));
  await sleep(INTERVAL_MS / 2);
  const emptyBytes = await usedMemory(redis);

  const shares = fleet.replicas.map((_, index) => Math.floor((count + index) / fleet.replicas.length));
  const started = fleet.replicas.map((replica, index) => startJobs(replica, shares[index] ?? 0));
  const jobIds = (await Promise.all(started)).flat();
  const startedBytes = await usedMemory(redis);

  using watching = new DisposableStack();
  await Promise.all(fleet.replicas.map((replica) => watching.use(watchJobs(replica, jobIds)).begun));
  // Each has been read, and its lease taken.
  await sleep(1.3 * INTERVAL_MS);
  const watchedBytes = await usedMemory(redis);
  const jobBytes = median(await sizesOf(redis, '*:job:*'));
  const leaseBytes = median(await sizesOf(redis, '*:lease:*'));
  return [
    {
      what: 'Redis, a watched job',
      value: `${bytes(jobBytes)} + ${bytes(leaseBytes)}`,
      how: `MEMORY USAGE of its state (a prompt of ${PROMPT.length} characters) and of its lease, medians`,
    },
    {
      what: `Redis, ${count} jobs, nobody watches`,
      value: `${bytes((startedBytes - emptyBytes) / count)} each`,
      how: 'growth of used_memory without the buffers of clients',
    },
    {
      what: `Redis, ${count} jobs, all watched at ${fleet.replicas.length} replicas`,
      value: `${bytes((watchedBytes - emptyBytes) / count)} each`,
      how: 'the same; leases and channels are in it',
    },
  ];
}

async function measureRest(): Promise<Figure[]> {
  await using relay = await startRelay();
  await using ground = await openGround({ intervalMs: 200, environment: { PUBLIC_URL: relay.url } });
  const { redis, sandbox, fleet } = ground;
  const [replica, other] = [fleet.replica(0), fleet.replica(1)];
  relay.sendTo(other);

  const keyed = async (prompt: string, name: string) => {
    for (let index = 0; index < KEYED; index++)
      await generate(replica, { prompt, idempotencyKey: `${name} ${index}` });
  };
  await keyed(PROMPT, 'short');
  const shortBytes = median(await sizesOf(redis, '*:record:*'));
  const addressBytes = median(await sizesOf(redis, '*:callback:*'));
  await keyed(LONG_PROMPT, 'long');
  const longBytes = Math.max(...(await sizesOf(redis, '*:record:*')));
  const longJobBytes = Math.max(...(await sizesOf(redis, '*:job:*')));

  const jobIds = await startJobs(replica, KEYED);
  using watching = watchJobs(other, jobIds);
  await watching.begun;
  for (const jobId of jobIds) finish(sandbox, jobId);
  while (relay.statuses.length < jobIds.length) await sleep(20);
  await sleep(1_500);
  const callBytes = median(await sizesOf(redis, '*:called:*'));

  const readPages = (first: number) =>
    replica.ask({
      query: 'query ($first: Int!) { images(first: $first) { nodes { id } } }',
      variables: { first },
      key: SAMPLE_API_KEY,
    });
  await readPages(100);
  await sleep(200);
  const [onePageBytes = Number.NaN] = await sizesOf(redis, '*:places:*');
  await readPages(1000);
  await sleep(500);
  const [tenPagesBytes = Number.NaN] = await sizesOf(redis, '*:places:*');

  return [
    {
      what: 'Redis, the state of a job with the longest prompt',
      value: bytes(longJobBytes),
      how: `MEMORY USAGE, ${LONG_PROMPT.length} characters`,
    },
    {
      what: 'Redis, an idempotency record',
      value: bytes(shortBytes),
      how: `MEMORY USAGE, a prompt of ${PROMPT.length} characters, median of ${KEYED}`,
    },
    {
      what: 'Redis, an idempotency record with the longest prompt',
      value: bytes(longBytes),
      how: `MEMORY USAGE, ${LONG_PROMPT.length} characters`,
    },
    {
      what: 'Redis, a callback address, and a call',
      value: `${bytes(addressBytes)} + ${bytes(callBytes)}`,
      how: `MEMORY USAGE, medians of ${KEYED}; the second from the call on`,
    },
    {
      what: 'Redis, a page of 100 in the index of places',
      value: `${bytes(onePageBytes)}, then ${bytes((tenPagesBytes - onePageBytes) / 9)} each`,
      how: 'MEMORY USAGE of the list’s hash with one page, and what nine more add',
    },
  ];
}

const KEYED = 20;

/** With separators, because these are read by people. */
function bytes(count: number): string {
  return `${Math.round(count).toLocaleString('en-US')} B`;
}
