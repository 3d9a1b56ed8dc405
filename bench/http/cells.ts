import { setTimeout as sleep } from 'node:timers/promises';
import { median } from '../statistics.ts';
import type { Upstream } from '../upstream/upstream.ts';
import { CALLER, type Contender, type ContenderName } from './contenders.ts';
import { generator } from './load.ts';
import type { Query, QueryName } from './queries.ts';

/** How hard a server is asked, and how far away Pictory is. */
export interface Setting {
  connections: number;
  delayMs: number;
  /** Whether every page differs from the one before: nothing that was made of one is of use for the next. */
  changing?: boolean;
  seconds: number;
  rounds: number;
  queries: readonly QueryName[];
  /** Default: all. */
  contenders?: readonly ContenderName[];
}

/** What one server did with one query in one setting. */
export interface Measurement {
  requests: number;
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** CPU time of the server's process, all threads, for each request. */
  cpuMs: number;
  /** The share of one core that the process had: near 1, it was what held the requests up. */
  cpuShare: number;
  upstreamCalls: number;
}

/** All measurements of a cell, one for each round. */
export interface Cell {
  setting: Setting;
  query: QueryName;
  contender: ContenderName;
  rounds: Measurement[];
}

/** Of an answer's length: what is shorter is no answer to this query but an error. */
const LEAST_LENGTH = 0.95;

/**
 * One measurement.
 *
 * @param answerBytes the length of a right answer.
 * @throws {Error} when requests fail or answers are too short.
 */
export async function measure(
  contender: Contender,
  upstream: Upstream,
  query: Pick<Query, 'bodies' | 'callers'> & { name: string },
  { connections, seconds }: Pick<Setting, 'connections' | 'seconds'>,
  answerBytes: number,
): Promise<Measurement> {
  const before = await contender.process.usage();
  const beganAt = performance.now();
  const callsBefore = await upstream.countCalls();
  const result = await generator.ask({
    url: contender.url,
    authorizations: query.callers ?? [CALLER],
    bodies: query.bodies,
    connections,
    seconds,
    core: 'measuring',
  });
  const atEnd = await contender.process.usage();
  const elapsedMs = performance.now() - beganAt;
  await untilQuiet(contender, upstream);
  const after = await contender.process.usage();
  const calls = (await upstream.countCalls()) - callsBefore;
  const { title } = contender.kind;
  if (result.failures > 0) throw new Error(`${title}: ${result.failures} requests of ${query.name} failed.`);
  if (result.bytes < LEAST_LENGTH * answerBytes * result.requests)
    throw new Error(`${title}: answers to ${query.name} are too short on average.`);
  // At the end each connection has a request under way that is not counted, but worked for.
  const served = result.requests + connections;
  const cpuMs = after.cpuMs - before.cpuMs;
  return {
    requests: result.requests,
    requestsPerSecond: result.requests / result.seconds,
    p50Ms: result.p50Ms,
    p99Ms: result.p99Ms,
    cpuMs: cpuMs / served,
    cpuShare: (atEnd.cpuMs - before.cpuMs) / elapsedMs,
    upstreamCalls: calls / served,
  };
}

/** How long a server is given to end requests that the generator has not waited for, and how often it is looked at. */
const SETTLING_LIMIT_MS = 3_000;
const LOOK_MS = 25;
/** Of a core: below this, a server does nothing to speak of. */
const IDLE_SHARE = 0.1;

/** Resolves when the server has stopped working and calling; what it does later would be counted for the next one. */
async function untilQuiet(contender: Contender, upstream: Upstream): Promise<void> {
  const dueAt = performance.now() + SETTLING_LIMIT_MS;
  let calls = await upstream.countCalls();
  let { cpuMs } = await contender.process.usage();
  while (performance.now() < dueAt) {
    await sleep(LOOK_MS);
    const usage = await contender.process.usage();
    const count = await upstream.countCalls();
    if (count === calls && usage.cpuMs - cpuMs < IDLE_SHARE * LOOK_MS) return;
    calls = count;
    cpuMs = usage.cpuMs;
  }
}

/** The cells of a run, looked up by what they are about. */
export interface Cells {
  readonly all: readonly Cell[];
  /** The median of a cell's rounds; NaN when it was not measured. */
  median(
    contender: ContenderName,
    query: QueryName,
    setting: Pick<Setting, 'connections' | 'delayMs' | 'changing'>,
    value: keyof Measurement,
  ): number;
}

/** @see Cells */
export function toCells(all: readonly Cell[]): Cells {
  return {
    all,
    median(contender, query, { connections, delayMs, changing = false }, value) {
      const cell = all.find(
        (each) =>
          each.contender === contender &&
          each.query === query &&
          each.setting.connections === connections &&
          each.setting.delayMs === delayMs &&
          (each.setting.changing ?? false) === changing,
      );
      return median(cell?.rounds.map((round) => round[value]) ?? []);
    },
  };
}
