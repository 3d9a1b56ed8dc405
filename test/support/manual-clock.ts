import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../src/clock.ts';

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /**
   * Moves the time on by `ms`. Every wait that falls due on the way ends at its own time, in order, and what it sets
   * off (further waits included) has run before the next one ends. `advance(0)` only lets things run.
   *
   * Promise chains and in-process I/O of a few turns settle in between. What takes longer (a request over a socket under
   * load) is not waited for: await the event itself, or `untilSleeping`.
   */
  advance(ms: number): Promise<void>;
  /** How many waits are pending. */
  readonly sleeping: number;
  /** Resolves once at least `count` waits are pending: whatever was to run up to its next wait has run. */
  untilSleeping(count?: number): Promise<void>;
}

/** A clock for tests. @param startMs milliseconds since the epoch; default 2 November 2026, noon UTC. */
export function createManualClock(startMs = Date.UTC(2026, 10, 2, 12)): ManualClock {
  let nowMs = startMs;
  const sleepers = new Set<Sleeper>();
  const watchers = new Set<{ count: number; resolve: () => void }>();

  return {
    now: () => nowMs,

    sleep(ms, signal) {
      return new Promise<void>((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const wake = () => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', stop);
          resolve();
        };
        const stop = () => {
          sleepers.delete(sleeper);
          reject(signal?.reason);
        };
        const sleeper: Sleeper = { dueAtMs: nowMs + Math.max(ms, 0), wake };
        signal?.addEventListener('abort', stop, { once: true });
        sleepers.add(sleeper);
        // A wait for no time ends by itself, as it does by the machine's clock.
        if (sleeper.dueAtMs === nowMs) setImmediate(wake);
        for (const watcher of watchers) {
          if (sleepers.size < watcher.count) continue;
          watchers.delete(watcher);
          watcher.resolve();
        }
      });
    },

    setAlarm(ms, ring) {
      const off = new AbortController();
      this.sleep(ms, off.signal).then(ring, () => {});
      return () => off.abort();
    },

    async advance(ms) {
      const untilMs = nowMs + ms;
      await settle();
      for (let next = earliest(sleepers, untilMs); next; next = earliest(sleepers, untilMs)) {
        nowMs = Math.max(nowMs, next.dueAtMs);
        next.wake();
        await settle();
      }
      nowMs = Math.max(nowMs, untilMs);
      await settle();
    },

    get sleeping() {
      return sleepers.size;
    },

    untilSleeping(count = 1) {
      if (sleepers.size >= count) return Promise.resolve();
      return new Promise((resolve) => watchers.add({ count, resolve }));
    },
  };
}

interface Sleeper {
  dueAtMs: number;
  wake: () => void;
}

/** The first to fall due until then; of equals, the one that has slept longest. */
function earliest(sleepers: Iterable<Sleeper>, untilMs: number): Sleeper | null {
  let first: Sleeper | null = null;
  for (const sleeper of sleepers) {
    if (sleeper.dueAtMs <= untilMs && (!first || sleeper.dueAtMs < first.dueAtMs)) first = sleeper;
  }
  return first;
}

/** Each turn of the event loop runs all promise callbacks and whatever I/O is ready. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 25; turn += 1) await nextTurn();
}
