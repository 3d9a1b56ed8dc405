import type { Clock } from '../clock.ts';
import { GatewayError } from './errors.ts';
import { isFinal, type JobId, type JobState } from './job.ts';
import { isSameState, mergeJobStates } from './job-merge.ts';
import type { JobReads, OnJobEnded } from './job-reads.ts';
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
  /** The longest pause: while reads fail (unless Pictory asks for a longer one), and while a callback is to be expected. */
  maxIntervalMs: number;
  /** At least 0, less than 1. */
  random: () => number;
  callbacks: CallbackSigns;
  /** Told, before any follower is, of an end, whoever has read it. */
  onEnded: OnJobEnded;
}

/** Whether Pictory's callbacks come through, so that polls may be fewer. */
export interface CallbackSigns {
  readonly areArriving: boolean;
  /** A job that was to be called back has completed, and no call had come. */
  noteMissed(): void;
}

/** How long one read may take, retries included. */
const READ_LIMIT_MS = 15_000;
/** Followers hear of trouble that has lasted this many times the longest pause. */
const SILENT_PAUSES = 10;
/** From one read of a job to the next, however often Pictory calls back. */
export const LEAST_PAUSE_AFTER_READ_MS = 1000;
/**
 * A lease outlasts the next read by its holder, and ends soon enough for another process to have read within two pauses
 * of the holder's death.
 */
const LEASE_PAUSES = 1.5;

/**
 * Reads one job again and again until it is final, nobody follows it any more, or reading it is hopeless.
 *
 * @param onStop called as soon as the loop takes no more followers.
 */
export function startJobPoll(terms: JobPollTerms, tenant: Tenant, id: JobId, onStop: () => void): JobPoll {
  const { store, reads, clock, intervalMs, maxIntervalMs, random, callbacks } = terms;
  const followers = new Set<JobFollower>();
  const stop = new AbortController();
  let known: JobState | null = null;
  let nextReadAtMs = 0;
  /** After a failure: whatever is heard meanwhile. */
  let restsUntilMs = 0;
  let triedAtMs = Number.NEGATIVE_INFINITY;
  let holdsLease = false;
  let isReading = false;
  /** The time of the last call that has been acted on, here or (so its state tells) elsewhere. */
  let heededCallAtMs = Number.NEGATIVE_INFINITY;
  let wakeUp = () => {};
  let trouble: { sinceMs: number; failures: number; error: GatewayError } | null = null;

  async function run(): Promise<void> {
    await using seat = await store.join(tenant, id, { onState: accept, onCall: () => wakeUp() });
    await recall();
    while (!stop.signal.aborted) {
      const nowMs = clock.now();
      const endsAtMs = trouble ? trouble.sinceMs + SILENT_PAUSES * maxIntervalMs : Number.POSITIVE_INFINITY;
      if (hasUnheededCall()) {
        nextReadAtMs = Math.max(restsUntilMs, Math.min(nextReadAtMs, triedAtMs + LEAST_PAUSE_AFTER_READ_MS));
      }
      const wakeAtMs = Math.min(nextReadAtMs, endsAtMs);
      if (nowMs < wakeAtMs) {
        await sleep(Math.min(wakeAtMs - nowMs, intervalMs));
        await recall();
        if (holdsLease && clock.now() < nextReadAtMs) holdsLease = (await askForLease(seat)) === 0;
      } else if (trouble && nowMs >= endsAtMs) {
        end(trouble.error);
      } else {
        await readInTurn(seat);
      }
    }
  }

  function hasUnheededCall(): boolean {
    return (store.calledAtMs(tenant, id) ?? Number.NEGATIVE_INFINITY) > heededCallAtMs;
  }

  /** Ends early when Pictory calls back. */
  async function sleep(ms: number): Promise<void> {
    const called = new AbortController();
    wakeUp = () => called.abort();
    try {
      await clock.sleep(ms, AbortSignal.any([stop.signal, called.signal]));
    } catch (error) {
      if (stop.signal.aborted) throw error;
    }
  }

  async function readInTurn(seat: JobSeat): Promise<void> {
    triedAtMs = clock.now();
    const heldForMs = await askForLease(seat);
    holdsLease = heldForMs === 0;
    // Whoever may read now has heard of the call as well.
    heededCallAtMs = store.calledAtMs(tenant, id) ?? heededCallAtMs;
    if (holdsLease) await read(seat);
    else nextReadAtMs = clock.now() + heldForMs + Math.round(0.1 * intervalMs * random());
  }

  /** By the interval, however long the pause: should this process die, a call has to find somebody who may read. */
  function askForLease(seat: JobSeat): Promise<number> {
    return seat.lease(LEASE_PAUSES * intervalMs);
  }

  /** Callbacks make polls fewer only while they come through, and until this job's own has come. */
  function pauseMs(): number {
    const awaitsCall = known?.hasCallback === true && store.calledAtMs(tenant, id) === null;
    return awaitsCall && callbacks.areArriving ? maxIntervalMs : intervalMs;
  }

  /** What other processes have read is in the store, whether or not a hint of it arrived. */
  async function recall(): Promise<void> {
    const state = await store.read(tenant, id);
    if (state) accept(state);
  }

  async function read(seat: JobSeat): Promise<void> {
    isReading = true;
    try {
      const deadlineAt = clock.now() + READ_LIMIT_MS;
      const state = await reads.read(tenant, id, { signal: stop.signal, deadlineAt, priority: 'poll' });
      if (!state) return end(jobNotFound(id));
      trouble = null;
      accept(state);
      if (nextReadAtMs <= clock.now()) nextReadAtMs = clock.now() + jittered(pauseMs());
    } catch (error) {
      if (stop.signal.aborted) return;
      if (!(error instanceof GatewayError && error.retryable)) return end(error);
      backOff(error);
      holdsLease = false;
      await seat.yieldLease();
    } finally {
      isReading = false;
    }
  }

  function accept(state: JobState): void {
    if (stop.signal.aborted) return;
    const before = known;
    known = before ? mergeJobStates(before, state) : state;
    if (trouble && known.observedAtMs >= trouble.sinceMs) trouble = null;
    if (!before || known.observedAtMs > before.observedAtMs) {
      nextReadAtMs = Math.max(restsUntilMs, reads.askedAtMs(tenant, known) + jittered(pauseMs()));
      heededCallAtMs = Math.max(heededCallAtMs, known.observedAtMs);
    }
    if (before && isSameState(before, known)) return;
    if (isFinal(known.status)) noteEnd(known, before);
    for (const follower of followers) follower.onState(known);
    if (isFinal(known.status)) halt();
  }

  function noteEnd(state: JobState, before: JobState | null): void {
    if (before) terms.onEnded(tenant, state);
    const lacksCall = state.hasCallback && store.calledAtMs(tenant, id) === null;
    if (isReading && lacksCall && state.status === 'COMPLETED') callbacks.noteMissed();
  }

  function backOff(error: GatewayError): void {
    const nowMs = clock.now();
    const failures = (trouble?.failures ?? 0) + 1;
    const backOffMs = jittered(Math.min(intervalMs * 2 ** (failures - 1), maxIntervalMs));
    trouble = { sinceMs: trouble?.sinceMs ?? nowMs, failures, error };
    restsUntilMs = nowMs + Math.max(backOffMs, error.retryAfterMs ?? 0);
    nextReadAtMs = restsUntilMs;
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
