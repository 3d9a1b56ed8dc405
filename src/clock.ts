/** The time and the waiting of the whole process, handed to every part so that tests can move it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Resolves after `ms`. Rejects with the signal's reason as soon as it aborts, also when it already has.
   * A wait does not keep the process alive.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Calls `ring` after `ms`, unless it is turned off before by the function returned: a wait of which nothing is left when it
   * was in vain, for what is done with each call. Does not keep the process alive.
   */
  setAlarm(ms: number, ring: () => void): () => void;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: Date.now,
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const stop = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      }, ms);
      timer.unref();
      signal?.addEventListener('abort', stop, { once: true });
    }),
  setAlarm(ms, ring) {
    const timer = setTimeout(ring, Math.min(ms, LONGEST_TIMER_MS)).unref();
    return () => clearTimeout(timer);
  },
};

/** A timer of more would ring at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const DAY_MS = 86_400_000;

/**
 * Waits for a moment, however far away (a timer of more than 24.8 days would end at once). Rejects with the signal's
 * reason when it aborts.
 *
 * @param atMs milliseconds since the epoch.
 */
export async function sleepUntil(clock: Clock, atMs: number, signal?: AbortSignal): Promise<void> {
  for (let leftMs = atMs - clock.now(); leftMs > 0; leftMs = atMs - clock.now()) {
    await clock.sleep(Math.min(leftMs, DAY_MS), signal);
  }
}

/** Somebody who waits. */
export interface Waiter {
  /** Its time has come. May not throw. */
  due(): void;
}

/** Waits of one length, however many, by one timer. */
export interface EqualWaits {
  /** Begins a wait, or begins it anew. */
  start(waiter: Waiter): void;
  stop(waiter: Waiter): void;
}

/**
 * Waits that all last `ms`, for what is held by the thousand: each costs an entry of a table.
 *
 * @param slackMs by how much a wait may end early, so that those that end at about the same time end together.
 */
export function createEqualWaits(clock: Clock, ms: number, slackMs = 0): EqualWaits {
  /** When each ends. Sorted, because all are of one length and each is added last. */
  const endsAtMs = new Map<Waiter, number>();
  let wake: AbortController | null = null;

  const run = async (signal: AbortSignal) => {
    for (let [first] = endsAtMs.values(); first !== undefined; [first] = endsAtMs.values()) {
      await clock.sleep(Math.max(first - clock.now(), 0), signal);
      const untilMs = clock.now() + slackMs;
      for (const [waiter, atMs] of endsAtMs) {
        if (atMs > untilMs) break;
        endsAtMs.delete(waiter);
        waiter.due();
      }
    }
  };
  return {
    start(waiter) {
      endsAtMs.delete(waiter);
      endsAtMs.set(waiter, clock.now() + ms);
      if (wake) return;
      const made = new AbortController();
      wake = made;
      run(made.signal).then(
        () => {
          wake = null;
        },
        () => {},
      );
    },
    stop(waiter) {
      endsAtMs.delete(waiter);
      if (endsAtMs.size > 0) return;
      wake?.abort();
      wake = null;
    },
  };
}
