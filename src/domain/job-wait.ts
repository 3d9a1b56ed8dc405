import type { Clock } from '../clock.ts';
import { GatewayError } from './errors.ts';
import { isFinal, type JobId, type JobState } from './job.ts';
import type { JobWatcher } from './job-watcher.ts';
import type { Tenant } from './tenant.ts';

/**
 * Follows a job until it is final, `untilMs` (by the clock) has come, or the process drains; gives what is known then.
 * Null when nothing became known. The failure when the job cannot be followed to its end.
 *
 * @throws the signal's reason, at once.
 */
export function waitUntilFinal(
  { watcher, clock }: { watcher: JobWatcher; clock: Clock },
  tenant: Tenant,
  id: JobId,
  untilMs: number,
  signal: AbortSignal,
): Promise<JobState | GatewayError | null> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const waiting = new AbortController();
    let last: JobState | null = null;
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
    leave = watcher.follow(tenant, id, {
      onState(state) {
        last = state;
        if (isFinal(state.status)) finish();
      },
      onEnd(error) {
        if (error instanceof GatewayError) resolve(error);
        else if (error !== null) reject(error);
        finish();
      },
    });
  });
}
