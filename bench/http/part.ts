import { installOnce } from '../../scripts/install-once.ts';
import type { Part, PartResult } from '../part.ts';
import { canPin } from '../processes/cores.ts';
import { median } from '../statistics.ts';
import { startUpstream, type Upstream } from '../upstream/upstream.ts';
import { complaintsAbout, measureCapacity } from './capacity.ts';
import { type Cell, measure, type Setting, toCells } from './cells.ts';
import { CONTENDERS, type Contender, type ContenderName, startContender } from './contenders.ts';
import { checkAnswers } from './equal-answers.ts';
import { generator } from './load.ts';
import { checkPromises, type ServerFigures } from './promises.ts';
import { QUERIES, type Query } from './queries.ts';
import { toCpuChart, toReport } from './report.ts';

const ALL = ['q20', 'q100', 'mix'] as const;
const OUTER = ['q20', 'mix'] as const;

/** How much is measured. What few connections show lies between q20 and mix, and behind a far upstream they all wait. */
const FULL = {
  starts: 3,
  warmUpRequests: 5_000,
  settings: [
    { connections: 100, delayMs: 0, seconds: 2, rounds: 3, queries: ALL },
    // Long, so that the first requests of all connections, which come at once, are few among the rest; and five times, for
    // one full collection within a round decides its p99.
    { connections: 100, delayMs: 20, seconds: 3, rounds: 5, queries: ALL },
    {
      connections: 100,
      delayMs: 0,
      changing: true,
      // What was compiled for pages that stay the same is compiled anew in the first of the rounds.
      seconds: 3,
      rounds: 3,
      queries: ALL,
      contenders: ['mercurius', 'ours-upstream'],
    },
    { connections: 10, delayMs: 0, seconds: 1, rounds: 3, queries: OUTER },
    { connections: 1, delayMs: 0, seconds: 1, rounds: 3, queries: OUTER },
    { connections: 10, delayMs: 20, seconds: 1, rounds: 1, queries: OUTER },
    { connections: 1, delayMs: 20, seconds: 1, rounds: 1, queries: OUTER },
  ] as readonly Setting[],
};
const QUICK: typeof FULL = {
  starts: 1,
  warmUpRequests: 1_000,
  settings: [
    { connections: 100, delayMs: 0, seconds: 1, rounds: 1, queries: ALL },
    { connections: 100, delayMs: 20, seconds: 1, rounds: 1, queries: ['mix'] },
  ],
};

/** Single requests: our gateway beside its peers. */
export const http: Part = {
  name: 'http',
  heading: 'Requests, beside peers',
  about: 'requests/s, latency, CPU and memory beside a byte proxy, Mercurius, Yoga and Apollo; ten minutes',
  run: ({ quick }) => run(quick ? QUICK : FULL),
};

async function run(extent: typeof FULL): Promise<PartResult> {
  installOnce(new URL('../contenders/', import.meta.url));
  await using upstream = await startUpstream();
  const capacity = await measureCapacity(upstream);
  const starts = await measureStarts(upstream, extent.starts);
  await using stack = new AsyncDisposableStack();
  const contenders: Contender[] = [];
  for (const kind of CONTENDERS) contenders.push(stack.use(await start(kind, upstream)));

  const isChanging = ({ changing }: Setting) => changing ?? false;
  const usual = extent.settings.filter((setting) => !isChanging(setting));
  const measured = await measureCells(contenders, upstream, { ...extent, settings: usual });
  const servers = new Map<ContenderName, ServerFigures>();
  for (const { kind, process } of contenders) {
    const { peakRssBytes } = await process.usage();
    const name = kind.name as ContenderName;
    servers.set(name, { startMs: median(starts.get(name) ?? []), peakBytes: peakRssBytes });
  }
  // Last, for it is beside what is promised, memory included.
  const settings = extent.settings.filter(isChanging);
  measured.push(...(await measureCells(contenders, upstream, { ...extent, settings, warmUpRequests: 0 })));
  const cells = toCells(measured);
  const pinned = canPin
    ? 'Each server has core 0 for itself while it is asked; the upstream and the generator share core 1'
    : 'Processes are not kept on cores here: the figures scatter more';
  const intro = `Load by ${generator.name}. ${pinned}. Medians of interleaved rounds.`;
  const report = toReport({ cells, settings: extent.settings, servers, capacity });
  return {
    text: `${intro} ${report}`,
    charts: [toCpuChart(cells)],
    checks: checkPromises(cells, servers),
    faults: complaintsAbout(capacity, measured),
  };
}

const [FIRST_QUERY] = QUERIES;

function start(kind: (typeof CONTENDERS)[number], upstream: Upstream): Promise<Contender> {
  return startContender(kind, { upstreamUrl: upstream.url, firstBody: FIRST_QUERY?.bodies[0] ?? '' });
}

/** How long each server takes from its start to its first answer, in ms, one after the other. */
async function measureStarts(upstream: Upstream, rounds: number): Promise<Map<ContenderName, number[]>> {
  const starts = new Map<ContenderName, number[]>();
  for (let round = 0; round < rounds; round++) {
    for (const kind of CONTENDERS) {
      await using contender = await start(kind, upstream);
      starts.set(kind.name, [...(starts.get(kind.name) ?? []), contender.startMs]);
    }
  }
  return starts;
}

/** The longest that a server is warmed up: slow ones have no more to compile than fast ones. */
const WARM_UP_SECONDS = 4;

async function warmUp(
  contender: Contender,
  upstream: Upstream,
  query: Query,
  requests: number,
): Promise<void> {
  let served = 0;
  for (let second = 0; served < requests && second < WARM_UP_SECONDS; second++)
    served += (await measure(contender, upstream, query, { connections: 100, seconds: 1 }, 0)).requests;
}

async function measureCells(
  contenders: readonly Contender[],
  upstream: Upstream,
  { settings, warmUpRequests }: typeof FULL,
): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const query of QUERIES) {
    const lengths = await checkAnswers(contenders, query);
    for (const contender of contenders) await warmUp(contender, upstream, query, warmUpRequests);
    for (const setting of settings.filter(({ queries }) => queries.includes(query.name))) {
      process.stderr.write(
        `${query.name}, ${setting.connections} connections, ${setting.delayMs} ms: ${setting.rounds} rounds ...\n`,
      );
      upstream.setDelay(setting.delayMs);
      upstream.changePages(setting.changing ?? false);
      const asked = contenders.filter(
        ({ kind }) => setting.contenders?.includes(kind.name as ContenderName) ?? true,
      );
      const row = asked.map(({ kind }): Cell => {
        return { setting, query: query.name, contender: kind.name as ContenderName, rounds: [] };
      });
      for (let round = 0; round < setting.rounds; round++) {
        for (const [index, contender] of asked.entries()) {
          const length = lengths.get(contender.kind.name) ?? 0;
          row[index]?.rounds.push(await measure(contender, upstream, query, setting, length));
        }
      }
      cells.push(...row);
    }
    upstream.setDelay(0);
    upstream.changePages(false);
  }
  return cells;
}
