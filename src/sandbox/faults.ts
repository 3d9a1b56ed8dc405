import { z } from 'zod';
import { findAccount } from './account.ts';
import { CallMatch, matches } from './calls.ts';
import { parseInput } from './input.ts';

const status = z.int().min(200).max(599);

const FaultEffect = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      kind: z.literal('status'),
      status,
      body: z.json().optional(),
      headers: z.record(z.string(), z.string()).optional(),
    }),
    z.strictObject({ kind: z.literal('html'), status: status.default(502) }),
    z.strictObject({ kind: z.literal('empty'), status: status.default(200) }),
    z.strictObject({
      kind: z.literal('rate-limit'),
      retryAfter: z
        .union([z.int().min(0), z.string()], { error: 'Expected seconds, or an HTTP date' })
        .optional(),
    }),
    z.strictObject({ kind: z.literal('truncate') }),
    z.strictObject({ kind: z.literal('patch'), item: z.int().min(0).optional(), patch: z.json() }),
    z.strictObject({ kind: z.literal('hang'), when: z.enum(['before', 'after']).default('before') }),
    z.strictObject({
      kind: z.literal('reset'),
      when: z.enum(['before', 'after', 'during']).default('before'),
    }),
  ],
  {
    error: 'Expected an object whose kind is status, html, empty, rate-limit, truncate, patch, hang or reset',
  },
);

const FaultRule = z
  .strictObject({
    match: CallMatch.default({}),
    skip: z.int().min(0).default(0),
    times: z.int().min(1).optional(),
    delayMs: z.int().min(0).max(86_400_000).default(0),
    effect: FaultEffect.optional(),
  })
  .refine(
    ({ effect, delayMs }) => effect !== undefined || delayMs > 0,
    'A fault needs an effect or a delayMs',
  );

/**
 * One rule by which calls go wrong.
 *
 * `skip` calls that match pass first; then `times` of them are struck (left out: all, until the fault is removed).
 * `delayMs` comes before the effect, and alone delays a proper answer. Of several rules the oldest that applies strikes.
 * What `effect` does, by its kind:
 *
 * - `status`: this answer at once; `body` is JSON, a bare text goes out as it is.
 * - `html`: a page of a proxy in front of the API. `empty`: no body at all.
 * - `rate-limit`: 429, with `Retry-After` when given (seconds, or an HTTP date).
 * - `truncate`: handled, and half of the JSON sent as if it were all.
 * - `patch`: handled, and the answer changed by a JSON merge patch (RFC 7396: null takes a field away); with `item` only
 *   that entry of a list is. For unknown fields, unknown states, malformed items.
 * - `hang`: no answer, ever; `after`: the call has been handled.
 * - `reset`: the connection is cut; `after`: the call has been handled; `during`: half of the answer went out, too.
 */
export type FaultRule = z.input<typeof FaultRule>;

/** A fault that has been switched on. */
export interface Fault {
  readonly id: string;
  readonly rule: z.output<typeof FaultRule>;
  /** How many calls it has struck. */
  readonly hits: number;
  remove(): void;
}

/** The faults of one sandbox. */
export interface Faults {
  readonly list: readonly Fault[];
  /** @throws {SandboxInputError} naming what is wrong. */
  add(rule: FaultRule): Fault;
  clear(): void;
  /** The fault that strikes this call, which counts as a hit; null when none does. */
  strike(call: Parameters<typeof matches>[1]): Fault | null;
}

/** No faults yet. */
export function createFaults(accounts: readonly { name: string }[]): Faults {
  const faults = new Set<Fault & { hits: number; seen: number }>();
  let count = 0;

  return {
    get list() {
      return [...faults];
    },

    add(rule) {
      const parsed = parseInput(FaultRule, rule);
      if (parsed.match.account !== undefined) findAccount(accounts, parsed.match.account);
      const fault = {
        id: `fault-${++count}`,
        rule: parsed,
        hits: 0,
        seen: 0,
        remove: () => void faults.delete(fault),
      };
      faults.add(fault);
      return fault;
    },

    clear: () => faults.clear(),

    strike(call) {
      for (const fault of faults) {
        const { match, skip, times = Number.POSITIVE_INFINITY } = fault.rule;
        if (fault.hits >= times || !matches(match, call)) continue;
        fault.seen += 1;
        if (fault.seen <= skip) continue;
        fault.hits += 1;
        return fault;
      }
      return null;
    },
  };
}
