import { setTimeout as sleep } from 'node:timers/promises';
import { atMost, type Check } from '../checks.ts';
import { AS_IN_THE_IMAGE, ask, contenderNamed, startContender } from '../http/contenders.ts';
import { QUERIES } from '../http/queries.ts';
import type { Part, PartResult } from '../part.ts';
import type { Usage } from '../processes/measured-process.ts';
import { toTable } from '../results.ts';
import { HUGE_KINDS, type HugeKind, hugeKey } from '../upstream/huge.ts';
import { startUpstream } from '../upstream/upstream.ts';
import { CEILING_BYTES, LARGEST_ANSWER_BYTES, LARGEST_JOB_BYTES, SETTLED_BYTES } from './ceiling.ts';
import { createFloods, type Request } from './requests.ts';
import { type Outcomes, sendAll } from './send.ts';

/** What stays in memory of everything that a gateway could be filled with. */
export const bounds: Part = {
  name: 'bounds',
  heading: 'Bounds of memory',
  about: 'memory after 10,000 operations, 10,000 tenants, 100,000 ids and huge answers; 6 minutes',
  run: ({ quick }) => run(quick ? 0.02 : 1),
};

/** One row of the table. */
interface Trial {
  name: string;
  amount: string;
  outcomes: Outcomes;
  /** After a garbage collection. */
  after: Usage;
  /** Codes that are neither success nor meant to come. */
  strange: readonly string[];
}

/** Requests under way at the same time. */
const AT_ONCE = 8;
const HUGE_AT_ONCE = 20;
/** What Pictory sends at most, so the gateway does not take it all. */
const TOO_LARGE_BYTES = 64_000_000;
const HUGE_SIZES = [LARGEST_ANSWER_BYTES, TOO_LARGE_BYTES];
/** Taken, or refused; or not waited for any longer, for they come in one at a time. */
const HUGE_CODES = ['OK', 'UPSTREAM_INVALID_RESPONSE', 'UPSTREAM_TIMEOUT'];

async function run(share: number): Promise<PartResult> {
  await using upstream = await startUpstream();
  await using gateway = await startContender(
    { ...contenderNamed('ours'), environment: AS_IN_THE_IMAGE },
    {
      upstreamUrl: upstream.url,
      firstBody: QUERIES[0]?.bodies[0] ?? '',
    },
  );
  const before = await gateway.process.usage('settled');
  const trials: Trial[] = [];
  const note = async (trial: Pick<Trial, 'name' | 'amount' | 'outcomes'>, meant: readonly string[]) => {
    const after = await gateway.process.usage('settled');
    const strange = [...trial.outcomes.keys()].filter((code) => !meant.includes(code));
    trials.push({ ...trial, after, strange });
    process.stderr.write(
      `${trial.name}: ${megabytes(after.liveBytes)} live, ${megabytes(after.rssBytes)}, at most ${megabytes(after.peakRssBytes)}\n`,
    );
  };
  for (const flood of createFloods(share)) {
    const requests = Array.from({ length: flood.requests }, (_, index) => index);
    const outcomes = await sendAll(gateway.url, lazily(requests, flood.request), AT_ONCE);
    const amount = `${flood.requests * flood.each} ${flood.unit}`;
    await note({ name: flood.name, amount, outcomes }, ['OK', ...(flood.codes ?? [])]);
  }
  for (const kind of Object.keys(HUGE_KINDS) as HugeKind[]) {
    const sizes = kind === 'job' ? [LARGEST_JOB_BYTES, ...HUGE_SIZES] : HUGE_SIZES;
    for (const sizeBytes of sizes) {
      await untilServed(gateway.url);
      const outcomes = await sendAll(gateway.url, hugeRequests(kind, sizeBytes), HUGE_AT_ONCE);
      const name = `${HUGE_KINDS[kind]}, ${sizeBytes / 1e6} MB`;
      await note({ name, amount: `${HUGE_AT_ONCE} answers at once`, outcomes }, HUGE_CODES);
    }
  }
  const checks = share === 1 ? checkPromises(trials) : [];
  return { text: toText(before, trials), checks };
}

/** How long a gateway may leave Pictory alone after many failures in a row. */
const REST_LIMIT_MS = 20_000;

/** Resolves when a usual request has a usual answer again. */
async function untilServed(url: string): Promise<void> {
  const dueAt = performance.now() + REST_LIMIT_MS;
  while (performance.now() < dueAt) {
    // Somebody whose pages nobody has read.
    const caller = `pictai_fresh-${performance.now()}`;
    if (!('errors' in JSON.parse(await ask(url, QUERIES[0]?.bodies[0] ?? '', caller)))) return;
    await sleep(500);
  }
  throw new Error('The gateway does not ask Pictory again.');
}

function* lazily(indexes: readonly number[], request: (index: number) => Request): Generator<Request> {
  for (const index of indexes) yield request(index);
}

/** Of prompts all is asked for, so that the gateway's answers are huge as well. */
function hugeRequests(kind: HugeKind, sizeBytes: number): Request[] {
  const fields = kind === 'prompts' ? 'id url prompt' : 'id url';
  const query =
    kind === 'job'
      ? `{ jobsByIds(ids: [${Array.from({ length: 100 }, (_, index) => `"job-${index}"`)}]) { id status } }`
      : `{ images(first: 100) { nodes { ${fields} } pageInfo { hasNextPage } } }`;
  return Array.from({ length: HUGE_AT_ONCE }, (_, caller) => ({
    authorization: hugeKey(kind, sizeBytes, caller),
    body: JSON.stringify({ query }),
  }));
}

function checkPromises(trials: readonly Trial[]): Check[] {
  const most = (value: (trial: Trial) => number) => Math.max(...trials.map(value));
  const strange = trials.flatMap(({ name, strange }) => strange.map((code) => `${name}: ${code}`));
  return [
    atMost(
      'memory of the process at most',
      most(({ after }) => after.peakRssBytes),
      CEILING_BYTES,
      megabytes,
    ),
    atMost(
      'objects and buffers that stay, at most',
      most(({ after }) => after.liveBytes),
      SETTLED_BYTES,
      megabytes,
    ),
    atMost('answers that were not meant to come', strange.length, 0, () => strange.join('; ') || '0'),
  ];
}

function toText(before: Usage, trials: readonly Trial[]): string {
  const rows = trials.map(({ name, amount, outcomes, after }) => [
    name,
    amount,
    megabytes(after.liveBytes),
    megabytes(after.rssBytes),
    megabytes(after.peakRssBytes),
    [...outcomes].map(([code, count]) => `${count} ${code}`).join(', '),
  ]);
  const intro = `One gateway with its default settings and the heap of the image (896 MB at most), flooded with one thing after the other; nothing is let go of in between. Live are objects and buffers after a garbage collection. Before: ${megabytes(before.liveBytes)} live, ${megabytes(before.rssBytes)} of memory.`;
  const head = ['flood', 'amount', 'live then', 'memory then', 'memory at most so far', 'answers'];
  return `${intro}\n\n${toTable([head, ...rows])}\n`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
