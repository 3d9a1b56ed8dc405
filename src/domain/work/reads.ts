import { LRUCache } from 'lru-cache';
import type { Clock } from '../../clock.ts';
import type { ReadCall } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/errors.ts';
import type { SharedReads } from '../shared-reads.ts';
import type { UpstreamAccount } from '../tenant.ts';
import type { WorkStore } from './store.ts';
import type { OnEnded, WorkRules, WorkState } from './work.ts';

/** Asks a REST API about single pieces of work and notes each answer in the store. */
export interface WorkReads<Owner extends UpstreamAccount, State extends WorkState> {
  /**
   * One read, shared by all who ask for the same at the same time.
   *
   * An API may say of young work that it does not exist, and loses sight of older work now and then: what is young is kept
   * as it is, and what was seen before is given up at the third such answer in a row.
   *
   * @returns what is known afterwards; null when there is no such work.
   * @throws {GatewayError} or the signal's reason.
   */
  read(owner: Owner, id: State['id'], call: ReadCall): Promise<State | null>;
  /** When the API was last asked about the work whose state this is, whether or not it had news. Ms since the epoch. */
  askedAtMs(owner: Owner, state: State): number;
}

/** How one piece of work is read. */
export interface WorkSource<Owner extends UpstreamAccount, State extends WorkState, Reading> {
  /** One call. @throws {UpstreamError} `not-found` when there is no such work. */
  read(owner: Owner, id: State['id'], call: ReadCall): Promise<Reading>;
  /** @param askedAtMs when the last attempt of the call began: what was observed is as old as that. */
  toState(reading: Reading, id: State['id'], askedAtMs: number): State;
  /** What a failed call means to a client. */
  toClientError(error: unknown, owner: Owner): Error;
}

const MISSES_UNTIL_GONE = 3;
const MAX_REMEMBERED_MISSES = 10_000;

/** @see WorkReads */
export function createWorkReads<Owner extends UpstreamAccount, State extends WorkState, Reading>(options: {
  rules: WorkRules<State>;
  source: WorkSource<Owner, State, Reading>;
  store: WorkStore<State>;
  shared: SharedReads;
  clock: Clock;
  onEnded: OnEnded<Owner, State>;
}): WorkReads<Owner, State> {
  const { rules, source, store, shared, clock, onEnded } = options;
  const misses = new LRUCache<string, { count: number; atMs: number }>({ max: MAX_REMEMBERED_MISSES });

  const nameOf = (owner: Owner, id: State['id']) => `${owner.id} ${rules.name} ${id}`;

  async function readOnce(owner: Owner, id: State['id'], call: ReadCall): Promise<State | null> {
    let state: State;
    const noting = new NotingCall(call, clock);
    try {
      const reading = await source.read(owner, id, noting);
      state = source.toState(reading, id, noting.askedAtMs);
    } catch (error) {
      if (error instanceof UpstreamError && error.failure === 'not-found') return judgeMiss(owner, id);
      throw source.toClientError(error, owner);
    }
    if (misses.size > 0) misses.delete(nameOf(owner, id));
    if (rules.isFinal(state)) {
      const before = store.recall(owner, id);
      if (before && !rules.isFinal(before)) onEnded(owner, rules.merge(before, state));
    }
    return store.merge(owner, state);
  }

  async function judgeMiss(owner: Owner, id: State['id']): Promise<State | null> {
    const known = await store.read(owner, id);
    if (!known) return null;
    const name = nameOf(owner, id);
    const atMs = clock.now();
    const count = rules.isYoung(known, atMs) ? 0 : (misses.get(name)?.count ?? 0) + 1;
    misses.set(name, { count, atMs });
    return count < MISSES_UNTIL_GONE ? known : null;
  }

  return {
    read(owner, id, call) {
      return shared.read(nameOf(owner, id), call, (sharedCall) => readOnce(owner, id, sharedCall));
    },
    askedAtMs(owner, state) {
      const miss = misses.size === 0 ? undefined : misses.get(nameOf(owner, state.id));
      return miss && miss.count < MISSES_UNTIL_GONE
        ? Math.max(miss.atMs, state.observedAtMs)
        : state.observedAtMs;
    },
  };
}

/** A call that knows when its last attempt began. */
class NotingCall implements ReadCall {
  readonly #call: ReadCall;
  readonly #clock: Clock;
  readonly signal: AbortSignal;
  readonly endsAtDeadline: boolean;
  /** A state is as old as the question: what happened while it was answered may not be in it. */
  askedAtMs: number;

  constructor(call: ReadCall, clock: Clock) {
    this.#call = call;
    this.#clock = clock;
    this.signal = call.signal;
    this.endsAtDeadline = call.endsAtDeadline ?? false;
    this.askedAtMs = clock.now();
  }

  get deadlineAt(): number {
    return this.#call.deadlineAt;
  }

  get priority(): 'interactive' | 'poll' {
    return this.#call.priority ?? 'interactive';
  }

  onAttempt(): void {
    this.#call.onAttempt?.();
    this.askedAtMs = this.#clock.now();
  }
}
