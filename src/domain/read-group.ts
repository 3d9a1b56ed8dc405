import type { Clock } from '../clock.ts';
import type { ReadCall } from '../upstream/call.ts';
import { GatewayError } from './errors.ts';

/**
 * Several askers behind one piece of work against the upstream.
 *
 * The work runs on `call`: as long as anybody waits, until the latest deadline among them, each attempt charged to the
 * asker who has waited longest. An asker whose allowance is spent, whose deadline passes or who leaves drops out alone;
 * when nobody is left the work is aborted.
 */
export interface ReadGroup {
  readonly call: ReadCall;
  readonly isEmpty: boolean;
  /**
   * Waits for `work` on behalf of one asker. `begin` is called once the asker counts as a member.
   *
   * @throws {GatewayError} `UPSTREAM_TIMEOUT` at the asker's deadline, or what its `onAttempt` threw.
   */
  ask<Result>(call: ReadCall, begin: () => Promise<Result>): Promise<Result>;
}

interface Member {
  call: ReadCall;
  dismiss(reason: unknown): void;
}

/** A group without members; it can be used for one piece of work. */
export function createReadGroup(clock: Clock): ReadGroup {
  return new Group(clock);
}

/** It is its own call: one is made with each read of a REST API. */
class Group implements ReadGroup, ReadCall {
  readonly #clock: Clock;
  readonly #members = new Set<Member>();
  readonly #work = new AbortController();
  #isDone = false;
  readonly endsAtDeadline = true;
  readonly signal = this.#work.signal;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get call(): ReadCall {
    return this;
  }

  get isEmpty(): boolean {
    return this.#members.size === 0;
  }

  get deadlineAt(): number {
    let latest = 0;
    for (const member of this.#members) latest = Math.max(latest, member.call.deadlineAt);
    return latest;
  }

  get priority(): 'interactive' | 'poll' {
    for (const member of this.#members) if (member.call.priority !== 'poll') return 'interactive';
    return 'poll';
  }

  onAttempt(): void {
    for (const member of this.#members) {
      try {
        member.call.onAttempt?.();
        return;
      } catch (error) {
        member.dismiss(error);
      }
    }
    this.signal.throwIfAborted();
  }

  ask<Result>(asker: ReadCall, begin: () => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (asker.signal.aborted) return reject(asker.signal.reason);
      const leave = () => {
        if (!this.#members.delete(member)) return;
        turnOff();
        asker.signal.removeEventListener('abort', onAbort);
        if (this.isEmpty && !this.#isDone) this.#work.abort(OVER);
      };
      const member: Member = {
        call: asker,
        dismiss(reason) {
          leave();
          reject(reason);
        },
      };
      const onAbort = () => member.dismiss(asker.signal.reason);

      this.#members.add(member);
      asker.signal.addEventListener('abort', onAbort, { once: true });
      const turnOff = this.#clock.setAlarm(asker.deadlineAt - this.#clock.now(), () =>
        member.dismiss(deadlineReached()),
      );
      begin().then(
        (result) => {
          this.#isDone = true;
          leave();
          resolve(result);
        },
        (error) => {
          this.#isDone = true;
          member.dismiss(error);
        },
      );
    });
  }
}

/** Why what nobody waits for any more ends. Made once: an error made by each `abort()` costs more than the rest of it. */
const OVER = new Error('Nobody waits for this any more.');

function deadlineReached(): GatewayError {
  return new GatewayError(
    'UPSTREAM_TIMEOUT',
    'No answer came within the time that this request may take. Try again.',
  );
}
