import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';
import {
  type GenerationRecord,
  type GenerationRecordId,
  type GenerationRecords,
  isPending,
  RECORD_LEASE_MS,
  RECORD_RENEWAL_MS,
  RECORD_TTL_MS,
  recordSteps,
} from '../domain/generation/records.ts';
import { inBatches } from './in-batches.ts';
import { updateCell } from './redis-cells.ts';
import { type Incarnation, RedisAwayError, type RedisLink } from './redis-link.ts';

/** What this process remembers of the records, in characters: some ten thousand with prompts of middling length. */
const MAX_REMEMBERED_CHARACTERS = 32_000_000;
/** How long a reservation waits for a Redis that has just come back: longer than its gathering (`gatherMs` of the link) takes. */
const LONGEST_TRUST_WAIT_MS = 8_000;
const TRUST_CHECK_MS = 100;
const TELL_AGAIN_MS = 1_000;
/** How long a process that ends waits for Redis to hear of what it has bought. */
const LONGEST_LAST_WORD_MS = 3_000;
/**
 * How long this process remembers that a record was pending: longer than a POST takes, because it may be the only one left
 * who knows of it, and not much longer, because its end may not be told here.
 */
const PENDING_MEMORY_MS = 120_000;
/** A record that is only reserved is void with its lease; the key may go soon after. */
const RESERVED_TTL_MS = 4 * RECORD_LEASE_MS;

/** @see createRedisGenerationRecords */
export interface RedisGenerationRecords extends GenerationRecords {
  /** Resolves when Redis has been told everything, or will not be soon. */
  told(): Promise<void>;
}

/**
 * The idempotency records of all processes on one Redis.
 *
 * Each process remembers what it has written and read. A Redis that comes back empty, or without its last seconds, is told
 * before anybody reserves anything new in it: `reserve` waits until every process that could be reached has had the time.
 */
