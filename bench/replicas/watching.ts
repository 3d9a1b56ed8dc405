import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { Figure } from '../results.ts';
import { median, percentile } from '../statistics.ts';
import { finish, type Ground, openGround, pictoryIdOf, startJobs, watchJobs } from './ground.ts';
import { countCommands } from './redis-facts.ts';

const INTERVAL_MS = 500;

/** What watched jobs cost Redis and Pictory, and how soon news of one replica is known at another. */
export async function measureWatching(extent: { rounds: number; endCount: number }): Promise<Figure[]> {
  await using ground = await openGround({ intervalMs: INTERVAL_MS });
  return [...(await measurePolls(ground, extent.rounds)), ...(await measureNews(ground, extent.endCount))];
}

const JOBS = 50;
const INTERVALS = 12;

/** One span of time, per job and interval. */
interface Span {
  executed: number;
  sent: number;
  reads: number;
}

async function measurePolls(ground: Ground, rounds: number): Promise<Figure[]> {
  const { redis, sandbox, fleet } = ground;
  const jobIds = await startJobs(fleet.replica(0), JOBS);

  const span = async (watchers: number): Promise<Span> => {
    using watching = new DisposableStack();
    const watched = fleet.replicas.slice(0, watchers).map((replica) => watchJobs(replica, jobIds));
    for (const each of watched) watching.use(each);
    await Promise.all(watched.map(({ begun }) => begun));
    // It has settled who reads.
    await sleep(3 * INTERVAL_MS);
    sandbox.clearCalls();
    const before = await countCommands(redis);
    const beganAt = performance.now();
    await sleep(INTERVALS * INTERVAL_MS);
    const after = await countCommands(redis);
    const reads = readsIn(sandbox);
    const intervals = (performance.now() - beganAt) / INTERVAL_MS;
    const per = (count: number) => count / intervals;
    return {
      executed: per(after.executed - before.executed),
      sent: per(after.sent - before.sent),
      reads: per(reads),
    };
  };

  const spans: Span[][] = [0, 1, 2, 3].map(() => []);
  // Nobody watches: what is left are the heartbeats of three gateways, which do not count.
  for (let round = 0; round < rounds; round++) {
    for (let watchers = 0; watchers <= fleet.replicas.length; watchers++)
      spans[watchers]?.push(await span(watchers));
  }
  const middle = (watchers: number, name: keyof Span) =>
    median((spans[watchers] ?? []).map((each) => each[name]));
  const perJob = (watchers: number, name: keyof Span) => (middle(watchers, name) - middle(0, name)) / JOBS;
  const ofAll = (name: keyof Span) =>
    [1, 2, 3].map((watchers) => perJob(watchers, name).toFixed(2)).join(' / ');
  const perSecond = (middle(0, 'executed') * 1000) / INTERVAL_MS / fleet.replicas.length;
  const how = `${JOBS} jobs, ${INTERVALS} intervals of ${INTERVAL_MS} ms, medians of ${rounds} interleaved rounds`;
  return [
    {
      what: 'Upstream reads per job and interval, watched at 1 / 2 / 3 replicas',
      value: ofAll('reads'),
      how,
    },
    {
      what: 'Redis round trips per job and interval, watched at 1 / 2 / 3 replicas',
      value: ofAll('sent'),
      how: 'the same; commands that come over the network',
    },
    {
      what: 'Redis commands per job and interval, watched at 1 / 2 / 3 replicas',
      value: ofAll('executed'),
      how: 'the same; INFO commandstats, those within scripts included',
    },
    {
      what: 'Redis commands per replica and second, nobody watches',
      value: perSecond.toFixed(1),
      how: 'the heartbeat; taken off above',
    },
  ];
}

function readsIn(sandbox: Sandbox): number {
  return sandbox.calls.filter(({ method, path }) => method === 'GET' && path.startsWith('/v1/jobs/')).length;
}

/** Between the ends of two jobs. */
const END_PAUSE_MS = 60;

/** From the read that sees a job's end to the event: at a subscriber of the replica that has read, and at others. */
async function measureNews({ sandbox, fleet }: Ground, count: number): Promise<Figure[]> {
  const [reader, ...others] = fleet.replicas;
  if (!reader) throw new Error('There are no replicas.');
  const jobIds = await startJobs(reader, count);
  const readAt = new Map<string, number>();
  const here: number[] = [];
  const elsewhere: number[] = [];
  const noteIn = (list: number[]) => (jobId: string) => {
    const eventAt = performance.now();
    list.push(eventAt - (readAt.get(jobId) ?? Number.NaN));
  };
  using watching = new DisposableStack();
  // Who watches first takes the leases, and keeps them.
  await watching.use(watchJobs(reader, jobIds, noteIn(here))).begun;
  await sleep(2 * INTERVAL_MS);
  await Promise.all(
    others.map((replica) => watching.use(watchJobs(replica, jobIds, noteIn(elsewhere))).begun),
  );
  await sleep(INTERVAL_MS);

  const reads = jobIds.map(async (jobId) => {
    await sleep(END_PAUSE_MS * jobIds.indexOf(jobId));
    const read = sandbox.nextCall({ method: 'GET', path: `/v1/jobs/${pictoryIdOf(jobId)}` });
    finish(sandbox, jobId);
    await (await read).ended;
    readAt.set(jobId, performance.now());
  });
  await Promise.all(reads);
  const dueAt = performance.now() + 5_000;
  while (elsewhere.length < count * others.length && performance.now() < dueAt) await sleep(20);

  const told = (list: readonly number[]) =>
    `${median(list).toFixed(1)} ms, ${percentile(list, 0.99).toFixed(1)} ms`;
  return [
    {
      what: 'From the read that sees the end to the event elsewhere: median, p99',
      value: told(elsewhere),
      how: `${elsewhere.length} events of ${count} jobs at subscribers of two other replicas`,
    },
    {
      what: 'From the read that sees the end to the event at the reader: median, p99',
      value: told(here),
      how: `${here.length} events; what the way through Redis is compared with`,
    },
  ];
}
