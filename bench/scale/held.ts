import { setTimeout as sleep } from 'node:timers/promises';
import { sendAll } from '../bounds/send.ts';
import { CALLER, contenderNamed, startContender } from '../http/contenders.ts';
import { QUERIES } from '../http/queries.ts';
import { startCrowd } from '../subscriptions/crowd.ts';
import { startUpstream } from '../upstream/upstream.ts';
import { toUuid } from '../uuid.ts';
import type { Growth, Point } from './growth.ts';

const FIRST_BODY = QUERIES[0]?.bodies[0] ?? '';

const WATCHED = [100, 250, 500, 1000, 1500, 2000];
const POLL_INTERVAL_MS = 2_000;

/** CPU for each second in which jobs are watched, each by one subscriber and read once an interval. */
export async function measureWatching(seconds: number): Promise<Growth> {
  await using upstream = await startUpstream();
  await using gateway = await startContender(
    {
      ...contenderNamed('ours'),
      environment: {
        ...contenderNamed('ours').environment,
        JOB_POLL_INTERVAL_MS: String(POLL_INTERVAL_MS),
        UPSTREAM_CONCURRENCY: '1000',
      },
    },
    { upstreamUrl: upstream.url, firstBody: FIRST_BODY },
  );
  await using crowd = startCrowd({
    transport: 'SSE',
    port: Number(new URL(gateway.url).port),
    authorization: CALLER,
  });
  const points: Point[] = [];
  let there = 0;
  for (const size of WATCHED) {
    await crowd.join(Array.from({ length: size - there }, (_, index) => toUuid(there + index)));
    there = size;
    // The first reads of those that came together are together, too; some intervals scatter them.
    await sleep(2 * POLL_INTERVAL_MS);
    const [before, calls] = [await gateway.process.usage(), await upstream.countCalls()];
    await sleep(1000 * seconds);
    const [after, callsAfter] = [await gateway.process.usage(), await upstream.countCalls()];
    points.push({
      size,
      cost: (after.cpuMs - before.cpuMs) / seconds,
      besides: { 'reads of Pictory a second': ((callsAfter - calls) / seconds).toFixed(0) },
    });
  }
  return {
    name: 'jobs watched',
    unit: `jobs, each read every ${POLL_INTERVAL_MS} ms`,
    cost: 'CPU in ms for each second',
    digits: 1,
    rises: true,
    points,
  };
}

const TENANTS = [250, 500, 1000, 2500, 5000, 10_000];
const AT_ONCE = 8;

/** Memory that stays of accounts, besides their pages, which are let go of after seconds. */
export async function measureTenantMemory(): Promise<Growth> {
  await using upstream = await startUpstream();
  await using gateway = await startContender(contenderNamed('ours-upstream'), {
    upstreamUrl: upstream.url,
    firstBody: FIRST_BODY,
  });
  const { liveBytes } = await gateway.process.usage('settled');
  const points: Point[] = [];
  let there = 0;
  for (const size of TENANTS) {
    const callers = Array.from({ length: size - there }, (_, index) => `pictai_tenant-${there + index}`);
    await sendAll(
      gateway.url,
      callers.map((authorization) => ({ authorization, body: FIRST_BODY })),
      AT_ONCE,
    );
    there = size;
    const usage = await gateway.process.usage('settled');
    const bytes = usage.liveBytes - liveBytes;
    points.push({
      size,
      cost: bytes / 1e6,
      besides: {
        'kB each': (bytes / size / 1000).toFixed(1),
        'memory of the process': `${Math.round(usage.rssBytes / 1e6)} MB`,
      },
    });
  }
  return {
    name: 'tenants remembered',
    unit: 'accounts that have asked',
    cost: 'objects and buffers in MB',
    digits: 1,
    rises: true,
    points,
  };
}
