import type { Clock } from '../clock.ts';
import type { ReadCall } from './call.ts';

/** The time a call may take: until its asker leaves or its deadline passes. Disposing ends it without a word. */
export interface Term extends Disposable {
  /** Aborts with the asker's reason, or with what `tooLate` made. */
  readonly signal: AbortSignal;
}

/** Joins an asker's signal and deadline into one signal. The deadline may move while the term runs. */
export function startTerm(
  asker: Pick<ReadCall, 'signal' | 'deadlineAt' | 'endsAtDeadline'>,
  clock: Clock,
  tooLate: () => Error,
): Term {
  if (asker.endsAtDeadline) return { signal: asker.signal, [Symbol.dispose]() {} };
  const controller = new AbortController();
  const leave = () => controller.abort(asker.signal.reason);
  if (asker.signal.aborted) leave();
  asker.signal.addEventListener('abort', leave, { once: true });
  untilPassed(() => asker.deadlineAt, clock, controller.signal).then(
    () => controller.abort(tooLate()),
    () => {},
  );
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      asker.signal.removeEventListener('abort', leave);
      controller.abort(ENDED);
    },
  };
}

/** The reason of waits that are over because what they watched has ended: made once, for it is never shown. */
export const ENDED = new Error('The call has ended.');

/** What one timer of the machine can wait for. */
const LONGEST_SLEEP_MS = 2 ** 31 - 1;

async function untilPassed(deadlineAt: () => number, clock: Clock, signal: AbortSignal): Promise<void> {
  for (let left = deadlineAt() - clock.now(); left > 0; left = deadlineAt() - clock.now()) {
    await clock.sleep(Math.min(left, LONGEST_SLEEP_MS), signal);
  }
}
