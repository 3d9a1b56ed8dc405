import type { EqualWaits, Waiter } from '../../clock.ts';
import { GatewayError } from '../errors.ts';
import type { UpstreamAccount } from '../tenant.ts';
import type { WorkFollower } from './poll.ts';
import type { WorkWatcher } from './watcher.ts';
import type { WorkRules, WorkState } from './work.ts';

/** What all subscriptions to work of one kind have in common. */
export interface WorkSubscriptionTerms<Owner extends UpstreamAccount, State extends WorkState> {
  rules: WorkRules<State>;
  watcher: WorkWatcher<Owner, State>;
  /** How long one may last. */
  limit: EqualWaits;
}

/**
 * One subscriber's view of some work: of each the last known state, then each change, the final state exactly once. Ends
 * when all are final.
 *
 * Written by hand, not as a generator: `return()` and the signal end it at once, whatever it waits for. A consumer that
 * is slow gets the latest state of each instead of every one in between. Nothing runs before the first `next()`.
 *
 * @throws {GatewayError} from `next()`, once, after what was still to be delivered: `JOB_WATCH_LIMIT` when it has lasted
 *   as long as it may, or what ended the following of any one.
 */
export function subscribeToWork<Owner extends UpstreamAccount, State extends WorkState>(
  terms: WorkSubscriptionTerms<Owner, State>,
  owner: Owner,
  ids: readonly State['id'][],
  signal: AbortSignal,
): AsyncIterableIterator<State> {
  return new WorkSubscription(terms, owner, ids, signal);
}

/** A class because thousands are held: as closures, each would cost several times the memory. */
class WorkSubscription<Owner extends UpstreamAccount, State extends WorkState>
  implements AsyncIterableIterator<State>, Noting<State>, Waiter
{
  readonly #terms: WorkSubscriptionTerms<Owner, State>;
  readonly #owner: Owner;
  readonly #ids: readonly State['id'][];
  readonly #signal: AbortSignal;
  #followed: Followed<State>[] = [];
  /** Those that have something undelivered, in the order in which it came. */
  #upNext: Followed<State>[] = [];
  #running = 0;
  #waiting: PromiseWithResolvers<IteratorResult<State>>[] = [];
  #hasBegun = false;
  #isClosed = false;
  #lastWord: { error: unknown } | null = null;

  constructor(
    terms: WorkSubscriptionTerms<Owner, State>,
    owner: Owner,
    ids: readonly State['id'][],
    signal: AbortSignal,
  ) {
    this.#terms = terms;
    this.#owner = owner;
    this.#ids = ids;
    this.#signal = signal;
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  next(): Promise<IteratorResult<State>> {
    if (!this.#hasBegun) this.#begin();
    const asked = Promise.withResolvers<IteratorResult<State>>();
    // A list that is pushed to grows by seventeen places.
    if (this.#upNext.length > 0 || this.#isClosed) this.#answer(asked);
    else this.#waiting = [...this.#waiting, asked];
    return asked.promise;
  }

  async return(): Promise<IteratorResult<State>> {
    this.#hasBegun = true;
    this.#abandon();
    return { done: true, value: undefined };
  }

  /** The client has gone. By this name because it is its signal's listener. */
  handleEvent(): void {
    this.#abandon();
  }

  /** It has lasted as long as it may. */
  due(): void {
    this.end(watchLimitReached());
  }

  #begin(): void {
    this.#hasBegun = true;
    if (this.#signal.aborted || this.#ids.length === 0) {
      this.#close();
      return;
    }
    this.#signal.addEventListener('abort', this, { once: true });
    this.#terms.limit.start(this);
    const ids = new Set(this.#ids);
    this.#running = ids.size;
    this.#followed = Array.from(ids, (id) => new Followed(this, id));
    for (const followed of this.#followed) {
      followed.leave = this.#terms.watcher.follow(this.#owner, followed.id, followed);
    }
  }

  note(followed: Followed<State>, state: State): void {
    if (this.#isClosed) return;
    const { rules } = this.#terms;
    const isWaiting = followed.undelivered !== null;
    if (followed.delivered && rules.isSame(followed.delivered, state)) {
      followed.undelivered = null;
      if (isWaiting) this.#upNext.splice(this.#upNext.indexOf(followed), 1);
    } else {
      followed.undelivered = state;
      if (!isWaiting) this.#upNext.push(followed);
    }
    if (rules.isFinal(state)) {
      followed.leave = null;
      this.#running -= 1;
      if (this.#running === 0) this.#close();
    }
    this.#deliver();
  }

  #deliver(): void {
    while (this.#waiting.length > 0 && (this.#upNext.length > 0 || this.#isClosed)) {
      const asked = this.#waiting.shift();
      if (asked) this.#answer(asked);
    }
  }

  /** Only called when there is something to answer with, or there never will be. */
  #answer({ resolve, reject }: PromiseWithResolvers<IteratorResult<State>>): void {
    const next = this.#upNext.shift();
    if (next?.undelivered) {
      const value = next.undelivered;
      next.delivered = value;
      next.undelivered = null;
      resolve({ done: false, value });
    } else if (this.#lastWord) {
      const { error } = this.#lastWord;
      this.#lastWord = null;
      reject(error);
    } else {
      resolve({ done: true, value: undefined });
    }
  }

  /** Nothing more will come of one of them. */
  end(error: unknown): void {
    if (this.#isClosed) return;
    if (error !== null) this.#lastWord = { error };
    this.#close();
  }

  /** Nothing more is taken in; what has been is still delivered. */
  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#signal.removeEventListener('abort', this);
    this.#terms.limit.stop(this);
    for (const { leave } of this.#followed) leave?.();
    this.#followed = [];
    this.#deliver();
  }

  #abandon(): void {
    this.#upNext = [];
    this.#lastWord = null;
    this.#close();
  }
}

interface Noting<State extends WorkState> {
  note(followed: Followed<State>, state: State): void;
  end(error: unknown): void;
}

/** A piece of work as one subscriber knows it. */
class Followed<State extends WorkState> implements WorkFollower<State> {
  readonly id: State['id'];
  delivered: State | null = null;
  undelivered: State | null = null;
  /** Null when it is final. */
  leave: (() => void) | null = null;
  readonly #subscription: Noting<State>;

  constructor(subscription: Noting<State>, id: State['id']) {
    this.#subscription = subscription;
    this.id = id;
  }

  onState(state: State): void {
    this.#subscription.note(this, state);
  }

  onEnd(error: unknown): void {
    this.#subscription.end(error);
  }
}

function watchLimitReached(): GatewayError {
  return new GatewayError(
    'JOB_WATCH_LIMIT',
    'This subscription has lasted as long as one may, and what it watches has not ended yet. Subscribe again.',
  );
}
