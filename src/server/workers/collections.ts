import type { Worker } from 'node:cluster';
import type { Counts, PrimaryMessage } from './messages.ts';

/** Asks workers for their counts on behalf of one of them. */
export interface Collections {
  /** `asking` wants the counts of the `others` under this number of its own. */
  begin(asking: Worker, askedNumber: number, others: Iterable<Worker>): void;
  /** A worker has answered. */
  add(worker: Worker, number: number, counts: Counts): void;
  /** A worker will not answer any more. */
  drop(worker: Worker): void;
}

/** A worker that is too busy to count is left out of the sum. */
const WAIT_MS = 1_000;

/** Nobody has asked yet. */
export function createCollections(): Collections {
  const open = new Map<number, { awaited: Set<Worker>; counts: Counts[]; finish: () => void }>();
  let begun = 0;

  const settle = (worker: Worker, number: number) => {
    const collection = open.get(number);
    collection?.awaited.delete(worker);
    if (collection?.awaited.size === 0) collection.finish();
  };
  return {
    begin(asking, askedNumber, others) {
      begun += 1;
      const number = begun;
      const awaited = new Set(others);
      const counts: Counts[] = [];
      const finish = () => {
        clearTimeout(timer);
        if (open.delete(number)) tell(asking, { type: 'collected', number: askedNumber, counts });
      };
      const timer = setTimeout(finish, WAIT_MS);
      open.set(number, { awaited, counts, finish });
      for (const other of awaited) tell(other, { type: 'count', number });
      if (awaited.size === 0) finish();
    },
    add(worker, number, counts) {
      open.get(number)?.counts.push(counts);
      settle(worker, number);
    },
    drop(worker) {
      for (const number of [...open.keys()]) settle(worker, number);
    },
  };
}

/** One that has just ended is not told: its end is noticed elsewhere. */
function tell(worker: Worker, message: PrimaryMessage): void {
  if (worker.isConnected()) worker.send(message, undefined, () => {});
}
