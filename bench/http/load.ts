import { spawnSync } from 'node:child_process';
import type { Core } from '../processes/cores.ts';
import { askWithAutocannon } from './autocannon.ts';
import { askWithWrk } from './wrk.ts';

/** What is to be asked, and how hard. */
export interface Load {
  url: string;
  /** Sent in turn: one caller, or several. */
  authorizations: readonly string[];
  /** Sent in turn, as JSON; empty ones make a GET. */
  bodies: readonly string[];
  connections: number;
  /** Whole seconds. */
  seconds: number;
  /** Where it runs. */
  core: Core;
}

/** How a server did under a load. */
export interface LoadResult {
  requests: number;
  seconds: number;
  /**
   * Half of all answers came within this, and 99 of 100 within that. wrk counts a wait that was unusually long several times, once for
   * each request that its connection would have sent meanwhile.
   */
  p50Ms: number;
  p99Ms: number;
  /** Of all answers, headers included. */
  bytes: number;
  /** Answers that were no 2xx or 3xx, and requests without an answer. */
  failures: number;
}

/** A generator of load. */
interface Generator {
  name: string;
  /** Runs in a process of its own. */
  ask(load: Load): Promise<LoadResult>;
}

/** The requests of a load, each once, in the order in which they are sent. */
export function requestsOf({ authorizations, bodies }: Load): { authorization: string; body: string }[] {
  return Array.from({ length: Math.max(authorizations.length, bodies.length) }, (_, index) => ({
    authorization: authorizations[index % authorizations.length] ?? '',
    body: bodies[index % bodies.length] ?? '',
  }));
}

const hasWrk = !spawnSync('wrk', ['--version']).error;

/** wrk where it is installed: it takes a tenth of the CPU. Otherwise autocannon. */
export const generator: Generator = hasWrk
  ? { name: 'wrk', ask: askWithWrk }
  : { name: 'autocannon', ask: askWithAutocannon };
