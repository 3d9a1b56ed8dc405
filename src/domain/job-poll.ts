import type { Clock } from '../clock.ts';
import { GatewayError } from './errors.ts';
import { isFinal, type JobId, type JobState } from './job.ts';
import { isSameState, mergeJobStates } from './job-merge.ts';
import type { JobReads } from './job-reads.ts';
import type { JobSeat, JobStore } from './job-store.ts';
import type { Tenant } from './tenant.ts';

/** Somebody who wants to know how a job goes on. Neither method may throw. */
export interface JobFollower {
  /** The last known state, then each change. Nothing comes after a final one. */
  onState(state: JobState): void;
  /** Nothing more will come, though the job is not final: why, or null when the process drains. */
  onEnd(error: unknown): void;
}

/** The one poll loop of a job. */
export interface JobPoll {
  /** Tells the last known state at once, if there is one. */
  add(follower: JobFollower): void;
  /** The loop stops with its last follower, in the middle of a read too. */
  remove(follower: JobFollower): void;
  /** Stops the loop and tells its followers. */
  end(error: unknown): void;
  /** Resolves when the loop has let go of everything. Never rejects. */
  readonly stopped: Promise<void>;
}

/** What all poll loops have in common. */
export interface JobPollTerms {
  store: JobStore;
  reads: JobReads;
  clock: Clock;
  /** From one read to the next, give or take a tenth. */
  intervalMs: number;
  /** The longest pause while reads fail, unless Pictory asks for a longer one. */
  maxIntervalMs: number;
  /** At least 0, less than 1. */
  random: () => number;
}

/** How long one read may take, retries included. */
const READ_LIMIT_MS = 15_000;
/** Followers hear of trouble that has lasted this many times the longest pause. */
const SILENT_PAUSES = 10;

/**
 * Reads one job again and again until it is final, nobody follows it any more, or reading it is hopeless.
 *
 * @param onStop called as soon as the loop takes no more followers.
 */
export function startJobPoll(terms: JobPollTerms, tenant: Tenant, id: JobId, onStop: () => void): JobPoll {
  const { store, reads, clock, intervalMs, maxIntervalMs, random } = terms;
  const followers = new Set<JobFollower>();
  const stop = new AbortController();
  let known: JobState | null = null;
  let nextReadAtMs = 0;
  let trouble: { sinceMs: number; failures: number; error: GatewayError } | null = null;

  async function run(): Promise<void> {
    await using seat = await store.join(tenant, id, accept);
    await recall();
    while (!stop.signal.aborted) {
      const nowMs = clock.now();
      const endsAtMs = trouble ? trouble.sinceMs + SILENT_PAUSES * maxIntervalMs : Number.POSITIVE_INFINITY;
      const wakeAtMs = Math.min(nextReadAtMs, endsAtMs);
      if (nowMs < wakeAtMs) {
        await clock.sleep(wakeAtMs - nowMs, stop.signal);
        await recall();
      } else if (trouble && nowMs >= endsAtMs) {
        end(trouble.error);
      } else if (await seat.lease(2 * intervalMs)) {
        await read(seat);
      } else {
        nextReadAtMs = nowMs + jittered(intervalMs);
      }
    }
  }

  /** What other processes have read is in the store, whether or not a hint of it arrived. */
  async function recall(): Promise<void> {
    const state = await store.read(tenant, id);
    if (state) accept(state);
  }

  async function read(seat: JobSeat): Promise<void> {
    try {
      const deadlineAt = clock.now() + READ_LIMIT_MS;
      const state = await reads.read(tenant, id, { signal: stop.signal, deadlineAt, priority: 'poll' });
      if (!state) return end(jobNotFound(id));
      trouble = null;
      accept(state);
      if (nextReadAtMs <= clock.now()) nextReadAtMs = clock.now() + jittered(intervalMs);
    } catch (error) {
      if (stop.signal.aborted) return;
      if (!(error instanceof GatewayError && error.retryable)) return end(error);
      backOff(error);
      await seat.yieldLease();
    }
  }

  function accept(state: JobState): void {
    if (stop.signal.aborted) return;
    const before = known;
    known = before ? mergeJobStates(before, state) : state;
    if (trouble && known.observedAtMs >= trouble.sinceMs) trouble = null;
    if (!before || known.observedAtMs > before.observedAtMs) {
      nextReadAtMs = Math.max(nextReadAtMs, reads.askedAtMs(tenant, known) + jittered(intervalMs));
    }
    if (before && isSameState(before, known)) return;
    for (const follower of followers) follower.onState(known);
    if (isFinal(known.status)) halt();
  }

  function backOff(error: GatewayError): void {
    const nowMs = clock.now();
    const failures = (trouble?.failures ?? 0) + 1;
    const pauseMs = jittered(Math.min(intervalMs * 2 ** (failures - 1), maxIntervalMs));
    trouble = { sinceMs: trouble?.sinceMs ?? nowMs, failures, error };
    nextReadAtMs = nowMs + Math.max(pauseMs, error.retryAfterMs ?? 0);
  }

  /** Many loops begun together shall not read together for ever. */
  function jittered(ms: number): number {
    return Math.round(ms * (0.9 + 0.2 * random()));
  }

  function end(error: unknown): void {
    const left = [...followers];
    halt();
    for (const follower of left) follower.onEnd(error);
  }

  function halt(): void {
    if (stop.signal.aborted) return;
    followers.clear();
    stop.abort();
    onStop();
  }

  const stopped = run().catch((error) => {
    if (!stop.signal.aborted) end(error);
  });

  return {
    add(follower) {
      followers.add(follower);
      if (known) follower.onState(known);
    },
    remove(follower) {
      if (followers.delete(follower) && followers.size === 0) halt();
    },
    end,
    stopped,
  };
}

function jobNotFound(id: JobId): GatewayError {
  return new GatewayError('JOB_NOT_FOUND', `Pictory knows no job "${id}" for this account. Check the id.`);
}
