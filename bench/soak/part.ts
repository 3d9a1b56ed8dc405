import { setTimeout as sleep } from 'node:timers/promises';
import { CEILING_BYTES, LARGEST_ANSWER_BYTES } from '../bounds/ceiling.ts';
import { toLineChart } from '../chart.ts';
import { asRatio, atLeast, atMost, type Check } from '../checks.ts';
import { type Contender, contenderNamed, startContender } from '../http/contenders.ts';
import { QUERIES } from '../http/queries.ts';
import type { Part, PartResult } from '../part.ts';
import type { Usage } from '../processes/measured-process.ts';
import { toTable } from '../results.ts';
import { median } from '../statistics.ts';
import { startUpstream } from '../upstream/upstream.ts';
import { type VisitorsNews, visit } from './visitors.ts';
import { IDS_PER_VISIT } from './visits.ts';

const FULL = { seconds: 600, sampleMs: 1_000 };
const QUICK: typeof FULL = { seconds: 40, sampleMs: 250 };

/** What of memory stays when everything that could fill it is asked for. */
export const soak: Part = {
  name: 'soak',
  heading: 'Memory over time',
  about: 'ten minutes of distinct operations, tenants, ids and huge answers, with a chart of memory',
  run: ({ quick }) => run(quick ? QUICK : FULL),
};

const CHART_FILE = 'charts/memory.svg';

interface Sample extends Usage {
  atSeconds: number;
}

async function run(extent: typeof FULL): Promise<PartResult> {
  await using upstream = await startUpstream();
  await using gateway = await startContender(contenderNamed('ours'), {
    upstreamUrl: upstream.url,
    firstBody: QUERIES[0]?.bodies[0] ?? '',
  });
  const before = await gateway.process.usage('settled');
  const over = new AbortController();
  const sampling = sampleUntil(gateway, extent.sampleMs, over.signal);
  const visited = await visit(gateway.url, extent.seconds);
  over.abort();
  const samples = await sampling;
  const after = await gateway.process.usage('settled');
  const line = (name: string, value: 'rssBytes' | 'liveBytes') => ({
    name,
    points: samples.map((sample) => ({ x: sample.atSeconds, y: sample[value] / 1e6 })),
  });
  const lines = [
    line('memory of the process', 'rssBytes'),
    line('objects and buffers, garbage included', 'liveBytes'),
  ];
  return {
    text: toText({ extent, visited, before, after, samples }),
    charts: [
      {
        file: CHART_FILE,
        svg: toLineChart('Memory under load that never repeats', lines, {
          x: 'seconds',
          y: 'MB',
          showY: (megabytes) => String(Math.round(megabytes)),
        }),
      },
    ],
    checks: extent === FULL ? checkPromises(visited, samples, after) : [],
  };
}

async function sampleUntil(gateway: Contender, sampleMs: number, over: AbortSignal): Promise<Sample[]> {
  const beganAt = performance.now();
  const samples: Sample[] = [];
  while (!over.aborted) {
    const usage = await gateway.process.usage();
    samples.push({ ...usage, atSeconds: (performance.now() - beganAt) / 1000 });
    await sleep(sampleMs);
  }
  return samples;
}

function toText(run: {
  extent: typeof FULL;
  visited: VisitorsNews;
  before: Usage;
  after: Usage;
  samples: readonly Sample[];
}): string {
  const { extent, visited, before, after, samples } = run;
  const { counts, failures } = visited;
  const rows = [
    ['distinct operations', String(counts.operations)],
    ['tenants', String(counts.tenants)],
    ['ids of jobs', String(counts.ids * IDS_PER_VISIT)],
    [`answers of Pictory with ${Math.round(LARGEST_ANSWER_BYTES / 1e6)} MB`, String(counts['huge pages'])],
    ['memory: third and last quarter, medians', quarters(samples).map(megabytes).join(', ')],
    ['memory at most', megabytes(samples.at(-1)?.peakRssBytes ?? Number.NaN)],
    [
      'live objects and buffers before and after',
      `${megabytes(before.liveBytes)}, ${megabytes(after.liveBytes)}`,
    ],
    [
      'memory before and after, garbage collected',
      `${megabytes(before.rssBytes)}, ${megabytes(after.rssBytes)}`,
    ],
    ['answers with errors', failures.map(([reason, count]) => `${count} × ${reason}`).join('; ') || '0'],
  ];
  const intro = `${extent.seconds} s of requests of which hardly any is like another, several at a time, on one gateway with its default settings.`;
  return `${intro}\n\n![Memory over time](${CHART_FILE})\n\n${toTable([['what', 'value'], ...rows])}\n`;
}

/** The middle of memory in the third and in the last quarter of the time. */
function quarters(samples: readonly Sample[]): [third: number, last: number] {
  const quarter = Math.floor(samples.length / 4);
  const middle = (from: number) =>
    median(samples.slice(from, from + quarter).map(({ rssBytes }) => rssBytes));
  return [middle(2 * quarter), middle(3 * quarter)];
}

/** What stays when nothing is under way. */
const SETTLED_BYTES = 400_000_000;

function checkPromises({ counts }: VisitorsNews, samples: readonly Sample[], after: Usage): Check[] {
  const [third, last] = quarters(samples);
  return [
    atLeast('distinct operations', counts.operations, 10_000, String),
    atLeast('tenants', counts.tenants, 10_000, String),
    atLeast('ids', counts.ids * IDS_PER_VISIT, 100_000, String),
    atMost('memory at most', samples.at(-1)?.peakRssBytes ?? Number.NaN, CEILING_BYTES, megabytes),
    atMost('memory afterwards', after.rssBytes, SETTLED_BYTES, megabytes),
    atMost('memory of the last quarter beside the third', last / third, 1.05, asRatio),
  ];
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
