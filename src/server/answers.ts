import { LRUCache } from 'lru-cache';
import type { Caller, Identity } from '../domain/caller.ts';
import type { Operation } from '../domain/operation.ts';
import type { Strand } from '../domain/read-log.ts';
import type { Tenant } from '../domain/tenant.ts';
import { weigh } from '../domain/weight.ts';
import type { Plan } from './plans.ts';
import { type Data, type KeptData, keepData } from './result-text.ts';

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
  recall(plan: Plan, caller: Caller, operation: Operation): Promise<KeptData | null>;
  /** Keeps an answer without errors; undefined where something is in it that stands in no log, or it is not worth it. */
  keep(plan: Plan, caller: Caller, operation: Operation, data: Data): KeptData | undefined;
}

/** Room for all tenants together: of texts, of the objects they were made from, and of the pages these were read from. */
const MAX_BYTES = 48_000_000;
/** What a read that is kept holds on to at least: a page is mostly kept elsewhere as well. */
const READ_BYTES = 20_000;
/** The objects of an answer take about three times the room of their text. */
const BYTES_PER_CHARACTER = 4;
/** An answer that nobody asked for in this time is let go. */
const IDLE_MS = 60_000;

/** Most operations are asked once. */
const TIMES_BEFORE = 1;
/** So often in a row must an answer have changed until it is not worth keeping, and so often it is not kept then. */
const MAX_CHANGES = 3;
const TIMES_WITHOUT = 20;

interface KeptAnswer {
  tenant: Tenant;
  kept: KeptData;
  strands: readonly Strand[];
}

/** What is known of a query, whoever asks it. */
interface Habit {
  /** Tells it from others. */
  number: number;
  /** How often it is answered before its answers are kept. */
  timesLeft: number;
  /** How often in a row a kept answer has turned out to have changed. */
  changes: number;
}

/** No answers yet. @param timesBefore how often a query is answered before its answers are kept. Default 1. */
export function createAnswers({
  timesBefore = TIMES_BEFORE,
}: {
  timesBefore?: number | undefined;
} = {}): Answers {
  const kept = new LRUCache<string, KeptAnswer>({
    maxSize: MAX_BYTES,
    sizeCalculation: sizeOf,
    ttl: IDLE_MS,
    updateAgeOnGet: true,
  });
  const habits = new WeakMap<Plan, Habit>();
  let plans = 0;

  function habitOf(plan: Plan): Habit {
    const known = habits.get(plan);
    if (known) return known;
    const habit: Habit = { number: ++plans, timesLeft: timesBefore, changes: 0 };
    habits.set(plan, habit);
    return habit;
  }

  function nameOf({ number }: Habit, { tenant, scopes }: Identity): string {
    return `${number} ${tenant.id} ${[...scopes].join(' ')}`;
  }

  return {
    async recall(plan, { identity }, operation) {
      if (!identity || !plan.isRepeatable()) return null;
      const habit = habitOf(plan);
      const name = nameOf(habit, identity);
      const answer = kept.get(name);
      // The reads are bound to the account as it was met then: forgotten meanwhile, it is not the one that asks.
      if (answer?.tenant !== identity.tenant) return null;
      const isSame = await operation.log.repeat(answer.strands);
      habit.changes = isSame ? 0 : habit.changes + 1;
      if (isSame) return answer.kept;
      kept.delete(name);
      return null;
    },

    keep(plan, { identity }, operation, data) {
      if (!identity || !plan.isRepeatable()) return;
      const habit = habitOf(plan);
      if (habit.changes >= MAX_CHANGES) {
        habit.changes = 0;
        habit.timesLeft = TIMES_WITHOUT;
      }
      if (habit.timesLeft > 0) {
        habit.timesLeft--;
        return;
      }
      const strands = operation.log.strands();
      if (!strands) return;
      const keptData = keepData(data);
      kept.purgeStale();
      kept.set(nameOf(habit, identity), { tenant: identity.tenant, kept: keptData, strands });
      return keptData;
    },
  };
}

function sizeOf({ kept, strands }: KeptAnswer): number {
  const held = strands.flat().reduce((bytes, read) => bytes + heldBy(read), 0);
  return kept.json.length * BYTES_PER_CHARACTER + held;
}

/** What a read holds on to in the worst case: a page that is kept here alone, a state that says much. */
function heldBy({ value }: Strand[number]): number {
  if (typeof value !== 'object' || value === null || value instanceof Error) return READ_BYTES;
  return Math.max(READ_BYTES, 'sizeBytes' in value ? Number(value.sizeBytes) : weigh(value));
}
