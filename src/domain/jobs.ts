import type { Clock } from '../clock.ts';
import { UpstreamError } from '../upstream/errors.ts';
import type { JobReading } from '../upstream/pictory/jobs.ts';
import type { Connection, ConnectionArguments } from './connection.ts';
import { GatewayError } from './errors.ts';
import { isFinal, type JobId, type JobState, toCleanedJob, toJobState } from './job.ts';
import { mergeJobStates } from './job-merge.ts';
import { type CallbackSigns, LEAST_PAUSE_AFTER_READ_MS } from './job-poll.ts';
import { createJobReads, type OnJobEnded } from './job-reads.ts';
import type { JobStore } from './job-store.ts';
import { subscribeToJobs } from './job-subscription.ts';
import { waitUntilFinal } from './job-wait.ts';
import { createJobWatcher } from './job-watcher.ts';
import { mapConnection } from './map-connection.ts';
import type { Operation } from './operation.ts';
import type { SharedReads } from './shared-reads.ts';
import type { Tenant } from './tenant.ts';
import { toGatewayError } from './upstream-failure.ts';

/** The jobs of all tenants: read, waited for, watched, cleaned. Failures are `GatewayError`s. */
export interface Jobs extends AsyncDisposable {
  /**
   * One read at most: final states and states younger than an interval come from memory. Null when there is no such job.
   * One id's failure is its own. In the order of the ids.
   */
  loadJobs(
    tenant: Tenant,
    ids: readonly JobId[],
    operation: Operation,
  ): Promise<(JobState | null | GatewayError)[]>;
  /**
   * The job once it is final, or as it is known when `waitMs` are over or the process drains; null when there is none.
   * Never later than that, unless nothing is known of it yet: then it is read first. Shares the poll loop of the watchers.
   * A read that fails is an error only when nothing is known.
   */
  waitForJob(tenant: Tenant, id: JobId, waitMs: number, operation: Operation): Promise<JobState | null>;
  /**
   * The last known state at once, then each change, the final state exactly once, then the end. All watchers of one job
   * in this process share one poll loop. Aborting `signal`, or `return()`, ends only this watcher, at once.
   *
   * @throws {GatewayError} `JOB_NOT_FOUND`, `JOB_WATCH_LIMIT`, or the upstream's failure once it has lasted long.
   */
  watchJob(tenant: Tenant, id: JobId, signal: AbortSignal): AsyncIterableIterator<JobState>;
  /** The same for many; ends when all are final. */
  watchJobs(tenant: Tenant, ids: readonly JobId[], signal: AbortSignal): AsyncIterableIterator<JobState>;
  listJobs(tenant: Tenant, page: ConnectionArguments, operation: Operation): Promise<Connection<JobState>>;
  /** Takes note of a job just started here; its state is known without a read. */
  noteStarted(tenant: Tenant, state: JobState): Promise<void>;
  /**
   * Deletes for good what a finished job made.
   *
   * @returns the cleaned state; null when there is no such job; a refusal of Pictory's in its words.
   */
  cleanJob(tenant: Tenant, id: JobId, operation: Operation): Promise<JobState | null | CleanRefusal>;
  /** Ends every wait with the state it has; watchers are cut without a last word so that clients come again. */
  drain(): void;
}

/** Why Pictory did not clean a job. */
export interface CleanRefusal {
  refused: true;
  message: string;
  pictoryCode: string | null;
  issues: readonly { path: string[]; message: string }[];
}

/** What the jobs need of the rest of the gateway. */
export interface JobsOptions {
  store: JobStore;
  reads: SharedReads;
  clock: Clock;
  /** One stretch of Pictory's list of jobs. */
  listJobPages: (
    tenant: Tenant,
    page: ConnectionArguments,
    operation: Operation,
  ) => Promise<Connection<JobReading>>;
  /** Told when a job that was running here has ended, and of each that was cleaned, before any watcher is. */
  onEnded: OnJobEnded;
  /** From one read of a followed job to the next, give or take a tenth. Pictory asks for 10 to 30 s. Default 10 s. */
  intervalMs?: number;
  /**
   * The longest pause between reads: of those that fail (unless Pictory asks for a longer one), and of a job that
   * Pictory is going to call back about. Default 30 s.
   */
  maxIntervalMs?: number;
  /** How long one subscription may last. Default 30 minutes. */
  watchLimitMs?: number;
  /** Scatters the reads: at least 0, less than 1. Default `Math.random`. */
  random?: () => number;
  /** Default: Pictory is not asked to call back. */
  callbacks?: CallbackSigns;
}

const NO_CALLBACKS: CallbackSigns = { areArriving: false, noteMissed() {} };

