import { setTimeout as sleep } from 'node:timers/promises';
import { CALLER, type Contender, contenderNamed, startContender } from '../http/contenders.ts';
import { QUERIES } from '../http/queries.ts';
import { median } from '../statistics.ts';
import type { Upstream } from '../upstream/upstream.ts';
import { toUuid } from '../uuid.ts';
import { type Crowd, startCrowd } from './crowd.ts';
import type { Transport } from './subscriber.ts';

/** How many subscribe, and how long they are looked at. */
export interface Extent {
  /** Growing numbers of subscribers. */
  counts: readonly number[];
  idleMs: number;
  pollIntervalMs: number;
  /** How many jobs end, so that what that takes is compiled again: V8 lets go of it when garbage is collected thoroughly. */
  warmUpEnds: number;
  /** How many end then, and are measured. */
  ends: number;
}

/** What a number of subscribers costs one gateway. */
export interface Held {
  count: number;
  /** Memory of the process for each of them, and what of it JavaScript holds. */
  rssBytesEach: number;
  liveBytesEach: number;
}

/** What is known of one transport. */
export interface Holding {
  transport: Transport;
  held: readonly Held[];
  /** Subscribers that got their first event, per second, while all of them connected. */
  connectsPerSecond: number;
  connectCpuMs: number;
  /** Of one core, while nothing changes. */
  idleCpuShare: number;
  /** Reads of Pictory per second, while nothing changes, and the jobs that are watched. */
  idleReadsPerSecond: number;
  jobs: number;
  /** From the read that saw a job's end to the first and the last of its subscribers; the number of these. */
  firstMs: number;
  lastMs: number;
  watchersPerJob: number;
}

/** As many watch one job. */
const WATCHERS_PER_JOB = 1000;
/** Connect before it is measured, so that what is loaded once is there. */
const WARM_UP = 100;

/** Lets subscribers come over one transport to one gateway, holds them, and ends some of their jobs. */
export async function measureHolding(
  transport: Transport,
  upstream: Upstream,
  extent: Extent,
): Promise<Holding> {
  await using gateway = await startContender(
    { ...contenderNamed('ours'), environment: { JOB_POLL_INTERVAL_MS: String(extent.pollIntervalMs) } },
    { upstreamUrl: upstream.url, firstBody: QUERIES[0]?.bodies[0] ?? '' },
  );
  const place = { transport, port: Number(new URL(gateway.url).port), authorization: CALLER };
  await warmUp(place);
  await using crowd = startCrowd(place);
  const jobIdOf = (subscriber: number) => jobOf(transport, Math.floor(subscriber / WATCHERS_PER_JOB));

  const before = await gateway.process.usage('settled');
  const held: Held[] = [];
  let there = 0;
  let seconds = 0;
  let connectCpuMs = 0;
  for (const count of extent.counts) {
    const { cpuMs } = await gateway.process.usage();
    seconds += await crowd.join(Array.from({ length: count - there }, (_, index) => jobIdOf(there + index)));
    connectCpuMs += (await gateway.process.usage()).cpuMs - cpuMs;
    there = count;
    const { rssBytes, liveBytes } = await gateway.process.usage('settled');
    held.push({
      count,
      rssBytesEach: (rssBytes - before.rssBytes) / count,
      liveBytesEach: (liveBytes - before.liveBytes) / count,
    });
  }
  const idle = await measureIdle(gateway, upstream, extent.idleMs);
  const watchers = Math.min(there, WATCHERS_PER_JOB);
  // Where few files may be open there are fewer jobs to end.
  const jobs = Math.max(1, Math.floor(there / WATCHERS_PER_JOB));
  const jobIds = Array.from({ length: Math.min(extent.warmUpEnds + extent.ends, jobs) }, (_, index) =>
    jobOf(transport, index),
  );
  const warmUpIds = jobIds.splice(0, Math.min(extent.warmUpEnds, jobIds.length - 1));
  await measureEnds(crowd, upstream, { jobIds: warmUpIds, watchers });
  const ends = await measureEnds(crowd, upstream, { jobIds, watchers });
  return {
    transport,
    held,
    connectsPerSecond: there / seconds,
    connectCpuMs: connectCpuMs / there,
    jobs: Math.ceil(there / WATCHERS_PER_JOB),
    watchersPerJob: watchers,
    ...idle,
    ...ends,
  };
}

async function warmUp(place: Parameters<typeof startCrowd>[0]): Promise<void> {
  await using crowd = startCrowd(place);
  await crowd.join(Array.from({ length: WARM_UP }, () => jobOf(place.transport, 0)));
}

/** Each transport has jobs of its own: what has ended once does not end again. */
function jobOf(transport: Transport, index: number): string {
  return toUuid((transport === 'SSE' ? 1_000_000 : 2_000_000) + index);
}

async function measureIdle(gateway: Contender, upstream: Upstream, idleMs: number) {
  const before = await gateway.process.usage();
  const calls = await upstream.countCalls();
  await sleep(idleMs);
  const { cpuMs } = await gateway.process.usage();
  return {
    idleCpuShare: (cpuMs - before.cpuMs) / idleMs,
    idleReadsPerSecond: ((await upstream.countCalls()) - calls) / (idleMs / 1000),
  };
}

/** How long the last subscriber is waited for. */
const FAN_OUT_LIMIT_MS = 10_000;

async function measureEnds(
  crowd: Crowd,
  upstream: Upstream,
  { jobIds, watchers }: { jobIds: readonly string[]; watchers: number },
) {
  const readAt = await upstream.finish(jobIds);
  const firsts: number[] = [];
  const lasts: number[] = [];
  for (const jobId of jobIds) {
    const dueAt = performance.now() + FAN_OUT_LIMIT_MS;
    let times = await crowd.finals(jobId);
    while (times.length < watchers) {
      if (performance.now() > dueAt)
        throw new Error(`Only ${times.length} of ${watchers} subscribers heard of the end.`);
      await sleep(50);
      times = await crowd.finals(jobId);
    }
    const read = readAt.get(jobId) ?? Number.NaN;
    firsts.push(Math.min(...times) - read);
    lasts.push(Math.max(...times) - read);
  }
  return { firstMs: median(firsts), lastMs: median(lasts) };
}
