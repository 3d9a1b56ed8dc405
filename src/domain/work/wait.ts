import type { Clock } from '../../clock.ts';
import { GatewayError } from '../errors.ts';
import type { UpstreamAccount } from '../tenant.ts';
import type { WorkWatcher } from './watcher.ts';
import type { WorkRules, WorkState } from './work.ts';

/**
 * Follows a piece of work until it is final, `untilMs` (by the clock) has come, or the process drains; gives what is known
 * then. Null when nothing became known. The failure when it cannot be followed to its end.
 *
 * @throws the signal's reason, at once.
 */
export function waitUntilFinal<Owner extends UpstreamAccount, State extends WorkState>(
  { rules, watcher, clock }: { rules: WorkRules<State>; watcher: WorkWatcher<Owner, State>; clock: Clock },
  owner: Owner,
  id: State['id'],
  untilMs: number,
  signal: AbortSignal,
): Promise<State | GatewayError | null> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const waiting = new AbortController();
    let last: State | null = null;
    let leave = () => {};

    const finish = () => {
      waiting.abort();
      signal.removeEventListener('abort', abandon);
      leave();
      resolve(last);
    };
    const abandon = () => {
      reject(signal.reason);
      finish();
    };

    signal.addEventListener('abort', abandon, { once: true });
    clock.sleep(untilMs - clock.now(), waiting.signal).then(finish, () => {});
    leave = watcher.follow(owner, id, {
      onState(state) {
        last = state;
        if (rules.isFinal(state)) finish();
      },
      onEnd(error) {
        if (error instanceof GatewayError) resolve(error);
        else if (error !== null) reject(error);
        finish();
      },
    });
  });
}
