import { z } from 'zod';
import { parseInput } from './input.ts';

/** Which calls are meant. All parts must agree; none means every call. */
export const CallMatch = z
  .strictObject({
    method: z.enum(['GET', 'POST', 'DELETE']),
    path: z
      .string()
      .regex(/^\/(?!pictoryapis)/, 'must start with / and leave out /pictoryapis, e.g. /v1/jobs/*'),
    account: z.string(),
  })
  .partial();

/**
 * Which calls are meant. All parts must agree; none means every call.
 *
 * `path` leaves out `/pictoryapis`; it is exact, or with `*` at its end a beginning: `/v1/jobs/*` are the calls for one job.
 */
export type CallMatch = z.input<typeof CallMatch>;

/** One call to the simulated API, as it came in. Never holds an API key. */
export interface Call {
  readonly number: number;
  readonly atMs: number;
  readonly method: string;
  /** Without what all paths begin with: `/pictoryapis`, `/v2/pixverse`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Name of the account whose key was sent; null for any other key and none. */
  readonly account: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined when there was no JSON. */
  readonly body: unknown;
  /** Null until answered. */
  readonly status: number | null;
  /** `aborted`: the client left before it had its answer. `reset`: a fault cut the connection. */
  readonly outcome: 'pending' | 'answered' | 'aborted' | 'reset';
  /** Id of the fault that struck it. */
  readonly fault: string | null;
  /** Resolves when `outcome` is no longer `pending`. */
  readonly ended: Promise<void>;
}

/** A call that is being answered. */
interface OpenCall extends Call {
  status: number | null;
  fault: string | null;
  end(outcome: 'answered' | 'aborted' | 'reset'): void;
}

/** All calls, oldest first; of very many the last ten thousand. */
export interface CallLog {
  readonly list: readonly Call[];
  open(call: Pick<Call, 'atMs' | 'method' | 'path' | 'query' | 'account' | 'headers' | 'body'>): OpenCall;
  clear(): void;
  /** Resolves with the next call of this kind as soon as it has come in, before it is answered. */
  next(match: CallMatch): Promise<Call>;
}

const CALLS_KEPT = 10_000;

/** An empty log. */
export function createCallLog(): CallLog {
  const calls: Call[] = [];
  const watchers = new Set<{ match: CallMatch; resolve: (call: Call) => void }>();
  let count = 0;

  return {
    list: calls,

    open(details) {
      const { promise: ended, resolve } = Promise.withResolvers<void>();
      const call: OpenCall = {
        ...details,
        query: hideKeys(details.query),
        headers: hideKeys(details.headers),
        number: ++count,
        status: null,
        outcome: 'pending',
        fault: null,
        ended,
        end(outcome) {
          Object.assign(call, { outcome });
          resolve();
        },
      };
      calls.push(call);
      if (calls.length > CALLS_KEPT) calls.shift();
      for (const watcher of watchers) {
        if (!matches(watcher.match, call)) continue;
        watchers.delete(watcher);
        watcher.resolve(call);
      }
      return call;
    },

    clear() {
      calls.length = 0;
    },

    next(match) {
      const { promise, resolve } = Promise.withResolvers<Call>();
      watchers.add({ match: parseInput(CallMatch, match), resolve });
      return promise;
    },
  };
}

/** Whether a call is one of those meant. */
export function matches(match: CallMatch, call: Pick<Call, 'method' | 'path' | 'account'>): boolean {
  const { method, path, account } = match;
  if (method !== undefined && method !== call.method) return false;
  if (account !== undefined && account !== call.account) return false;
  if (path?.endsWith('*')) return call.path.startsWith(path.slice(0, -1));
  return path === undefined || path === call.path;
}

function hideKeys(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => name !== 'authorization')
      .map(([name, value]) => [name, value.replaceAll(/pictai_[^\s&,;"']*/g, 'pictai_[hidden]')]),
  );
}
