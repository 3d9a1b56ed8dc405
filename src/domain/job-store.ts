import type { JobId, JobState } from './job.ts';
import type { Tenant } from './tenant.ts';

/**
 * What all copies of this process know of jobs. States merge (`mergeJobStates`), they are not owned: whoever has read one
 * puts it in, in any order.
 *
 * No method fails: an implementation whose network is away answers from what this process knows itself. Final states
 * are kept for hours; which ones have to go first when room is short is the implementation's affair.
 */
export interface JobStore {
  /** The last known state; null when there is none, or no longer. */
  read(tenant: Tenant, id: JobId): Promise<JobState | null>;
  /** What this process remembers, without asking anybody. */
  recall(tenant: Tenant, id: JobId): JobState | null;
  /** Merges a state into what is known, tells everybody who has joined, and gives what is known now. */
  merge(tenant: Tenant, state: JobState): Promise<JobState>;
  /**
   * Begins to follow a job. Once this resolves no change is missed: read the state then, and merge what `onState` brings.
   *
   * @param onState a state that was merged somewhere. A hint, no more: it may be repeated, late or out of order.
   */
  join(tenant: Tenant, id: JobId, onState: (state: JobState) => void): Promise<JobSeat>;
}

/** One process's place among those that follow a job. Disposing ends the following and gives the lease back. */
export interface JobSeat extends AsyncDisposable {
  /**
   * Whether this process is the one to read the job upstream during the next `leaseMs`. Asked before each read: it
   * renews what this process holds, and takes over what another has let go or left to expire.
   */
  lease(leaseMs: number): Promise<boolean>;
  /** Lets somebody else try: this process has trouble reading. */
  yieldLease(): Promise<void>;
}
