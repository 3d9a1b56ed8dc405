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
