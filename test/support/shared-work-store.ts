import type { Clock } from '../../src/clock.ts';
import type { JobState } from '../../src/domain/job.ts';
import { JOB_RULES } from '../../src/domain/job-rules.ts';
import type { WorkStore } from '../../src/domain/work/store.ts';
import { createMemoryWorkStore } from '../../src/replicas/memory-work-store.ts';

/** The store of jobs as one process sees it. */
export interface ProcessStore extends WorkStore<JobState> {
  /** From now on the process hears nothing, says nothing and gives nothing back, its lease included. */
  die(): void;
}

/** One store as several processes see it: a single lease, given to one of them at a time. Events can be lost. */
export function sharedWorkStore(clock: Clock) {
  const store = createMemoryWorkStore({ rules: JOB_RULES, clock });
  let lease: { holder: object; untilMs: number } | null = null;
  const network = { losesEvents: false };

  function forProcess(): ProcessStore {
    let isDead = false;
    const isDeaf = () => isDead || network.losesEvents;
    return {
      ...store,
      async join(tenant, id, listener) {
        const seat = await store.join(tenant, id, {
          onState: (state) => isDeaf() || listener.onState(state),
          onCall: () => isDeaf() || listener.onCall(),
        });
        const self = {};
        const yieldLease = async () => {
          if (!isDead && lease?.holder === self) lease = null;
        };
        return {
          async lease(leaseMs) {
            if (isDead) return new Promise<never>(() => {});
            if (lease && lease.holder !== self && lease.untilMs > clock.now())
              return lease.untilMs - clock.now();
            lease = { holder: self, untilMs: clock.now() + leaseMs };
            return 0;
          },
          yieldLease,
          async [Symbol.asyncDispose]() {
            await yieldLease();
            await seat[Symbol.asyncDispose]();
          },
        };
      },
      die() {
        isDead = true;
      },
    };
  }

  return { store, network, forProcess };
}
