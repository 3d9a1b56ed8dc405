import cluster from 'node:cluster';
import type { Counts, PrimaryMessage, WorkerMessage } from './messages.ts';

/** One of several processes that serve one port: what it has to do with the others. */
export interface Worker {
  /** Counts up from 1; another one for the process that takes its place. */
  readonly id: number;
  /** To be called once it answers requests. */
  listens(url: string): void;
  /** What the others have counted so far. Those that are too busy to answer are left out. */
  countsOfOthers(): Promise<readonly Counts[]>;
  /** @param count is asked for this process' own counts. */
  onCount(count: () => Promise<Counts>): void;
}

const WAIT_MS = 3_000;

/**
 * The worker that this process is; null: it is the one that starts them.
 *
 * From here on the process does not end by SIGINT, which a terminal sends to all of them: the first one ends the others.
 */
export function findWorker(): Worker | null {
  const { worker } = cluster;
  if (!worker) return null;
  const tell = (message: WorkerMessage) => void worker.send(message, undefined, ignoreClosed);
  const waiting = new Map<number, (counts: readonly Counts[]) => void>();
  let asked = 0;
  let count: () => Promise<Counts> = async () => [];

  const take = (number: number, counts: readonly Counts[]) => {
    waiting.get(number)?.(counts);
    waiting.delete(number);
  };
  process.on('SIGINT', () => {});
  worker.on('message', (message: PrimaryMessage) => {
    if (message.type === 'collected') take(message.number, message.counts);
    if (message.type === 'count') {
      const { number } = message;
      void count().then((counts) => tell({ type: 'counted', number, counts }));
    }
  });
  return {
    id: worker.id,
    listens: (url) => tell({ type: 'listening', url }),
    countsOfOthers: () =>
      new Promise((resolve) => {
        asked += 1;
        const number = asked;
        // The first process answers in time, unless it is somebody else's and does not know what it is asked.
        const limit = setTimeout(() => take(number, []), WAIT_MS);
        waiting.set(number, (counts) => {
          clearTimeout(limit);
          resolve(counts);
        });
        tell({ type: 'collect', number });
      }),
    onCount(given) {
      count = given;
    },
  };
}

/** The first process is gone, and with it the need to tell it anything: Node ends a worker then. */
function ignoreClosed(): void {}
