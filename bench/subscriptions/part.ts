import { atLeast, atMost, type Check } from '../checks.ts';
import type { Part, PartResult } from '../part.ts';
import { toTable } from '../results.ts';
import { startUpstream } from '../upstream/upstream.ts';
import { type Extent, type Holding, measureHolding } from './holding.ts';
import { mostSubscribers } from './open-files.ts';

const FULL: Extent = {
  counts: [1_000, 5_000, 10_000],
  idleMs: 10_000,
  pollIntervalMs: 10_000,
  warmUpEnds: 4,
  ends: 5,
};
const QUICK: Extent = { counts: [200, 1_000], idleMs: 2_000, pollIntervalMs: 1_000, warmUpEnds: 0, ends: 1 };

/** Many who watch jobs on one gateway. */
export const subscriptions: Part = {
  name: 'subscriptions',
  heading: 'Subscribers',
  about: 'what 10,000 subscribers cost one gateway over SSE and over WebSocket; a minute',
  run: ({ quick }) => run(quick ? QUICK : FULL),
};

async function run(extent: Extent): Promise<PartResult> {
  const most = mostSubscribers();
  const counts = [...new Set(extent.counts.map((count) => Math.min(count, most)))];
  const holdings: Holding[] = [];
  for (const transport of ['SSE', 'WebSocket'] as const) {
    process.stderr.write(`${transport} ...\n`);
    await using upstream = await startUpstream();
    holdings.push(await measureHolding(transport, upstream, { ...extent, counts }));
  }
  const limit =
    most < Math.max(...extent.counts)
      ? ` This machine lets a process open too few files for more than ${most}.`
      : '';
  const intro = `One gateway with core 0 for itself, one connection for each subscriber, up to 1,000 of them for each job, ${extent.pollIntervalMs} ms from read to read. Memory is that of the process after a garbage collection, less what it had before anybody came. Of the ends of ${extent.ends} jobs the median, after ${extent.warmUpEnds} that warm up.${limit}`;
  return { text: `${intro}\n\n${toHoldingTable(holdings)}\n`, checks: checkPromises(holdings) };
}

function toHoldingTable(holdings: readonly Holding[]): string {
  const counts = holdings[0]?.held.map(({ count }) => count) ?? [];
  const row = (what: string, show: (holding: Holding) => string) => [what, ...holdings.map(show)];
  return toTable([
    ['what', ...holdings.map(({ transport }) => transport)],
    ...counts.map((count) =>
      row(`memory each of ${count}, and live objects of it`, ({ held }) => {
        const found = held.find((each) => each.count === count);
        return `${kilobytes(found?.rssBytesEach)}, ${kilobytes(found?.liveBytesEach)}`;
      }),
    ),
    row(
      'subscribers connected per second; CPU each',
      ({ connectsPerSecond, connectCpuMs }) =>
        `${Math.round(connectsPerSecond)}; ${connectCpuMs.toFixed(2)} ms`,
    ),
    row(`CPU of a core while ${counts.at(-1)} are idle`, ({ idleCpuShare }) => percent(idleCpuShare)),
    row(
      'reads of Pictory per second meanwhile, and jobs watched',
      ({ idleReadsPerSecond, jobs }) => `${idleReadsPerSecond.toFixed(2)}, ${jobs}`,
    ),
    row(
      'from the read that sees the end to the first and the last of its subscribers',
      ({ firstMs, lastMs, watchersPerJob }) =>
        `${firstMs.toFixed(1)} and ${lastMs.toFixed(1)} ms of ${watchersPerJob}`,
    ),
  ]);
}

const CHECKED_COUNT = 5_000;
const HELD_COUNT = 10_000;

function checkPromises(holdings: readonly Holding[]): Check[] {
  return holdings.flatMap(({ transport, held, lastMs, watchersPerJob }) => {
    const idle = held.find(({ count }) => count === CHECKED_COUNT);
    const most = held.at(-1)?.count ?? 0;
    if (!idle) return [];
    return [
      atMost(
        `memory each of ${CHECKED_COUNT} idle subscribers over ${transport}`,
        idle.rssBytesEach,
        25_000,
        kilobytes,
      ),
      atLeast(`subscribers held on one core over ${transport}`, most, HELD_COUNT, String),
      atMost(
        `a final state reaches ${watchersPerJob} subscribers over ${transport}`,
        lastMs,
        40,
        (ms) => `${ms.toFixed(1)} ms`,
      ),
    ];
  });
}

function kilobytes(bytes = Number.NaN): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
