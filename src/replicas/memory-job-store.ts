import { isDeepStrictEqual } from 'node:util';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';
import type { JobId, JobState } from '../domain/job.ts';
import { mergeJobStates } from '../domain/job-merge.ts';
import type { JobListener, JobSeat, JobStore } from '../domain/job-store.ts';
import type { TenantId } from '../domain/tenant.ts';

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
  const calls = new LRUCache<string, number>({ max: maxJobs, ttl: keptMs, ttlResolution: 0, perf: clock });
  const listeners = new Map<string, Set<JobListener>>();
  const listenersTo = (name: string) => [...(listeners.get(name) ?? [])];

  const recall: JobStore['recall'] = (tenant, id) => states.get(nameOf(tenant.id, id)) ?? null;

  return {
    recall,
    read: async (tenant, id) => recall(tenant, id),
    calledAtMs: (tenant, id) => calls.get(nameOf(tenant.id, id)) ?? null,
    async noteCall(tenantId, id, atMs) {
      const name = nameOf(tenantId, id);
      calls.set(name, Math.max(atMs, calls.get(name) ?? 0));
      for (const listener of listenersTo(name)) listener.onCall();
    },
    async merge(tenant, state) {
      const name = nameOf(tenant.id, state.id);
      const known = states.get(name);
      const merged = known ? mergeJobStates(known, state) : state;
      if (known && isDeepStrictEqual(known, merged)) return known;
      states.set(name, merged);
      for (const listener of listenersTo(name)) listener.onState(merged);
      return merged;
    },
    async join(tenant, id, listener) {
      const name = nameOf(tenant.id, id);
      const others = listeners.get(name) ?? new Set();
      listeners.set(name, others.add(listener));
      return seatOf(() => {
        others.delete(listener);
        if (others.size === 0 && listeners.get(name) === others) listeners.delete(name);
      });
    },
  };
}

function nameOf(tenantId: TenantId, id: JobId): string {
  return `${tenantId} ${id}`;
}

function seatOf(leave: () => void): JobSeat {
  return {
    lease: async () => 0,
    yieldLease: async () => {},
    async [Symbol.asyncDispose]() {
      leave();
    },
  };
}
