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

/** A group without members; it can be used for one piece of work. @param onDone told when the work has ended. */
export function createReadGroup(clock: Clock, onDone?: () => void): ReadGroup {
  return new Group(clock, onDone);
}

/** It is its own call: one is made with each read of a REST API. */
class Group implements ReadGroup, ReadCall {
  readonly clock: Clock;
  readonly #onDone: (() => void) | undefined;
  /** Who has waited longest comes first. */
  readonly #members = new Set<Member>();
  readonly #work = new AbortController();
  #isDone = false;
  readonly endsAtDeadline = true;
  readonly signal = this.#work.signal;

  constructor(clock: Clock, onDone: (() => void) | undefined) {
    this.clock = clock;
    this.#onDone = onDone;
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
      const member = new Member(this, asker, reject);
      this.#members.add(member);
      begin().then(
        (result) => {
          this.#end();
          member.leave();
          resolve(result);
        },
        (error) => {
          this.#end();
          member.dismiss(error);
        },
      );
    });
  }

  /** @returns whether it was one. */
  drop(member: Member): boolean {
    if (!this.#members.delete(member)) return false;
    if (this.isEmpty && !this.#isDone) this.#work.abort(OVER);
    return true;
  }

  #end(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#onDone?.();
  }
}

class Member implements EventListenerObject {
  readonly call: ReadCall;
  readonly #group: Group;
  readonly #reject: (reason: unknown) => void;
  readonly #turnOffAlarm: () => void;

  constructor(group: Group, call: ReadCall, reject: (reason: unknown) => void) {
    this.call = call;
    this.#group = group;
    this.#reject = reject;
    call.signal.addEventListener('abort', this, { once: true });
    this.#turnOffAlarm = group.clock.setAlarm(call.deadlineAt - group.clock.now(), () =>
      this.dismiss(deadlineReached()),
    );
  }

  /** The asker has left. */
  handleEvent(): void {
    this.dismiss(this.call.signal.reason);
  }

  leave(): void {
    if (!this.#group.drop(this)) return;
    this.#turnOffAlarm();
    this.call.signal.removeEventListener('abort', this);
  }

  dismiss(reason: unknown): void {
    this.leave();
    this.#reject(reason);
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
