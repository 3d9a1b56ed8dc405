import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';
import type { ReadCall } from '../upstream/call.ts';
import { UpstreamError } from '../upstream/errors.ts';
import type { JobReading } from '../upstream/pictory/jobs.ts';
import { isFinal, type JobId, type JobState, toJobState } from './job.ts';
import { mergeJobStates } from './job-merge.ts';
import type { JobStore } from './job-store.ts';
import type { SharedReads } from './shared-reads.ts';
import type { Tenant } from './tenant.ts';
import { toGatewayError } from './upstream-failure.ts';

/** Asks Pictory about single jobs and notes each answer in the store. */
export interface JobReads {
  /**
   * One read, shared by all who ask for the same job at the same time.
   *
   * Pictory may say of a young job that it does not exist, and loses sight of older ones now and then: a job within a
   * minute of its creation is kept as it is, and one seen before is given up at the third such answer in a row.
   *
   * @returns what is known of the job afterwards; null when there is no such job.
   * @throws {GatewayError} or the signal's reason.
   */
  read(tenant: Tenant, id: JobId, call: ReadCall): Promise<JobState | null>;
  /** When Pictory was last asked about a job whose state this is, whether or not it had news. Ms since the epoch. */
  askedAtMs(tenant: Tenant, state: JobState): number;
}

/** Told when a job that was running here has ended, before any watcher is. */
export type OnJobEnded = (tenant: Tenant, state: JobState) => void;

const NOT_VISIBLE_YET_MS = 60_000;
const MISSES_UNTIL_GONE = 3;
const MAX_REMEMBERED_MISSES = 10_000;

/** @see JobReads */
export function createJobReads(options: {
  store: JobStore;
  shared: SharedReads;
  clock: Clock;
  onEnded: OnJobEnded;
}): JobReads {
  const { store, shared, clock, onEnded } = options;
  const misses = new LRUCache<string, { count: number; atMs: number }>({ max: MAX_REMEMBERED_MISSES });

  async function readOnce(tenant: Tenant, id: JobId, name: string, call: ReadCall): Promise<JobState | null> {
    let reading: JobReading;
    // A state is as old as the question: what happened while it was answered may not be in it.
    let askedAtMs = clock.now();
    const notingCall: ReadCall = {
      signal: call.signal,
      get deadlineAt() {
        return call.deadlineAt;
      },
      get priority() {
        return call.priority ?? 'interactive';
      },
      onAttempt() {
        call.onAttempt?.();
        askedAtMs = clock.now();
      },
    };
    try {
      reading = await tenant.pictory.readJob(id, notingCall);
    } catch (error) {
      if (error instanceof UpstreamError && error.failure === 'not-found') return judgeMiss(tenant, id, name);
      throw toGatewayError(error, tenant);
    }
    misses.delete(name);
    const state = toJobState({ ...reading, jobId: id }, askedAtMs);
    const before = store.recall(tenant, id);
    if (before && !isFinal(before.status) && isFinal(state.status)) {
      onEnded(tenant, mergeJobStates(before, state));
    }
    return store.merge(tenant, state);
  }

  async function judgeMiss(tenant: Tenant, id: JobId, name: string): Promise<JobState | null> {
    const known = await store.read(tenant, id);
    if (!known) return null;
    const atMs = clock.now();
    const isYoung = known.createdAtMs !== null && atMs - known.createdAtMs < NOT_VISIBLE_YET_MS;
    const count = isYoung ? 0 : (misses.get(name)?.count ?? 0) + 1;
    misses.set(name, { count, atMs });
    return count < MISSES_UNTIL_GONE ? known : null;
  }

  return {
    read(tenant, id, call) {
      const name = `${tenant.id} job ${id}`;
      return shared.read(name, call, (sharedCall) => readOnce(tenant, id, name, sharedCall));
    },
    askedAtMs(tenant, state) {
      const miss = misses.get(`${tenant.id} job ${state.id}`);
      return miss && miss.count < MISSES_UNTIL_GONE
        ? Math.max(miss.atMs, state.observedAtMs)
        : state.observedAtMs;
    },
  };
}