export function createRedisGenerationRecords(options: {
  link: RedisLink;
  clock: Clock;
}): RedisGenerationRecords {
  const { link, clock } = options;
  const remembered = new LRUCache<GenerationRecordId, GenerationRecord>({
    maxSize: MAX_REMEMBERED_CHARACTERS,
    sizeCalculation: (record) => 300 + ('sent' in record ? record.sent.length : 0),
    ttl: RECORD_TTL_MS,
    ttlResolution: 0,
    perf: clock,
  });
  /** Steps that Redis has not been told of, because it was away: they come before any other step. */
  const untold = new Map<GenerationRecordId, Step>();
  let restoredIn: string | null = null;
  let isTelling = false;

  const keyOf = (id: GenerationRecordId) => `${link.prefix}record:${id}`;

  /** The memory that has been told all that this process remembers. @throws when there is none. */
  function restoredMemory(): Incarnation {
    const { incarnation } = link;
    if (!incarnation || restoredIn !== incarnation.mark) throw new RedisAwayError(BEING_TOLD);
    return incarnation;
  }

  /**
   * Takes a step, after those that Redis may have missed. Only in a memory that has been told what is remembered here: in
   * another one, nothing stored means nothing.
   *
   * @throws when Redis cannot be asked; the step may then have been taken or not.
   */
  async function take(
    id: GenerationRecordId,
    step: Step,
    within: Incarnation = restoredMemory(),
  ): Promise<GenerationRecord | null> {
    const key = keyOf(id);
    const missed = untold.get(id);
    const whole = afterMissed(missed, step);
    const change = (stored: string | null) => {
      const nowMs = clock.now();
      const record = whole(parse(stored), nowMs);
      const value = record && JSON.stringify(record);
      if (value === stored) return null;
      const ttlMs =
        record?.state === 'reserved'
          ? RESERVED_TTL_MS
          : RECORD_TTL_MS - (nowMs - (record?.createdAtMs ?? nowMs));
      const isWord = !record || !isPending(record);
      return { value, ttlMs, ...(isWord && { news: { channel: key, message: 'settled' } }) };
    };
    const record = parse(await updateCell(link, key, change, within));
    if (untold.get(id) === missed) untold.delete(id);
    remember(id, record);
    return record;
  }

  function remember(id: GenerationRecordId, record: GenerationRecord | null): void {
    if (!record) remembered.delete(id);
    else remembered.set(id, record, { ttl: isPending(record) ? PENDING_MEMORY_MS : RECORD_TTL_MS });
  }

  /** A step that holds here even when Redis does not hear of it now: it will, as soon as it is back. */
  async function takeSurely(id: GenerationRecordId, step: Step): Promise<void> {
    try {
      await take(id, step);
    } catch (error) {
      const known = remembered.get(id) ?? null;
      untold.set(id, afterMissed(untold.get(id), afterMissed(putBack(known), step)));
      remember(id, step(known, clock.now()));
      tellLater();
      throw error;
    }
  }

  /** Redis may refuse a step while it is up, for want of room above all: then nothing else calls `restore`. */
  function tellLater(): void {
    if (!link.isUp || isTelling) return;
    isTelling = true;
    clock.sleep(TELL_AGAIN_MS).then(() => {
      isTelling = false;
      return restore();
    });
  }

  async function restore(): Promise<void> {
    const { incarnation } = link;
    if (!incarnation) return;
    const isNew = restoredIn !== incarnation.mark;
    const ids = new Set([...untold.keys(), ...(isNew ? remembered.keys() : [])]);
    try {
      // The newest come first: they are the likeliest to be repeated.
      await inBatches(ids, (id) => take(id, putBack(remembered.peek(id) ?? null), incarnation));
      restoredIn = incarnation.mark;
    } catch {
      // Away again: this is called once more when it is back.
    }
    if (untold.size > 0 || restoredIn !== incarnation.mark) tellLater();
  }
  link.onUp(restore);

  /** @throws when Redis is away, or has not been told by everybody what it lost. */
  async function untilTrusted(signal?: AbortSignal): Promise<Incarnation> {
    const untilMs = clock.now() + LONGEST_TRUST_WAIT_MS;
    for (;;) {
      const { incarnation, isUp } = link;
      if (!isUp) throw new RedisAwayError('Redis is away.');
      if (incarnation && restoredIn === incarnation.mark && clock.now() >= incarnation.gatheredAtMs)
        return incarnation;
      if (clock.now() >= untilMs) throw new RedisAwayError(BEING_TOLD);
      await clock.sleep(TRUST_CHECK_MS, signal);
    }
  }

  async function read(id: GenerationRecordId): Promise<GenerationRecord | null> {
    const record = await take(id, (stored) => stored);
    return recordSteps.current(record, clock.now());
  }

  return {
    async told() {
      const untilMs = clock.now() + LONGEST_LAST_WORD_MS;
      while (untold.size > 0 && clock.now() < untilMs) {
        await restore();
        if (untold.size > 0) await clock.sleep(TRUST_CHECK_MS);
      }
    },

    async reserve(id, fingerprint, owner, signal) {
      const step: Step = (stored, nowMs) => recordSteps.reserve(stored, fingerprint, owner, nowMs);
      try {
        const record = await take(id, step, await untilTrusted(signal));
        if (record) return record;
      } catch (error) {
        // What has been settled stays so, whether or not Redis can be asked.
        const known = recordSteps.current(remembered.get(id) ?? null, clock.now());
        if (known && !isPending(known)) return known;
        throw error;
      }
      throw new Error('A reservation left nothing behind.');
    },

    async read(id, signal) {
      await untilTrusted(signal);
      return read(id);
    },

    async renew(id, owner) {
      const record = await take(id, (stored, nowMs) => recordSteps.renew(stored, owner, nowMs));
      return record !== null && isPending(record) && record.owner === owner;
    },

    async markSending(id, owner, sent, sentAtMs) {
      const record = await take(id, (stored, nowMs) =>
        recordSteps.markSending(stored, owner, sent, sentAtMs, nowMs),
      );
      return record?.state === 'sending' && record.owner === owner;
    },

    settle: (id, settlement) =>
      takeSurely(id, (stored, nowMs) => recordSteps.settle(stored, settlement, nowMs)),

    release: (id, owner) => takeSurely(id, (stored, nowMs) => recordSteps.release(stored, owner, nowMs)),

    async waitUntilSettled(id, signal) {
      signal.throwIfAborted();
      let word = new AbortController();
      await using _channel = await link.listen(keyOf(id), () => word.abort());
      for (;;) {
        word = new AbortController();
        const record = await read(id);
        if (!record || !isPending(record)) return;
        // Words are hints, and may get lost.
        const waitMs = Math.min(record.leaseEndsAtMs - clock.now(), RECORD_RENEWAL_MS);
        try {
          await clock.sleep(waitMs, AbortSignal.any([signal, word.signal]));
        } catch (error) {
          if (signal.aborted) throw error;
        }
      }
    },
  };
}

const BEING_TOLD = 'Redis has come back, and is still being told what it lost.';

type Step = (stored: GenerationRecord | null, nowMs: number) => GenerationRecord | null;

function putBack(known: GenerationRecord | null): Step {
  return (stored, nowMs) => (known ? recordSteps.restore(stored, known, nowMs) : stored);
}

function afterMissed(missed: Step | undefined, step: Step): Step {
  return missed ? (stored, nowMs) => step(missed(stored, nowMs), nowMs) : step;
}

function parse(text: string | null): GenerationRecord | null {
  return text === null ? null : (JSON.parse(text) as GenerationRecord);
}
