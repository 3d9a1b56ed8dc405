import type { CallbackId } from '../callback-store.ts';
import type { JobId, JobRequest } from '../job.ts';
import type { Sealer } from '../seal.ts';

/** Names the record of one idempotency key of one principal: a hash that tells neither. */
export type GenerationRecordId = string & { readonly __brand: 'GenerationRecordId' };

/** What was sent to Pictory, as its job will show it. */
export interface SentGeneration {
  kind: 'IMAGE' | 'VIDEO';
  request: JobRequest;
  /** The address at which Pictory is to call back; null: none of ours was given. */
  callbackId: CallbackId | null;
}

/** The same as a record holds it: the prompt is in it, and only the tenant is to read that. */
export type SealedGeneration = string & { readonly __brand: 'SealedGeneration' };

/** @see SealedGeneration */
export function sealGeneration(sent: SentGeneration, sealer: Sealer): SealedGeneration {
  return sealer.seal(JSON.stringify(sent)) as SealedGeneration;
}

/** Null for what was sealed with a secret that has gone since. */
export function openGeneration(sealed: SealedGeneration, sealer: Sealer): SentGeneration | null {
  const text = sealer.open(sealed);
  return text === null ? null : (JSON.parse(text) as SentGeneration);
}

/**
 * What became so far of the request that an idempotency key is bound to. Plain data, times in ms since the epoch.
 *
 * reserved -> sending (written just before the first byte) -> done, or unknown, which a late word can still turn into
 * done. A refusal, or anything before the first byte, removes the record. The owner renews its lease while it lives:
 * when the lease of a reservation has ended the reservation is void, when that of a sending has, it is unknown.
 */
export type GenerationRecord = {
  fingerprint: string;
  /** Told apart from every other attempt, also of the same process. */
  owner: string;
  createdAtMs: number;
} & (
  | { state: 'reserved'; leaseEndsAtMs: number }
  | { state: 'sending'; leaseEndsAtMs: number; sentAtMs: number; sent: SealedGeneration }
  | { state: 'unknown'; sentAtMs: number; sent: SealedGeneration }
  | { state: 'done'; sent: SealedGeneration; jobId: JobId; startedAtMs: number }
);

/** A record whose owner may still be at it. */
export type PendingRecord = Extract<GenerationRecord, { state: 'reserved' | 'sending' }>;

/** A record that names its job. */
export type DoneRecord = Extract<GenerationRecord, { state: 'done' }>;

/** A record of what may have been bought. */
export type UnknownRecord = Extract<GenerationRecord, { state: 'unknown' }>;

/** How an attempt ended, or what a later word (a callback that names the job) makes of it. */
export type Settlement = { state: 'unknown' } | { state: 'done'; jobId: JobId; startedAtMs: number };

/**
 * The records of all principals, shared by whoever shares the store. Each method is one atomic step. It rejects, soon,
 * when the store cannot be asked or does not answer; the step may then have been taken or not.
 */
export interface GenerationRecords {
  /**
   * The record that stands for `id`: a new reservation of `owner`'s where there was none or only a void one. May wait for
   * seconds for a store that has just come back; the signal ends that.
   */
  reserve(
    id: GenerationRecordId,
    fingerprint: string,
    owner: string,
    signal?: AbortSignal,
  ): Promise<GenerationRecord>;
  /** The record that stands for `id`; null when there is none, or only a void one. May wait as `reserve` does. */
  read(id: GenerationRecordId, signal?: AbortSignal): Promise<GenerationRecord | null>;
  /** Extends the lease. False: there is no lease of this owner any more. */
  renew(id: GenerationRecordId, owner: string): Promise<boolean>;
  /**
   * Notes that the first byte is about to go out. False: the reservation is lost and nothing may be sent. Noted already
   * by the same owner is true again, for an answer may get lost.
   */
  markSending(
    id: GenerationRecordId,
    owner: string,
    sent: SealedGeneration,
    sentAtMs: number,
  ): Promise<boolean>;
  /** Notes the end of what was sent, whoever says it. Without effect on what was not sent, and on what is done. */
  settle(id: GenerationRecordId, settlement: Settlement): Promise<void>;
  /** Removes what `owner` has reserved or sent in vain. Without effect on what is done and on other owners' records. */
  release(id: GenerationRecordId, owner: string): Promise<void>;
  /**
   * Resolves once the record is neither reserved nor being sent, or has gone: told by the event, or by a lease's end.
   * Rejects with the signal's reason when it aborts.
   */
  waitUntilSettled(id: GenerationRecordId, signal: AbortSignal): Promise<void>;
}

