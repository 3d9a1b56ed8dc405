import type { Clock } from '../clock.ts';
import { UpstreamError } from '../upstream/errors.ts';
import type { JobReading } from '../upstream/pictory/jobs.ts';
import type { GatewayError } from './errors.ts';
import { type JobId, type JobState, toCleanedJob, toJobState } from './job.ts';
import { mergeJobStates } from './job-merge.ts';
import { JOB_RULES } from './job-rules.ts';
import type { Operation } from './operation.ts';
import type { Connection, ConnectionArguments } from './paging/connection.ts';
import { mapConnection } from './paging/map-connection.ts';
import type { SharedReads } from './shared-reads.ts';
import type { Tenant } from './tenant.ts';
import { toGatewayError } from './upstream-failure.ts';
import type { WorkStore } from './work/store.ts';
import type { OnEnded } from './work/work.ts';
import { createWorks, type WatchTerms } from './work/works.ts';

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
export interface JobsOptions extends WatchTerms {
  store: WorkStore<JobState>;
  reads: SharedReads;
  clock: Clock;
  /** One stretch of Pictory's list of jobs. */
  listJobPages: (
    tenant: Tenant,
    page: ConnectionArguments,
    operation: Operation,
  ) => Promise<Connection<JobReading>>;
  /** Told when a job that was running here has ended, and of each that was cleaned, before any watcher is. */
  onEnded: OnEnded<Tenant, JobState>;
}

/** @see Jobs. Disposing ends all watches and waits and every read made for them; the store stays open. */
export function createJobs(options: JobsOptions): Jobs {
  const { store, clock, listJobPages, onEnded } = options;
  const works = createWorks<Tenant, JobState, JobReading>({
    ...options,
    rules: JOB_RULES,
    source: {
      read: (tenant, id, call) => tenant.pictory.readJob(id, call),
      toState: (reading, id, askedAtMs) => toJobState({ ...reading, jobId: id }, askedAtMs),
      toClientError: toGatewayError,
    },
  });

  return {
    loadJobs: (tenant, ids, operation) => Promise.all(ids.map((id) => works.load(tenant, id, operation))),
    waitForJob: works.waitFor,
    watchJob: (tenant, id, signal) => works.watch(tenant, [id], signal),
    watchJobs: works.watch,

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

    drain: works.drain,
    [Symbol.asyncDispose]: () => works[Symbol.asyncDispose](),
  };
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
