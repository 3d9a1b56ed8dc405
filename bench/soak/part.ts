import { setTimeout as sleep } from 'node:timers/promises';
import { CEILING_BYTES, LARGEST_ANSWER_BYTES, SETTLED_BYTES } from '../bounds/ceiling.ts';
import { toLineChart } from '../chart.ts';
import { atLeast, atMost, type Check } from '../checks.ts';
import { AS_IN_THE_IMAGE, ask, type Contender, contenderNamed, startContender } from '../http/contenders.ts';
import { QUERIES } from '../http/queries.ts';
import type { Part, PartResult } from '../part.ts';
import type { Usage } from '../processes/measured-process.ts';
import { toTable } from '../results.ts';
import { slopeOf } from '../statistics.ts';
import { startUpstream } from '../upstream/upstream.ts';
import { startVisitors, type VisitorsNews } from './visitors.ts';
import { IDS_PER_VISIT } from './visits.ts';

const FULL = { rounds: 10, roundSeconds: 60, sampleMs: 1_000, ids: 100_000, others: 10_000, restMs: 7_000 };
const QUICK: typeof FULL = { rounds: 4, roundSeconds: 5, sampleMs: 250, ids: 100, others: 10, restMs: 7_000 };
/** By then it is warm, or will not be. */
const MOST_WARM_UPS = 15;

/** What of memory stays when everything that could fill it is asked for. */
export const soak: Part = {
  name: 'soak',
  heading: 'Memory over time',
  about:
    'ten minutes of distinct operations, tenants, ids and huge answers, after some to warm up; 14 minutes',
  run: ({ quick }) => run(quick ? QUICK : FULL),
};

const CHART_FILE = 'charts/memory.svg';

interface Sample extends Usage {
  atMinutes: number;
}

interface Course {
  extent: typeof FULL;
  visited: VisitorsNews;
  before: Usage;
  /** All the time. */
  samples: readonly Sample[];
  /** At rest, after each round; the first when it was warm. */
  rests: readonly Sample[];
}

async function run(extent: typeof FULL): Promise<PartResult> {
  await using upstream = await startUpstream();
  const firstBody = QUERIES[0]?.bodies[0] ?? '';
  await using gateway = await startContender(
    { ...contenderNamed('ours'), environment: AS_IN_THE_IMAGE },
    {
      upstreamUrl: upstream.url,
      firstBody,
    },
  );
  await using visitors = startVisitors(gateway.url);
  const beganAt = performance.now();
  const look = async (when: 'now' | 'settled'): Promise<Sample> => ({
    ...(await gateway.process.usage(when)),
    atMinutes: (performance.now() - beganAt) / 60_000,
  });
  const before = await look('settled');
  const over = new AbortController();
  const sampling = sampleUntil(look, extent.sampleMs, over.signal);

  let visited = await visitors.visit(extent.roundSeconds);
  for (let round = 1; !isWarm(visited, extent) && round < MOST_WARM_UPS; round++)
    visited = await visitors.visit(extent.roundSeconds);
  const rests = [await rest(gateway, firstBody, look, extent)];
  for (let round = 0; round < extent.rounds; round++) {
    visited = await visitors.visit(extent.roundSeconds);
    rests.push(await rest(gateway, firstBody, look, extent));
  }
  over.abort();
  const course = { extent, visited, before, samples: await sampling, rests };
  return {
    text: toText(course),
    charts: [{ file: CHART_FILE, svg: toChart(course) }],
    checks: extent === FULL ? checkPromises(course) : [],
  };
}

/** Whether every cache has been filled that can be. */
function isWarm({ counts }: VisitorsNews, { ids, others }: typeof FULL): boolean {
  const { operations, tenants, refused } = counts;
  return Math.min(operations, tenants, refused) >= others && counts.ids * IDS_PER_VISIT >= ids;
}

/** What is there when nothing is under way, and pages that are too old have been let go of. */
async function rest(
  gateway: Contender,
  body: string,
  look: (when: 'settled') => Promise<Sample>,
  { restMs }: typeof FULL,
): Promise<Sample> {
  await sleep(restMs);
  await ask(gateway.url, body);
  const sample = await look('settled');
  process.stderr.write(
    `${sample.atMinutes.toFixed(1)} min: ${toMegabytes(sample.liveBytes)} live, ${toMegabytes(sample.rssBytes)}\n`,
  );
  return sample;
}

