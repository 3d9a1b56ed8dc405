import { type Clock, createEqualWaits } from '../../clock.ts';
import { GatewayError } from '../errors.ts';
import type { Operation } from '../operation.ts';
import type { CallTerms } from '../read-log.ts';
import type { SharedReads } from '../shared-reads.ts';
import type { UpstreamAccount } from '../tenant.ts';
import { type CallbackSigns, LEAST_PAUSE_AFTER_READ_MS } from './poll.ts';
import { createWorkReads, type WorkSource } from './reads.ts';
import type { WorkStore } from './store.ts';
import { subscribeToWork } from './subscription.ts';
import { waitUntilFinal } from './wait.ts';
import { createWorkWatcher } from './watcher.ts';
import type { OnEnded, WorkRules, WorkState } from './work.ts';

/** All work of one kind: read, waited for, watched. Failures are `GatewayError`s. */
export interface Works<Owner extends UpstreamAccount, State extends WorkState> extends AsyncDisposable {
  /**
   * One read at most: final states and states younger than an interval come from memory. Null when there is no such work;
   * a failure is a value.
   */
  load(owner: Owner, id: State['id'], operation: Operation): Promise<State | null | GatewayError>;
  /**
   * The state once it is final, or as it is known when `waitMs` are over or the process drains; null when there is none.
   * Never later than that, unless nothing is known of it yet: then it is read first. Shares the poll loop of the watchers.
   * A read that fails is an error only when nothing is known.
   */
  waitFor(owner: Owner, id: State['id'], waitMs: number, operation: Operation): Promise<State | null>;
  /**
   * Of each id the last known state at once, then each change, the final state exactly once; ends when all are final. All
   * watchers of one piece of work in this process share one poll loop. Aborting `signal`, or `return()`, ends only this
   * watcher, at once.
   *
   * @throws {GatewayError} that there is no such work, `JOB_WATCH_LIMIT`, or the upstream's failure once it has lasted long.
   */
  watch(owner: Owner, ids: readonly State['id'][], signal: AbortSignal): AsyncIterableIterator<State>;
  /** Ends every wait with the state it has; watchers are cut without a last word so that clients come again. */
  drain(): void;
}

/** How often work is read, and for how long it may be watched. */
export interface WatchTerms {
  /** From one read of what is followed to the next, give or take a tenth. Default 10 s. */
  intervalMs?: number;
  /**
   * The longest pause between reads: of those that fail (unless the API asks for a longer one), and while a callback is to
   * be expected. Default 30 s.
   */
  maxIntervalMs?: number;
  /** How long one subscription may last. Default 30 minutes. */
  watchLimitMs?: number;
  /** Scatters the reads: at least 0, less than 1. Default `Math.random`. */
  random?: () => number;
  /** Default: no API is asked to call back. */
  callbacks?: CallbackSigns;
}

const NO_CALLBACKS: CallbackSigns = { areArriving: false, noteMissed() {} };

/** @see Works. Disposing ends all watches and waits and every read made for them; the store stays open. */
export function createWorks<Owner extends UpstreamAccount, State extends WorkState, Reading>(
  options: {
    rules: WorkRules<State>;
    source: WorkSource<Owner, State, Reading>;
    store: WorkStore<State>;
    reads: SharedReads;
    clock: Clock;
    onEnded: OnEnded<Owner, State>;
  } & WatchTerms,
): Works<Owner, State> {
  const { rules, store, clock, onEnded } = options;
  const {
    intervalMs = 10_000,
    maxIntervalMs = 30_000,
    watchLimitMs = 1_800_000,
    random = Math.random,
    callbacks = NO_CALLBACKS,
  } = options;
  const reads = createWorkReads({ ...options, shared: options.reads });
  const watcher = createWorkWatcher<Owner, State>({
    rules,
    store,
    reads,
    clock,
    intervalMs,
    maxIntervalMs,
    random,
    callbacks,
    onEnded,
  });

  async function load(
    owner: Owner,
    id: State['id'],
    operation: Operation,
  ): Promise<State | null | GatewayError> {
    try {
      const name = `${rules.name} ${id}`;
      const perform = (terms: CallTerms) => readIfOld(owner, id, terms);
      return await operation.log.read({ name, strand: name, perform, isSame });
    } catch (error) {
      if (error instanceof GatewayError) return error;
      throw error;
    }
  }

  function readIfOld(owner: Owner, id: State['id'], terms: CallTerms): Promise<State | null> | State | null {
    const use = (known: State | null) =>
      known && isCurrent(owner, known) ? known : reads.read(owner, id, terms.jobCall());
    const known = store.read(owner, id);
    return known instanceof Promise ? known.then(use) : use(known);
  }

  function isSame(earlier: State | null, later: State | null): boolean {
    return earlier === later || (earlier !== null && later !== null && rules.isSame(earlier, later));
  }

  function isCurrent(owner: Owner, state: State): boolean {
    // A running poll loop is never much later than an interval, and then it is about to read.
    const longestMs = watcher.isFollowed(owner, state.id) ? 2 * intervalMs : intervalMs;
    if (rules.isFinal(state)) return true;
    const askedAtMs = reads.askedAtMs(owner, state);
    const ageMs = clock.now() - askedAtMs;
    if (askedAtMs >= (store.calledAtMs(owner, state.id) ?? 0)) return ageMs < longestMs;
    // However often the API calls back. (What is known of work just started is nothing that was read.)
    return !rules.isUnread(state) && ageMs < LEAST_PAUSE_AFTER_READ_MS;
  }

  /** Whether waiting can change what is known now. */
  function mayGoOn(outcome: State | null | GatewayError): boolean {
    if (outcome instanceof GatewayError) return outcome.retryable;
    return outcome !== null && !rules.isFinal(outcome);
  }

  const subscriptionTerms = { rules, watcher, limit: createEqualWaits(clock, watchLimitMs) };

  return {
    load,

    async waitFor(owner, id, waitMs, operation) {
      if (waitMs > 0) operation.log.spoil();
      const untilMs = clock.now() + waitMs;
      // What is known is known in time. Only unknown work has to be read first, however long that takes.
      const known = waitMs > 0 ? await store.read(owner, id) : null;
      let outcome = known ?? (await load(owner, id, operation));
      if (waitMs > 0 && mayGoOn(outcome)) {
        const terms = { rules, watcher, clock };
        outcome = (await waitUntilFinal(terms, owner, id, untilMs, operation.signal)) ?? outcome;
        operation.restartDeadline();
      }
      if (!(outcome instanceof GatewayError)) return outcome;
      if (outcome.code === rules.notFound(id).code) return null;
      const lastKnown = await store.read(owner, id);
      if (!lastKnown) throw outcome;
      return lastKnown;
    },

    watch: (owner, ids, signal) => subscribeToWork(subscriptionTerms, owner, ids, signal),

    drain: watcher.drain,
    [Symbol.asyncDispose]: () => watcher[Symbol.asyncDispose](),
  };
}
