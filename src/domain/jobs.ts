import type { Connection, ConnectionArguments } from './connection.ts';
import type { GatewayError } from './errors.ts';
import type { JobId, JobState } from './job.ts';
import type { Operation } from './operation.ts';
import type { Tenant } from './tenant.ts';

/** The jobs of all tenants: read, waited for, watched, cleaned. Failures are `GatewayError`s. */
export interface Jobs extends AsyncDisposable {
  /**
   * One read at most: final states and states younger than an interval come from memory. Null when there is no such job.
   * One id's failure is its own. In the order of the ids.
   */
  loadJobs(tenant: Tenant, ids: readonly JobId[], operation: Operation): Promise<(JobState | null | GatewayError)[]>;
  /** Like a read, then follows the job until it is final, `waitMs` are over or the process drains. Never later. */
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
