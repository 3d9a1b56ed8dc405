import { asRatio, atLeast, atMost, type Check } from '../checks.ts';
import type { Cells } from './cells.ts';
import type { ContenderName } from './contenders.ts';
import type { QueryName } from './queries.ts';

/** What belongs to a server and not to a query. */
export interface ServerFigures {
  /** From the start of the process to its first answer; the median of several starts. */
  startMs: number;
  /** The most memory the process ever had, in all of the run. */
  peakBytes: number;
}

const FULL_LOAD = { connections: 100, delayMs: 0 };
const FAR_UPSTREAM = { connections: 100, delayMs: 20 };
const QUERY_NAMES: readonly QueryName[] = ['q20', 'q100', 'mix'];
const LEAST_OF_PROXY = { q20: 1, q100: 0.75, mix: 4 } satisfies Record<QueryName, number>;

/** What the gateway promises of single requests, and whether it was so. Without what was not measured. */
export function checkPromises(cells: Cells, servers: ReadonlyMap<ContenderName, ServerFigures>): Check[] {
  const ratio = (
    value: Parameters<Cells['median']>[3],
    one: ContenderName,
    other: ContenderName,
    query: QueryName,
    setting: Parameters<Cells['median']>[2],
  ) => cells.median(one, query, setting, value) / cells.median(other, query, setting, value);
  const figure = (name: ContenderName, value: keyof ServerFigures) =>
    servers.get(name)?.[value] ?? Number.NaN;
  const checks: (Check & { value: number })[] = [];
  const add = (
    compare: typeof atMost,
    promise: string,
    value: number,
    limit: number,
    show: (value: number) => string = asRatio,
  ) => checks.push({ ...compare(promise, value, limit, show), value });

  for (const query of QUERY_NAMES)
    add(
      atMost,
      `CPU per request beside Mercurius with JIT, every read upstream, ${query}`,
      ratio('cpuMs', 'ours-upstream', 'mercurius', query, FULL_LOAD),
      1,
    );
  for (const query of QUERY_NAMES)
    add(
      atLeast,
      `requests/s beside the byte proxy, default, ${query}`,
      ratio('requestsPerSecond', 'ours', 'proxy', query, FULL_LOAD),
      LEAST_OF_PROXY[query],
    );
  for (const query of QUERY_NAMES)
    add(
      atMost,
      `upstream calls per request, default, ${query}`,
      cells.median('ours', query, FULL_LOAD, 'upstreamCalls'),
      0.05,
      (value) => value.toFixed(3),
    );
  for (const query of QUERY_NAMES)
    add(
      atMost,
      `p99 beside the byte proxy, every read upstream, 20 ms away, ${query}`,
      ratio('p99Ms', 'ours-upstream', 'proxy', query, FAR_UPSTREAM),
      1.5,
    );
  add(atMost, 'from start to first answer', figure('ours', 'startMs'), 500, (ms) => `${Math.round(ms)} ms`);
  for (const [name, setting] of [
    ['ours-upstream', 'every read upstream'],
    ['ours', 'default'],
  ] as const)
    add(
      atMost,
      `peak memory beside Mercurius with JIT, ${setting}`,
      figure(name, 'peakBytes') / figure('mercurius', 'peakBytes'),
      1,
    );
  return checks
    .filter(({ value }) => !Number.isNaN(value))
    .map(({ promise, measured, isKept }) => ({ promise, measured, isKept }));
}
