import type { Clock } from '../clock.ts';
import type { ReadCall } from './call.ts';

/** An asker whose signal also aborts when its deadline passes, with what `tooLate` makes. Disposing ends it without a word. */
export interface Term extends ReadCall, Disposable {}

/** Joins an asker's signal and deadline into one signal; null where they are one already. The deadline may move meanwhile. */
export function startTerm(asker: ReadCall, clock: Clock, tooLate: () => Error): Term | null {
  return asker.endsAtDeadline ? null : new AskersTerm(asker, clock, tooLate);
}

class AskersTerm implements Term {
  readonly #asker: ReadCall;
  readonly #controller = new AbortController();
  readonly #leave = () => this.#controller.abort(this.#asker.signal.reason);

  constructor(asker: ReadCall, clock: Clock, tooLate: () => Error) {
    this.#asker = asker;
    if (asker.signal.aborted) this.#leave();
    asker.signal.addEventListener('abort', this.#leave, { once: true });
    untilPassed(() => asker.deadlineAt, clock, this.signal).then(
      () => this.#controller.abort(tooLate()),
      () => {},
    );
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get deadlineAt(): number {
    return this.#asker.deadlineAt;
  }

  get priority(): 'interactive' | 'poll' {
    return this.#asker.priority ?? 'interactive';
  }

  onAttempt(): void {
    this.#asker.onAttempt?.();
  }

  [Symbol.dispose](): void {
    this.#asker.signal.removeEventListener('abort', this.#leave);
    this.#controller.abort(ENDED);
  }
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
