import type { Clock } from '../clock.ts';
import {
  type GenerationRecord,
  type GenerationRecordId,
  type GenerationRecords,
  isPending,
  recordSteps,
} from '../domain/generation/records.ts';
import { weigh } from '../domain/weight.ts';

/** Some 50,000 records with prompts of middling length. */
const MAX_BYTES = 64_000_000;

/**
 * The idempotency records of a process that has no replicas. They end with it; old ones go as new ones come.
 *
 * @param options.maxBytes beyond that nothing new is reserved: to forget a record before its time would be to buy twice.
 */
export function createMemoryGenerationRecords(options: {
  clock: Clock;
  maxBytes?: number;
}): GenerationRecords {
  const { clock, maxBytes = MAX_BYTES } = options;
  /** In the order of creation, so that the oldest come first. */
  const records = new Map<GenerationRecordId, GenerationRecord>();
  const waiters = new Map<GenerationRecordId, Set<() => void>>();
  let sizeBytes = 0;

  return {
    async reserve(id, fingerprint, owner) {
      forgetExpired();
      const record = recordSteps.reserve(stored(id), fingerprint, owner, clock.now());
      if (record.owner === owner) {
        if (sizeBytes > maxBytes)
          throw new Error('There are more idempotency records than can be kept for a day.');
        remove(id);
      }
      store(id, record);
      return record;
    },
    read: async (id) => recordSteps.current(stored(id), clock.now()),
    async renew(id, owner) {
      const record = store(id, recordSteps.renew(stored(id), owner, clock.now()));
      return record !== null && isPending(record) && record.owner === owner;
    },
    async markSending(id, owner, sent, sentAtMs) {
      const record = store(id, recordSteps.markSending(stored(id), owner, sent, sentAtMs, clock.now()));
      return record?.state === 'sending' && record.owner === owner;
    },
    async settle(id, settlement) {
      store(id, recordSteps.settle(stored(id), settlement, clock.now()));
    },
    async release(id, owner) {
      store(id, recordSteps.release(stored(id), owner, clock.now()));
    },
    async waitUntilSettled(id, signal) {
      for (;;) {
        const record = recordSteps.current(stored(id), clock.now());
        if (!record || !isPending(record)) return;
        await leaseEndOrWord(id, record.leaseEndsAtMs - clock.now(), signal);
      }
    },
  };

  function stored(id: GenerationRecordId): GenerationRecord | null {
    return records.get(id) ?? null;
  }

  function store(id: GenerationRecordId, record: GenerationRecord | null): GenerationRecord | null {
    // In its place: a record keeps the one that it was created in.
    sizeBytes -= weighStored(id);
    if (record) records.set(id, record);
    else records.delete(id);
    sizeBytes += weighStored(id);
    if (!record || !isPending(record)) for (const wake of waiters.get(id) ?? []) wake();
    return record;
  }

  function remove(id: GenerationRecordId): void {
    sizeBytes -= weighStored(id);
    records.delete(id);
  }

  function weighStored(id: GenerationRecordId): number {
    return records.has(id) ? weigh(id) + weigh(records.get(id)) : 0;
  }

  async function leaseEndOrWord(id: GenerationRecordId, ms: number, signal: AbortSignal): Promise<void> {
    const word = new AbortController();
    const wake = () => word.abort();
    const others = waiters.get(id) ?? new Set();
    waiters.set(id, others.add(wake));
    try {
      await clock.sleep(ms, AbortSignal.any([signal, word.signal]));
    } catch (error) {
      if (!word.signal.aborted) throw error;
    } finally {
      others.delete(wake);
      if (others.size === 0) waiters.delete(id);
    }
  }

  function forgetExpired(): void {
    for (const [id, record] of records) {
      if (recordSteps.current(record, clock.now())) return;
      remove(id);
    }
  }
}
