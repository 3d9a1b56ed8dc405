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
  const members = new Set<Member>();
  const work = new AbortController();
  let isDone = false;

  const call: ReadCall = {
    signal: work.signal,
    endsAtDeadline: true,
    get deadlineAt() {
      let latest = 0;
      for (const member of members) latest = Math.max(latest, member.call.deadlineAt);
      return latest;
    },
    get priority() {
      for (const member of members) if (member.call.priority !== 'poll') return 'interactive';
      return 'poll';
    },
    onAttempt() {
      for (const member of members) {
        try {
          member.call.onAttempt?.();
          return;
        } catch (error) {
          member.dismiss(error);
        }
      }
      work.signal.throwIfAborted();
    },
  };

  return {
    call,
    get isEmpty() {
      return members.size === 0;
    },
    ask: (asker, begin) =>
      new Promise((resolve, reject) => {
        if (asker.signal.aborted) return reject(asker.signal.reason);
        const leave = () => {
          if (!members.delete(member)) return;
          turnOff();
          asker.signal.removeEventListener('abort', onAbort);
          if (members.size === 0 && !isDone) work.abort(OVER);
        };
        const member: Member = {
          call: asker,
          dismiss(reason) {
            leave();
            reject(reason);
          },
        };
        const onAbort = () => member.dismiss(asker.signal.reason);

        members.add(member);
        asker.signal.addEventListener('abort', onAbort, { once: true });
        const turnOff = clock.setAlarm(asker.deadlineAt - clock.now(), () =>
          member.dismiss(deadlineReached()),
        );
        begin().then(
          (result) => {
            isDone = true;
            leave();
            resolve(result);
          },
          (error) => {
            isDone = true;
            member.dismiss(error);
          },
        );
      }),
  };
}

/** Why what nobody waits for any more ends. Made once: an error made by each `abort()` costs more than the rest of it. */
const OVER = new Error('Nobody waits for this any more.');

function deadlineReached(): GatewayError {
  return new GatewayError(
    'UPSTREAM_TIMEOUT',
    'No answer came within the time that this request may take. Try again.',
  );
}
