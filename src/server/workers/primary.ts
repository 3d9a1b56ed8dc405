import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../clock.ts';
import type { Log } from '../log.ts';
import { createCollections } from './collections.ts';
import type { WorkerMessage } from './messages.ts';

/** Starts that may come to nothing in a row while no worker serves. */
const MOST_FAILED_STARTS = 5;
/** Before the next try: twice as long each time, while starts fail or workers live no longer than this. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Keeps so many processes serving one port until a signal ends them all: each is this program again, with the same
 * arguments and environment. One that ends by itself is replaced.
 *
 * The first is started alone. When it cannot serve it has said why, and this process ends as it did.
 *
 * @param options.endLimitMs how long they may take to end after a signal. What is left then is killed.
 * @returns the address of the GraphQL endpoint, once all have begun.
 */
export async function startWorkers(options: {
  count: number;
  endLimitMs: number;
  log: Log;
}): Promise<string> {
  const { count, log } = options;
  const serving = new Set<Worker>();
  const collections = createCollections();
  const ending = endWithSignals({ ...options, serving });
  let failedStarts = 0;
  let url = '';

  /** One worker, from its start to its end. */
  const run = async (onSettled: () => void): Promise<Ended> => {
    const worker = cluster.fork();
    worker.on('message', (message: WorkerMessage) => {
      if (message.type === 'counted') collections.add(worker, message.number, message.counts);
      if (message.type === 'collect')
        collections.begin(worker, message.number, serving.difference(new Set([worker])));
      if (message.type !== 'listening') return;
      url = message.url;
      failedStarts = 0;
      serving.add(worker);
      log.info({ worker: worker.id, pid: worker.process.pid }, 'a worker listens');
      onSettled();
    });
    const end = await untilExit(worker);
    collections.drop(worker);
    const hasServed = serving.delete(worker);
    if (!hasServed) failedStarts += 1;
    onSettled();
    return { worker, hasServed, ...end };
  };

  /** Keeps one place filled. */
  const fill = async (first: Promise<Ended>): Promise<void> => {
    let nextPauseMs = FIRST_PAUSE_MS;
    let startedAtMs = systemClock.now();
    for (let ended = await first; !ending.aborted; ) {
      const hasLasted = ended.hasServed && systemClock.now() - startedAtMs > LONGEST_PAUSE_MS;
      const pauseMs = hasLasted ? FIRST_PAUSE_MS : nextPauseMs;
      nextPauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      const { worker, code, signal } = ended;
      log.warn({ worker: worker.id, code, signal, pauseMs }, 'a worker has ended: another takes its place');
      if (serving.size === 0 && failedStarts >= MOST_FAILED_STARTS) {
        log.fatal({ failedStarts }, 'no worker can be started');
        process.exit(1);
      }
      // Not by the clock, whose waits let a process end that has nothing else to do.
      await sleep(pauseMs);
      if (ending.aborted) return;
      startedAtMs = systemClock.now();
      ended = await run(() => {});
    }
  };

  /** Fills one place for the first time, and resolves when it is filled, or has to wait for another try. */
  const begin = async (): Promise<void> => {
    const settled = Promise.withResolvers<void>();
    const first = run(settled.resolve);
    await settled.promise;
    // Where none serves this is the very first, which has said why it does not.
    if (serving.size === 0 && !ending.aborted) process.exit((await first).code || 1);
    void fill(first);
  };

  await begin();
  if (!ending.aborted) await Promise.all(Array.from({ length: count - 1 }, begin));
  // The signal that has come meanwhile ends this process; nothing is to be said of its having begun.
  if (ending.aborted) await new Promise(() => {});
  return url;
}

/** How a worker has ended, and whether it had come to serve. */
interface Ended extends Exit {
  worker: Worker;
  hasServed: boolean;
}

interface Exit {
  code: number | null;
  signal: string | null;
}

async function untilExit(worker: Worker): Promise<Exit> {
  try {
    const [code, signal] = await once(worker, 'exit');
    return { code, signal };
  } catch {
    // It could not even be started.
    return { code: 1, signal: null };
  }
}

/**
 * The first signal lets all workers drain, the second ends everything at once.
 *
 * @returns aborts with the first.
 */
function endWithSignals(options: {
  endLimitMs: number;
  log: Log;
  serving: ReadonlySet<Worker>;
}): AbortSignal {
  const { endLimitMs, log, serving } = options;
  const ending = new AbortController();
  const alive = () => Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
  const signalAll = (signal: 'SIGTERM' | 'SIGKILL') => {
    for (const worker of alive()) worker.process.kill(signal);
  };
  const end = async (reason: string) => {
    ending.abort();
    log.info({ reason }, 'draining');
    // Those that do not serve yet are ended by the signal: they have nothing to finish.
    const draining = new Set(serving);
    const exits = alive().map(async (worker) => {
      const { code } = await untilExit(worker);
      return code === 0 || !draining.has(worker);
    });
    signalAll('SIGTERM');
    const limit = setTimeout(signalAll, endLimitMs, 'SIGKILL');
    const complete = (await Promise.all(exits)).every(Boolean);
    clearTimeout(limit);
    log.info({ complete }, complete ? 'all workers have ended' : 'a worker has not ended in order');
    process.exit(complete ? 0 : 1);
  };
  for (const [signal, number] of [
    ['SIGTERM', 15],
    ['SIGINT', 2],
  ] as const) {
    process.on(signal, () => {
      if (!ending.signal.aborted) return void end(signal);
      signalAll('SIGKILL');
      process.exit(128 + number);
    });
  }
  return ending.signal;
}
