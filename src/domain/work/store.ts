import type { TenantId, UpstreamAccount } from '../tenant.ts';
import type { WorkState } from './work.ts';

/**
 * What all copies of this process know of one kind of work. States merge (`WorkRules.merge`), they are not owned: whoever
 * has read one puts it in, in any order.
 *
 * No method fails: an implementation whose network is away answers from what this process knows itself. Final states
 * are kept for hours; which ones have to go first when room is short is the implementation's affair.
 */
export interface WorkStore<State extends WorkState> {
  /** The last known state; null when there is none, or no longer. At once where nobody else has to be asked. */
  read(owner: UpstreamAccount, id: State['id']): Promise<State | null> | State | null;
  /** What this process remembers, without asking anybody. */
  recall(owner: UpstreamAccount, id: State['id']): State | null;
  /** Merges a state into what is known, tells everybody who has joined, and gives what is known now: at once as `read`. */
  merge(owner: UpstreamAccount, state: State): Promise<State> | State;
  /** Takes note that the API has called back about a piece of work, and tells everybody who has joined. */
  noteCall(ownerId: TenantId, id: State['id'], atMs: number): Promise<void>;
  /** When the API last called back about it, as of the last `read` or word; null when it has not. Ms since the epoch. */
  calledAtMs(owner: UpstreamAccount, id: State['id']): number | null;
  /**
   * Begins to follow a piece of work. Once this resolves no change is missed: read the state then, and merge what
   * `onState` brings.
   */
  join(owner: UpstreamAccount, id: State['id'], listener: WorkListener<State>): Promise<WorkSeat>;
}

/** Who has joined. What it is told is a hint, no more: it may be repeated, late or out of order. */
export interface WorkListener<State extends WorkState> {
  /** A state that was merged somewhere. */
  onState(state: State): void;
  /** The API has called back, and `calledAtMs` says when. */
  onCall(): void;
}

/** One process's place among those that follow a piece of work. Disposing ends the following and gives the lease back. */
export interface WorkSeat extends AsyncDisposable {
  /**
   * Asks for the sole right to read the work upstream during the next `leaseMs`. Asked before each read: it renews what
   * this process holds, and takes over what another has let go or left to expire.
   *
   * @returns 0 when this process has the right; else for how many ms at most another still has it.
   */
  lease(leaseMs: number): Promise<number>;
  /** Lets somebody else try: this process has trouble reading. */
  yieldLease(): Promise<void>;
}
