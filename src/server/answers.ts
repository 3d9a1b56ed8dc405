import { LRUCache } from 'lru-cache';
import type { Caller } from '../domain/caller.ts';
import type { Operation } from '../domain/operation.ts';
import type { Strand } from '../domain/read-log.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Plan } from './plans.ts';
import { type Data, keepText } from './result-text.ts';

/**
 * Answers to queries, each with the reads it was made of. A query that is asked again makes those reads again, by the rules
 * of every read (pages that are kept for a while, one read for all who ask at once, or a call to Pictory each time); where
 * they give the same, so does the query, and nothing else has to be done.
 */
export interface Answers {
  /**
   * The answer to the same query asked by a caller of the same account and scopes, when all that it was made of is the
   * same now. The reads count as those of `operation`; when something has changed, it does not have to make them twice.
   */
  recall(plan: Plan, caller: Caller, operation: Operation): Promise<Data | null>;
  /** Keeps an answer without errors, unless something is in it that stands in no log. */
  keep(plan: Plan, caller: Caller, operation: Operation, data: Data): void;
}

/** Room for all tenants together: of texts, of the objects they were made from, and of the pages these were read from. */
const MAX_BYTES = 48_000_000;
/** What a read that is kept holds on to: a page is mostly kept elsewhere as well. */
const READ_BYTES = 20_000;
/** The objects of an answer take about three times the room of their text. */
const BYTES_PER_CHARACTER = 4;
/** An answer that nobody asked for in this time is let go. */
const IDLE_MS = 60_000;

interface KeptAnswer {
  tenant: Tenant;
  data: Data;
  strands: readonly Strand[];
  bytes: number;
}

/** Most operations are asked once. */
const TIMES_BEFORE = 1;

/** No answers yet. @param timesBefore how often a query is answered before its answers are kept. Default 1. */
export function createAnswers({
  timesBefore = TIMES_BEFORE,
}: {
  timesBefore?: number | undefined;
} = {}): Answers {
  const kept = new LRUCache<string, KeptAnswer>({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ bytes }) => bytes,
    ttl: IDLE_MS,
    updateAgeOnGet: true,
  });
  const asked = new WeakMap<Plan, { number: number; times: number }>();
  let plans = 0;

  /** Null where nothing is kept. */
  function nameOf(plan: Plan, caller: Caller, times: number): string | null {
    if (!caller.identity || !plan.isRepeatable) return null;
    const entry = asked.get(plan) ?? { number: ++plans, times: 0 };
    asked.set(plan, entry);
    entry.times += times;
    if (entry.times <= timesBefore) return null;
    const { tenant, scopes } = caller.identity;
    return `${entry.number} ${tenant.id} ${[...scopes].join(' ')}`;
  }

  return {
    async recall(plan, caller, operation) {
      const name = nameOf(plan, caller, 1);
      const answer = name === null ? undefined : kept.get(name);
      // The reads are bound to the account as it was met then: forgotten meanwhile, it is not the one that asks.
      if (!answer || answer.tenant !== caller.identity?.tenant) return null;
      return (await operation.log.repeat(answer.strands)) ? answer.data : null;
    },
    keep(plan, caller, operation, data) {
      const name = nameOf(plan, caller, 0);
      const strands = name === null ? null : operation.log.strands;
      if (name === null || !caller.identity || !strands) return;
      const bytes = keepText(data) * BYTES_PER_CHARACTER + strands.flat().length * READ_BYTES;
      kept.purgeStale();
      kept.set(name, { tenant: caller.identity.tenant, data, strands, bytes });
    },
  };
}
