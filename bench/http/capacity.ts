import type { Upstream } from '../upstream/upstream.ts';
import { toUuid } from '../uuid.ts';
import type { Cell } from './cells.ts';
import { CALLER } from './contenders.ts';
import { generator } from './load.ts';
import { QUERIES, type Query } from './queries.ts';

/** What the upstream can do with nobody else at work, in calls per second. */
export interface Capacity {
  pages: number;
  jobs: number;
}

/** How many times what is asked of it the upstream must be able to serve; with less, it is measured along with servers. */
const LEAST_FACTOR = 3;

/** Asks the upstream itself, from the core on which servers will run. */
export async function measureCapacity(upstream: Upstream): Promise<Capacity> {
  const ask = async (path: string) => {
    const { requests, seconds } = await generator.ask({
      url: `${upstream.url}${path}`,
      authorizations: [CALLER],
      bodies: [''],
      connections: 64,
      seconds: 1,
      core: 'measured',
    });
    return requests / seconds;
  };
  return { pages: await ask('/v1/aistudio/images'), jobs: await ask(`/v1/jobs/${toUuid(0)}`) };
}

/** Calls per second that the upstream can serve in the proportions of a query. */
export function capacityFor({ pages, jobs }: Capacity, { calls }: Query): number {
  return (calls.pages + calls.jobs) / (calls.pages / pages + calls.jobs / jobs);
}

/** Where a server asked for more than a third of what the upstream can do, in words; nothing if that is not so. */
export function complaintsAbout(capacity: Capacity, cells: readonly Cell[]): string[] {
  return QUERIES.flatMap((query) => {
    const rounds = cells.filter((cell) => cell.query === query.name).flatMap((cell) => cell.rounds);
    const asked = Math.max(0, ...rounds.map((round) => round.requestsPerSecond * round.upstreamCalls));
    const able = capacityFor(capacity, query);
    if (able >= LEAST_FACTOR * asked) return [];
    return [
      `The upstream serves ${Math.round(able)} calls/s of ${query.name} and was asked for ${Math.round(asked)}: less than ${LEAST_FACTOR} times as much.`,
    ];
  });
}
