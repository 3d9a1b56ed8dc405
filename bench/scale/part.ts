import { toLineChart } from '../chart.ts';
import { asRatio, atMost, type Check } from '../checks.ts';
import { measure } from '../http/cells.ts';
import { ask, contenderNamed, startContender } from '../http/contenders.ts';
import { QUERIES } from '../http/queries.ts';
import type { Chart, Part, PartResult } from '../part.ts';
import { toTable } from '../results.ts';
import { median } from '../statistics.ts';
import { startUpstream } from '../upstream/upstream.ts';
import { AXES, type Axis } from './axes.ts';

const FULL = { rounds: 3, seconds: 2 };
const QUICK: typeof FULL = { rounds: 1, seconds: 1 };

/** What becomes of the cost of a request as there is more of something. */
export const scale: Part = {
  name: 'scale',
  heading: 'Growth',
  about:
    'cost of a request against page size, jobs, connections and tenants, with a chart of each; 3 minutes',
  run: ({ quick }) => run(quick ? QUICK : FULL),
};

/** The cost at one size. */
interface Point {
  size: number;
  cpuMs: number;
  rssBytes: number;
}

async function run(extent: typeof FULL): Promise<PartResult> {
  const found: { axis: Axis; points: Point[] }[] = [];
  for (const axis of AXES) {
    process.stderr.write(`${axis.name} ...\n`);
    found.push({ axis, points: await measureAxis(axis, extent) });
  }
  const intro = `Every read goes upstream, which answers at once. CPU per request of the gateway's process, medians of ${extent.rounds} interleaved rounds; memory as it was at the end.`;
  const sections = found.map(
    ({ axis, points }) =>
      `### ${axis.name}\n\n![CPU per request against ${axis.name}](${fileOf(axis)})\n\n${toPointTable(axis, points)}`,
  );
  return {
    text: `${intro}\n\n${sections.join('\n\n')}\n`,
    charts: found.map(({ axis, points }) => toChart(axis, points)),
    checks: found.map(({ axis, points }) => checkGrowth(axis, points)),
  };
}

async function measureAxis(axis: Axis, { rounds, seconds }: typeof FULL): Promise<Point[]> {
  await using upstream = await startUpstream();
  await using gateway = await startContender(contenderNamed('ours-upstream'), {
    upstreamUrl: upstream.url,
    firstBody: QUERIES[0]?.bodies[0] ?? '',
  });
  const samples = axis.sizes.map((size) => ({ size, cpuMs: [] as number[], rssBytes: 0 }));
  const lengths = new Map<number, number>();
  for (const size of axis.sizes) lengths.set(size, await readLength(gateway.url, axis, size));
  // The first round warms up and does not count.
  for (let round = 0; round <= rounds; round++) {
    for (const sample of samples) {
      const { connections, ...asked } = axis.at(sample.size);
      const query = { name: `${axis.name} ${sample.size}`, ...asked };
      const { cpuMs } = await measure(
        gateway,
        upstream,
        query,
        { connections, seconds },
        lengths.get(sample.size) ?? 0,
      );
      if (round > 0) sample.cpuMs.push(cpuMs);
      sample.rssBytes = (await gateway.process.usage()).rssBytes;
    }
  }
  return samples.map((sample) => ({ ...sample, cpuMs: median(sample.cpuMs) }));
}

/** Of a right answer, in bytes. */
async function readLength(url: string, axis: Axis, size: number): Promise<number> {
  const text = await ask(url, axis.at(size).bodies[0] ?? '');
  if ('errors' in JSON.parse(text)) throw new Error(`${axis.name} ${size}: ${text.slice(0, 500)}`);
  return Buffer.byteLength(text);
}

function toPointTable(axis: Axis, points: readonly Point[]): string {
  return toTable([
    [axis.unit, 'CPU per request', 'memory of the process'],
    ...points.map(({ size, cpuMs, rssBytes }) => [
      String(size),
      `${cpuMs.toFixed(3)} ms`,
      `${Math.round(rssBytes / 1e6)} MB`,
    ]),
  ]);
}

function toChart(axis: Axis, points: readonly Point[]): Chart {
  const line = { name: 'CPU per request', points: points.map(({ size, cpuMs }) => ({ x: size, y: cpuMs })) };
  return {
    file: fileOf(axis),
    svg: toLineChart(`CPU per request against ${axis.name}`, [line], { x: axis.unit, y: 'ms' }),
  };
}

function fileOf({ name }: Axis): string {
  return `charts/scale-${name.replaceAll(' ', '-')}.svg`;
}

/** What scatters between rounds is no bend. */
const STRAIGHT = 1.25;

/** Whether the line is straight: its second half no steeper than its first, or flat where a request has no more to do. */
function checkGrowth(axis: Axis, points: readonly Point[]): Check {
  const [first, middle, last] = [points[0], points[Math.floor(points.length / 2)], points.at(-1)];
  if (!first || !middle || !last) throw new Error(`Nothing was measured of ${axis.name}.`);
  if (!axis.growsPerRequest)
    return atMost(
      `cost of a request at ${last.size} ${axis.name} beside ${middle.size}`,
      last.cpuMs / middle.cpuMs,
      STRAIGHT,
      asRatio,
    );
  const slope = (from: Point, to: Point) => (to.cpuMs - from.cpuMs) / (to.size - from.size);
  return atMost(
    `steepness of the cost by ${axis.name} above ${middle.size} beside that below`,
    slope(middle, last) / slope(first, middle),
    STRAIGHT,
    asRatio,
  );
}
