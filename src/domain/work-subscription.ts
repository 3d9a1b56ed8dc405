import type { Clock } from '../clock.ts';
import { GatewayError } from './errors.ts';
import type { UpstreamAccount } from './tenant.ts';
import type { WorkRules, WorkState } from './work.ts';
import type { WorkWatcher } from './work-watcher.ts';

/**
 * One subscriber's view of some work: of each the last known state, then each change, the final state exactly once. Ends
 * when all are final.
 *
 * Written by hand, not as a generator: `return()` and the signal end it at once, whatever it waits for. A consumer that
 * is slow gets the latest state of each instead of every one in between. Nothing runs before the first `next()`.
 *
 * @throws {GatewayError} from `next()`, once, after what was still to be delivered: `JOB_WATCH_LIMIT` after `limitMs`,
 *   or what ended the following of any one.
 */
export function subscribeToWork<Owner extends UpstreamAccount, State extends WorkState>(
  options: { rules: WorkRules<State>; watcher: WorkWatcher<Owner, State>; clock: Clock; limitMs: number },
  owner: Owner,
  ids: readonly State['id'][],
  signal: AbortSignal,
): AsyncIterableIterator<State> {
  const { rules, watcher, clock, limitMs } = options;
  const running = new Map<State['id'], () => void>();
  const undelivered = new Map<State['id'], State>();
  const delivered = new Map<State['id'], State>();
  const waiting: PromiseWithResolvers<IteratorResult<State>>[] = [];
  const closed = new AbortController();
  let lastWord: { error: unknown } | null = null;
  let hasBegun = false;

  function begin(): void {
    hasBegun = true;
    if (signal.aborted || ids.length === 0) {
      close();
      return;
    }
    signal.addEventListener('abort', abandon, { once: true });
    clock.sleep(limitMs, closed.signal).then(
      () => fail(watchLimitReached()),
      () => {},
    );
    for (const id of new Set(ids)) {
      const leave = watcher.follow(owner, id, {
        onState: (state) => take(id, state),
        onEnd: (error) => (error === null ? close() : fail(error)),
      });
      running.set(id, leave);
    }
  }

  function take(id: State['id'], state: State): void {
    if (closed.signal.aborted) return;
    const last = delivered.get(id);
    if (last && rules.isSame(last, state)) undelivered.delete(id);
    else undelivered.set(id, state);
    if (rules.isFinal(state)) {
      running.delete(id);
      if (running.size === 0) close();
    }
    deliver();
  }

  function deliver(): void {
    while (waiting.length > 0 && (undelivered.size > 0 || closed.signal.aborted)) {
      waiting.shift()?.resolve(upNext());
    }
  }

  /** What the next one to ask gets. Only called when there is something, or there never will be. */
  async function upNext(): Promise<IteratorResult<State>> {
    for (const [id, state] of undelivered) {
      undelivered.delete(id);
      delivered.set(id, state);
      return { done: false, value: state };
    }
    if (lastWord) {
      const { error } = lastWord;
      lastWord = null;
      throw error;
    }
    return { done: true, value: undefined };
  }

  function fail(error: unknown): void {
    if (closed.signal.aborted) return;
    lastWord = { error };
    close();
  }

  /** Nothing more is taken in; what has been is still delivered. */
  function close(): void {
    if (closed.signal.aborted) return;
    closed.abort();
    signal.removeEventListener('abort', abandon);
    for (const leave of running.values()) leave();
    running.clear();
    deliver();
  }

  function abandon(): void {
    undelivered.clear();
    lastWord = null;
    close();
  }

  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next() {
      if (!hasBegun) begin();
      if (undelivered.size > 0 || closed.signal.aborted) return upNext();
      const asked = Promise.withResolvers<IteratorResult<State>>();
      waiting.push(asked);
      return asked.promise;
    },
    async return() {
      hasBegun = true;
      abandon();
      return { done: true, value: undefined };
    },
  };
}

function watchLimitReached(): GatewayError {
  return new GatewayError(
    'JOB_WATCH_LIMIT',
    'This subscription has lasted as long as one may, and what it watches has not ended yet. Subscribe again.',
  );
}
