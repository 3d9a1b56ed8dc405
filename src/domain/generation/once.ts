import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { JobId } from '../job.ts';
import type { Sealer } from '../seal.ts';
import type { GenerationResult } from './generation.ts';
import { idempotencyConflict, notStarted, outcomeUnknown, replayed } from './outcome.ts';
import {
  type GenerationRecord,
  type GenerationRecordId,
  type GenerationRecords,
  isPending,
  openGeneration,
  RECORD_RENEWAL_MS,
  type SentGeneration,
  sealGeneration,
  type UnknownRecord,
} from './records.ts';

/** One request under an idempotency key. */
export interface KeyedGeneration {
  id: GenerationRecordId;
  /** What the key's record was called under former secrets: one that is still there counts. */
  formerIds: readonly GenerationRecordId[];
  fingerprint: string;
  /** Seals what the record says of the request. */
  sealer: Sealer;
  /** The asker's interest: ends the wait for another's attempt. */
  signal: AbortSignal;
  /**
   * Tries to buy. Awaits `beforeFirstByte` directly before sending; when that throws, nothing is sent and the result is
   * `not-started`. Never throws. May be called again, but only after an attempt that sent nothing.
   */
  attempt(beforeFirstByte: BeforeFirstByte): Promise<GenerationResult>;
  /** The job that has become known since of something sent whose answer was lost; null when none has. Never throws. */
  findJob(sent: SentGeneration, sentAtMs: number): Promise<JobId | null>;
}

/** Writes down that the first byte is about to go out. */
export type BeforeFirstByte = (sent: SentGeneration, sentAtMs: number) => Promise<void>;

/** What keeps a key to one purchase. */
export interface GenerationOnceOptions {
  records: GenerationRecords;
  clock: Clock;
  /** Told of what goes wrong without the caller being told the cause. */
  onFault: (message: string, cause: unknown) => void;
}

/**
 * Runs generations so that none is bought twice under one key, whoever else holds the key in whatever process.
 *
 * The first to reserve the key attempts; equal requests wait and get its job, or its unknown outcome; when it has bought
 * nothing, one of those that wait attempts in its place. A different request under the key is a conflict at once.
 */
export function createGenerationOnce({ records, clock, onFault }: GenerationOnceOptions) {
  return async function generateOnce(generation: KeyedGeneration): Promise<GenerationResult> {
    const { formerIds, fingerprint, signal } = generation;
    try {
      for (;;) {
        const owner = randomUUID();
        const former = await findFormer(formerIds, signal);
        const id = former?.id ?? generation.id;
        const record = former?.record ?? (await records.reserve(id, fingerprint, owner, signal));
        if (record.owner === owner && (await findFormer(formerIds, signal))) {
          // A process with another first secret has reserved at the same moment. Both give way: one will be the first.
          await records.release(id, owner);
          await clock.sleep(Math.random() * RIVAL_PAUSE_MS, signal);
        } else if (record.owner === owner) {
          const result = await attemptAsOwner(generation, owner);
          if (result !== 'reservation-lost') return result;
        } else if (record.fingerprint !== fingerprint) {
          return idempotencyConflict();
        } else if (record.state === 'done') {
          return replayed(record, generation.sealer);
        } else if (isPending(record)) {
          await records.waitUntilSettled(id, signal);
        } else if (!(await hasBecomeKnown(id, record, generation))) {
          return outcomeUnknown(record.sentAtMs);
        }
      }
    } catch (error) {
      if (signal.aborted) return LEFT;
      onFault('The idempotency records cannot be read.', error);
      return NOT_KEPT;
    }
  };

  async function findFormer(
    ids: readonly GenerationRecordId[],
    signal: AbortSignal,
  ): Promise<{ id: GenerationRecordId; record: GenerationRecord } | null> {
    for (const id of ids) {
      const record = await records.read(id, signal);
      if (record) return { id, record };
    }
    return null;
  }

  /** Whether a late word has named the job since, so that the record is done now. */
  async function hasBecomeKnown(
    id: GenerationRecordId,
    record: UnknownRecord,
    { sealer, findJob }: KeyedGeneration,
  ): Promise<boolean> {
    const sent = openGeneration(record.sent, sealer);
    const jobId = sent && (await findJob(sent, record.sentAtMs));
    if (!jobId) return false;
    await records.settle(id, { state: 'done', jobId, startedAtMs: record.sentAtMs });
    return true;
  }

  /** Never throws: once something may have been bought, no trouble with the record hides it. */
  async function attemptAsOwner(
    { id, sealer, attempt }: KeyedGeneration,
    owner: string,
  ): Promise<GenerationResult | 'reservation-lost'> {
    const lease = new AbortController();
    renewUntil(lease.signal, id, owner);
    const obstacle: { kind: 'reservation-lost' | 'not-kept' | null } = { kind: null };
    try {
      const result = await attempt(async (sent, sentAtMs) => {
        // Until it is known to be written down, a repeat elsewhere could buy again.
        obstacle.kind = 'not-kept';
        const isWritten = await records.markSending(id, owner, sealGeneration(sent, sealer), sentAtMs);
        obstacle.kind = isWritten ? null : 'reservation-lost';
        if (!isWritten) throw new Error('Another attempt has taken the reservation over.');
      });
      if (obstacle.kind === 'reservation-lost') return obstacle.kind;
      await keep(id, owner, result);
      return obstacle.kind === 'not-kept' ? NOT_KEPT : result;
    } finally {
      lease.abort();
    }
  }

  async function keep(id: GenerationRecordId, owner: string, result: GenerationResult): Promise<void> {
    try {
      if (result.type === 'started') {
        await records.settle(id, {
          state: 'done',
          jobId: result.job.id,
          startedAtMs: result.job.observedAtMs,
        });
      } else if (result.type === 'outcome-unknown') {
        await records.settle(id, { state: 'unknown' });
      } else {
        await records.release(id, owner);
      }
    } catch (error) {
      // The lease then ends by itself: a reservation becomes void, a sending becomes unknown.
      onFault('The end of a generation could not be written to the idempotency records.', error);
    }
  }

  async function renewUntil(ended: AbortSignal, id: GenerationRecordId, owner: string): Promise<void> {
    for (;;) {
      try {
        await clock.sleep(RECORD_RENEWAL_MS, ended);
      } catch {
        return;
      }
      try {
        if (!(await records.renew(id, owner))) return;
      } catch (error) {
        onFault('The lease of an idempotency record could not be renewed.', error);
      }
    }
  }
}

const RIVAL_PAUSE_MS = 200;

const LEFT = notStarted({
  message: 'The request ended before an equal one under the same idempotency key had its outcome.',
  retryable: true,
});

const NOT_KEPT = notStarted({
  message:
    'This request was not sent, because its idempotency key cannot be kept at the moment. Whether an earlier one with the same key has bought something cannot be looked up now: repeat it with that key, not with another.',
  retryable: true,
});
