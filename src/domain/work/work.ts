import type { GatewayError } from '../errors.ts';
import type { UpstreamAccount } from '../tenant.ts';

/** Something that a REST API is busy with, as last known: a job, a PixVerse image. Immutable. */
export interface WorkState {
  readonly id: string;
  /** When the state was read, in ms since the epoch. */
  readonly observedAtMs: number;
}

/** What reading, sharing and watching need to know of one kind of work. Every function is pure. */
export interface WorkRules<State extends WorkState> {
  /** Names the kind in shared stores and among reads under way. */
  readonly name: string;
  /** Whether the work has ended: nothing follows that anybody waits for. */
  isFinal(state: State): boolean;
  /** What two states of one piece of work amount to, in whatever order and however often they arrive. */
  merge(a: State, b: State): State;
  /** Whether two states differ in nothing but the time of reading. */
  isSame(a: State, b: State): boolean;
  /** Whether nothing has been read yet: only the start is known. */
  isUnread(state: State): boolean;
  /** Whether it is so new that its API may say that it does not exist. */
  isYoung(state: State, nowMs: number): boolean;
  /** Whether the API was asked to call back when the work ends. */
  hasCallback(state: State): boolean;
  /** Whether the work went well: an API that was asked to call back has done so by then. */
  isSuccess(state: State): boolean;
  /** What whoever follows it is told when there is no such work. */
  notFound(id: State['id']): GatewayError;
}

/** Told when work that was running here has ended, before any watcher is. */
export type OnEnded<Owner extends UpstreamAccount, State extends WorkState> = (
  owner: Owner,
  state: State,
) => void;
