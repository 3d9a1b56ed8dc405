import { sendAll } from '../bounds/send.ts';
import { measure } from '../http/cells.ts';
import { ask, CALLER, contenderNamed, startContender } from '../http/contenders.ts';
import { QUERIES } from '../http/queries.ts';
import type { Part, PartResult } from '../part.ts';
import { median } from '../statistics.ts';
import { startUpstream } from '../upstream/upstream.ts';
import { AXES, type Axis } from './axes.ts';
import { checkGrowth, type Growth, toGrowthChart, toGrowthSection } from './growth.ts';
import { measureTenantMemory, measureWatching } from './held.ts';

const FULL = { rounds: 3, seconds: 2, watchSeconds: 10 };
const QUICK: typeof FULL = { rounds: 1, seconds: 1, watchSeconds: 4 };

/** What becomes of costs as there is more of something. */
export const scale: Part = {
  name: 'scale',
  heading: 'Growth',
  about: 'cost against page size, jobs, connections and tenants, with a chart of each; 10 minutes',
  run: ({ quick }) => run(quick ? QUICK : FULL),
};

async function run(extent: typeof FULL): Promise<PartResult> {
  const found: Growth[] = [];
  for (const axis of AXES) {
    process.stderr.write(`${axis.name} ...\n`);
    found.push(await measureAxis(axis, extent));
  }
  process.stderr.write('jobs watched ...\n');
  found.push(await measureWatching(extent.watchSeconds));
  process.stderr.write('tenants remembered ...\n');
  found.push(await measureTenantMemory());
  const intro = `CPU is that of the gateway's process, all threads. Where it is told per request, every read goes upstream, which answers at once, with pages that are never the same, and figures are medians of ${extent.rounds} interleaved rounds.`;
  return {
    text: `${intro}\n\n${found.map(toGrowthSection).join('\n\n')}\n`,
    charts: found.map(toGrowthChart),
    checks: found.map(checkGrowth),
  };
}

async function measureAxis(axis: Axis, { rounds, seconds }: typeof FULL): Promise<Growth> {
  await using upstream = await startUpstream();
  await using gateway = await startContender(contenderNamed('ours-upstream'), {
    upstreamUrl: upstream.url,
    firstBody: QUERIES[0]?.bodies[0] ?? '',
  });
  upstream.changePages(true);
  const samples = axis.sizes.map((size) => ({ size, cpuMs: [] as number[] }));
  const lengths = new Map<number, number>();
  for (const size of axis.sizes) lengths.set(size, await readLength(gateway.url, axis, size));
  await greet(gateway.url, axis);
  // The first round warms up and does not count.
  for (let round = 0; round <= rounds; round++) {
    for (const sample of samples) {
      const { connections, ...asked } = axis.at(sample.size);
      const setting = { connections, seconds: seconds * (axis.stretch ?? 1) };
      const query = { name: `${axis.name} ${sample.size}`, ...asked };
      const { cpuMs } = await measure(gateway, upstream, query, setting, lengths.get(sample.size) ?? 0);
      if (round > 0) sample.cpuMs.push(cpuMs);
    }
  }
  return {
    name: axis.name,
    unit: axis.unit,
    cost: 'CPU in ms for each request',
    digits: 3,
    rises: axis.growsPerRequest,
    points: samples.map(({ size, cpuMs }) => ({ size, cost: median(cpuMs) })),
  };
}

/** Lets all callers ask once: what an account costs when it is new is no part of what it costs to ask. */
async function greet(url: string, axis: Axis): Promise<void> {
  const { bodies, callers = [] } = axis.at(axis.sizes.at(-1) ?? 0);
  const [body = ''] = bodies;
  await sendAll(
    url,
    callers.map((authorization) => ({ authorization, body })),
    GREETING_AT_ONCE,
  );
}

const GREETING_AT_ONCE = 8;

/** Of a right answer, in bytes. */
async function readLength(url: string, axis: Axis, size: number): Promise<number> {
  const { bodies, callers = [CALLER] } = axis.at(size);
  const text = await ask(url, bodies[0] ?? '', callers[0]);
  if ('errors' in JSON.parse(text)) throw new Error(`${axis.name} ${size}: ${text.slice(0, 500)}`);
  return Buffer.byteLength(text);
}
