import { isDeepStrictEqual } from 'node:util';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';
import type { JobId, JobState } from '../domain/job.ts';
import { mergeJobStates } from '../domain/job-merge.ts';
import type { JobSeat, JobStore } from '../domain/job-store.ts';
import type { Tenant } from '../domain/tenant.ts';

/**
 * The jobs that a single process knows. The lease is always granted.
 *
 * @param options.maxJobs beyond that, the jobs asked for longest ago are forgotten. Default 5000, about 50 MB if every
 *   prompt is as long as can be.
 * @param options.keptMs how long a state is remembered after its last change. Default 6 hours.
 */
export function createMemoryJobStore(options: { clock: Clock; maxJobs?: number; keptMs?: number }): JobStore {
  const { clock, maxJobs = 5_000, keptMs = 6 * 3_600_000 } = options;
  const states = new LRUCache<string, JobState>({ max: maxJobs, ttl: keptMs, ttlResolution: 0, perf: clock });
  const followers = new Map<string, Set<{ onState(state: JobState): void }>>();

  const recall = (tenant: Tenant, id: JobId) => states.get(nameOf(tenant, id)) ?? null;

  return {
    recall,
    read: async (tenant, id) => recall(tenant, id),
    async merge(tenant, state) {
      const name = nameOf(tenant, state.id);
      const known = states.get(name);
      const merged = known ? mergeJobStates(known, state) : state;
      if (known && isDeepStrictEqual(known, merged)) return known;
      states.set(name, merged);
      for (const follower of [...(followers.get(name) ?? [])]) follower.onState(merged);
      return merged;
    },
    async join(tenant, id, onState) {
      const name = nameOf(tenant, id);
      const others = followers.get(name) ?? new Set();
      const follower = { onState };
      followers.set(name, others.add(follower));
      return seatOf(() => {
        others.delete(follower);
        if (others.size === 0 && followers.get(name) === others) followers.delete(name);
      });
    },
  };
}

function nameOf(tenant: Tenant, id: JobId): string {
  return `${tenant.id} ${id}`;
}

function seatOf(leave: () => void): JobSeat {
  return {
    lease: async () => true,
    yieldLease: async () => {},
    async [Symbol.asyncDispose]() {
      leave();
    },
  };
}