/** How long a key is bound to its request, from the reservation on. */
export const RECORD_TTL_MS = 24 * 60 * 60 * 1000;

/** How long an owner is taken to be alive after its last word. */
export const RECORD_LEASE_MS = 15_000;

/** How often a living owner renews its lease: two renewals may fail in a row. */
export const RECORD_RENEWAL_MS = 5_000;

/** Whether the record waits for a word of its owner, or for the end of its lease. */
export function isPending(record: GenerationRecord): record is PendingRecord {
  return record.state === 'reserved' || record.state === 'sending';
}

/**
 * The steps as pure functions, for stores to apply atomically: each takes the record that is stored (null: none) and
 * gives the one to store instead (null: none).
 */
export const recordSteps = {
  /** What a stored record amounts to now, with its time to live and its lease in mind. */
  current(stored: GenerationRecord | null, nowMs: number): GenerationRecord | null {
    if (!stored || stored.createdAtMs + RECORD_TTL_MS <= nowMs) return null;
    if (!isPending(stored) || stored.leaseEndsAtMs > nowMs) return stored;
    if (stored.state === 'reserved') return null;
    const { fingerprint, owner, createdAtMs, sentAtMs, sent } = stored;
    return { state: 'unknown', fingerprint, owner, createdAtMs, sentAtMs, sent };
  },

  reserve(
    stored: GenerationRecord | null,
    fingerprint: string,
    owner: string,
    nowMs: number,
  ): GenerationRecord {
    return (
      recordSteps.current(stored, nowMs) ?? {
        state: 'reserved',
        fingerprint,
        owner,
        createdAtMs: nowMs,
        leaseEndsAtMs: nowMs + RECORD_LEASE_MS,
      }
    );
  },

  renew(stored: GenerationRecord | null, owner: string, nowMs: number): GenerationRecord | null {
    const record = recordSteps.current(stored, nowMs);
    if (!record || !isPending(record) || record.owner !== owner) return record;
    return { ...record, leaseEndsAtMs: nowMs + RECORD_LEASE_MS };
  },

  markSending(
    stored: GenerationRecord | null,
    owner: string,
    sent: SealedGeneration,
    sentAtMs: number,
    nowMs: number,
  ): GenerationRecord | null {
    const record = recordSteps.current(stored, nowMs);
    if (record?.state !== 'reserved' || record.owner !== owner) return record;
    return { ...record, state: 'sending', sentAtMs, sent, leaseEndsAtMs: nowMs + RECORD_LEASE_MS };
  },

  settle(stored: GenerationRecord | null, settlement: Settlement, nowMs: number): GenerationRecord | null {
    const record = recordSteps.current(stored, nowMs);
    if (record?.state !== 'sending' && record?.state !== 'unknown') return record;
    const { fingerprint, owner, createdAtMs, sentAtMs, sent } = record;
    if (settlement.state === 'unknown')
      return { state: 'unknown', fingerprint, owner, createdAtMs, sentAtMs, sent };
    const { jobId, startedAtMs } = settlement;
    return { state: 'done', fingerprint, owner, createdAtMs, sent, jobId, startedAtMs };
  },

  release(stored: GenerationRecord | null, owner: string, nowMs: number): GenerationRecord | null {
    const record = recordSteps.current(stored, nowMs);
    return record?.owner === owner && record.state !== 'done' ? null : record;
  },

  /**
   * Puts back what somebody remembers, into a store that may have lost it, or only its last steps: of the same attempt
   * what has gone further stands; of two attempts the one that names its job, else what was sent before what is only
   * reserved, else the one that was stored.
   */
  restore(
    stored: GenerationRecord | null,
    remembered: GenerationRecord,
    nowMs: number,
  ): GenerationRecord | null {
    const record = recordSteps.current(stored, nowMs);
    const known = recordSteps.current(remembered, nowMs);
    if (!known || !record) return record ?? known;
    const weigh = record.owner === known.owner ? PROGRESS : CLAIM;
    return weigh[known.state] > weigh[record.state] ? known : record;
  },
};

/** How far an attempt has gone. */
const PROGRESS = { reserved: 0, sending: 1, unknown: 2, done: 3 } as const satisfies Record<
  GenerationRecord['state'],
  number
>;

/** How much an attempt has to say against another. */
const CLAIM = { reserved: 0, sending: 1, unknown: 1, done: 2 } as const satisfies Record<
  GenerationRecord['state'],
  number
>;