/** @see Jobs. Disposing ends all watches and waits and every read made for them; the store stays open. */
export function createJobs(options: JobsOptions): Jobs {
  const { store, clock, listJobPages, onEnded } = options;
  const {
    intervalMs = 10_000,
    maxIntervalMs = 30_000,
    watchLimitMs = 1_800_000,
    random = Math.random,
    callbacks = NO_CALLBACKS,
  } = options;
  const reads = createJobReads({ store, shared: options.reads, clock, onEnded });
  const watcher = createJobWatcher({
    store,
    reads,
    clock,
    intervalMs,
    maxIntervalMs,
    random,
    callbacks,
    onEnded,
  });

  async function loadJob(
    tenant: Tenant,
    id: JobId,
    operation: Operation,
  ): Promise<JobState | null | GatewayError> {
    try {
      const known = await store.read(tenant, id);
      if (known && isCurrent(tenant, known)) return known;
      return await reads.read(tenant, id, operation.jobCall());
    } catch (error) {
      if (error instanceof GatewayError) return error;
      throw error;
    }
  }

  function isCurrent(tenant: Tenant, state: JobState): boolean {
    // A running poll loop is never much later than an interval, and then it is about to read.
    const longestMs = watcher.isFollowed(tenant, state.id) ? 2 * intervalMs : intervalMs;
    if (isFinal(state.status)) return true;
    const askedAtMs = reads.askedAtMs(tenant, state);
    const ageMs = clock.now() - askedAtMs;
    if (askedAtMs >= (store.calledAtMs(tenant, state.id) ?? 0)) return ageMs < longestMs;
    // However often Pictory calls back. (What is known of a job just started is nothing that was read.)
    return state.observedAtMs !== state.createdAtMs && ageMs < LEAST_PAUSE_AFTER_READ_MS;
  }

  function subscribe(
    tenant: Tenant,
    ids: readonly JobId[],
    signal: AbortSignal,
  ): AsyncIterableIterator<JobState> {
    return subscribeToJobs({ watcher, clock, limitMs: watchLimitMs }, tenant, ids, signal);
  }

  return {
    loadJobs: (tenant, ids, operation) => Promise.all(ids.map((id) => loadJob(tenant, id, operation))),

    async waitForJob(tenant, id, waitMs, operation) {
      const untilMs = clock.now() + waitMs;
      // What is known is known in time. Only an unknown job has to be read first, however long that takes.
      const known = waitMs > 0 ? await store.read(tenant, id) : null;
      let outcome = known ?? (await loadJob(tenant, id, operation));
      if (waitMs > 0 && mayGoOn(outcome)) {
        outcome =
          (await waitUntilFinal({ watcher, clock }, tenant, id, untilMs, operation.signal)) ?? outcome;
        operation.restartDeadline();
      }
      if (!(outcome instanceof GatewayError)) return outcome;
      if (outcome.code === 'JOB_NOT_FOUND') return null;
      const lastKnown = await store.read(tenant, id);
      if (!lastKnown) throw outcome;
      return lastKnown;
    },

    watchJob: (tenant, id, signal) => subscribe(tenant, [id], signal),
    watchJobs: subscribe,

    async listJobs(tenant, page, operation) {
      try {
        const listed = await listJobPages(tenant, page, operation);
        return mapConnection(listed, (reading) => {
          const state = toJobState(reading, clock.now());
          const known = store.recall(tenant, state.id);
          return known ? mergeJobStates(known, state) : state;
        });
      } catch (error) {
        throw toGatewayError(error, tenant);
      }
    },

    async noteStarted(tenant, state) {
      await store.merge(tenant, state);
    },

    async cleanJob(tenant, id, operation) {
      try {
        const isCleaned = await tenant.pictory.cleanJob(id, operation.readCall());
        if (!isCleaned) return toRefusal(null);
      } catch (error) {
        if (error instanceof UpstreamError && error.failure === 'not-found') return null;
        if (error instanceof UpstreamError && error.failure === 'refused') return toRefusal(error);
        throw toGatewayError(error, tenant);
      }
      const state = toCleanedJob(id, clock.now());
      onEnded(tenant, state);
      return store.merge(tenant, state);
    },

    drain: watcher.drain,
    [Symbol.asyncDispose]: () => watcher[Symbol.asyncDispose](),
  };
}

/** Whether waiting can change what is known now. */
function mayGoOn(outcome: JobState | null | GatewayError): boolean {
  if (outcome instanceof GatewayError) return outcome.retryable;
  return outcome !== null && !isFinal(outcome.status);
}

function toRefusal(error: UpstreamError | null): CleanRefusal {
  const complaint = error?.complaint;
  return {
    refused: true,
    message:
      complaint?.message ??
      'Pictory did not clean this job and gave no reason. Only a job that has ended can be.',
    pictoryCode: complaint?.code ?? null,
    issues: complaint?.fields.map(({ name, message }) => ({ path: [name], message })) ?? [],
  };
}
