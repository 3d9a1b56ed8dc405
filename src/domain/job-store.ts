import type { JobId, JobState } from './job.ts';
import type { Tenant, TenantId } from './tenant.ts';

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
  /** Takes note that Pictory has called back about a job, and tells everybody who has joined. */
  noteCall(tenantId: TenantId, id: JobId, atMs: number): Promise<void>;
  /** When Pictory last called back about a job, as of the last `read` or word; null when it has not. Ms since the epoch. */
  calledAtMs(tenant: Tenant, id: JobId): number | null;
  /**
   * Begins to follow a job. Once this resolves no change is missed: read the state then, and merge what `onState` brings.
   */
  join(tenant: Tenant, id: JobId, listener: JobListener): Promise<JobSeat>;
}

/** Who has joined. What it is told is a hint, no more: it may be repeated, late or out of order. */
export interface JobListener {
  /** A state that was merged somewhere. */
  onState(state: JobState): void;
  /** Pictory has called back, and `calledAtMs` says when. */
  onCall(): void;
}

/** One process's place among those that follow a job. Disposing ends the following and gives the lease back. */
export interface JobSeat extends AsyncDisposable {
  /**
   * Asks for the sole right to read the job upstream during the next `leaseMs`. Asked before each read: it renews what
   * this process holds, and takes over what another has let go or left to expire.
   *
   * @returns 0 when this process has the right; else for how many ms at most another still has it.
   */
  lease(leaseMs: number): Promise<number>;
  /** Lets somebody else try: this process has trouble reading. */
  yieldLease(): Promise<void>;
}