async function sampleUntil(
  look: (when: 'now') => Promise<Sample>,
  sampleMs: number,
  over: AbortSignal,
): Promise<Sample[]> {
  const samples: Sample[] = [];
  while (!over.aborted) {
    samples.push(await look('now'));
    await sleep(sampleMs);
  }
  return samples;
}

function toChart({ samples, rests }: Course): string {
  const line = (name: string, points: readonly Sample[], value: 'rssBytes' | 'liveBytes') => ({
    name,
    points: points.map((sample) => ({ x: sample.atMinutes, y: sample[value] / 1e6 })),
  });
  const lines = [
    line('memory of the process', samples, 'rssBytes'),
    line('objects and buffers at rest', rests, 'liveBytes'),
  ];
  return toLineChart('Memory under load that never repeats', lines, {
    x: 'minutes',
    y: 'MB',
    showY: (megabytes) => String(Math.round(megabytes)),
  });
}

function toText({ extent, visited, before, samples, rests }: Course): string {
  const { counts, failures } = visited;
  const [warm, last] = [rests[0], rests.at(-1)];
  const rows = [
    ['distinct operations, and such with faults', `${counts.operations}, ${counts.faults}`],
    ['tenants, and keys that Pictory refused', `${counts.tenants}, ${counts.refused}`],
    ['ids of jobs, and of images', `${counts.ids * IDS_PER_VISIT}, ${counts.nodes * IDS_PER_VISIT}`],
    ['subscriptions', String(counts.subscriptions)],
    [`answers of Pictory with ${Math.round(LARGEST_ANSWER_BYTES / 1e6)} MB`, String(counts['huge pages'])],
    ['memory at most', toMegabytes(samples.at(-1)?.peakRssBytes)],
    [
      'objects and buffers at rest: before, warm, at the end',
      [before, warm, last].map((usage) => toMegabytes(usage?.liveBytes)).join(', '),
    ],
    ['their growth since they were warm', perMinute(growthOf(rests))],
    [
      'answers not meant to come',
      failures.map(([reason, count]) => `${count} × ${reason}`).join('; ') || '0',
    ],
  ];
  const intro = `${extent.rounds} rounds of ${extent.roundSeconds} s, after ${warm?.atMinutes.toFixed(0)} minutes to warm up, of requests of which hardly any is like another, several at a time, on one gateway with its default settings and the heap of the image (896 MB at most). At rest: nothing under way, garbage collected.`;
  return `${intro}\n\n![Memory over time](${CHART_FILE})\n\n${toTable([['what', 'value'], ...rows])}\n`;
}

/** In bytes a minute, over the last two thirds. */
function growthOf(rests: readonly Sample[]): number {
  const counted = rests.slice(Math.floor(rests.length / 3));
  return slopeOf(counted.map(({ atMinutes, liveBytes }) => ({ x: atMinutes, y: liveBytes })));
}

/** A hundredth of what a minute's requests bring with them, and what rests differ by. */
const GROWTH_BYTES_PER_MINUTE = 500_000;

function checkPromises({ visited: { counts, failures }, samples, rests }: Course): Check[] {
  const most = Math.max(...rests.map(({ liveBytes }) => liveBytes));
  return [
    atLeast('distinct operations', counts.operations, 10_000, String),
    atLeast('tenants', counts.tenants, 10_000, String),
    atLeast('ids', counts.ids * IDS_PER_VISIT, 100_000, String),
    atMost('memory at most', samples.at(-1)?.peakRssBytes ?? Number.NaN, CEILING_BYTES, toMegabytes),
    atMost('objects and buffers at rest, at most', most, SETTLED_BYTES, toMegabytes),
    atMost('their growth once warm', growthOf(rests), GROWTH_BYTES_PER_MINUTE, perMinute),
    atMost(
      'answers not meant to come',
      failures.reduce((sum, [, count]) => sum + count, 0),
      0,
      String,
    ),
  ];
}

function perMinute(bytes: number): string {
  return `${Math.round(bytes / 1000)} kB a minute`;
}

function toMegabytes(bytes = Number.NaN): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
