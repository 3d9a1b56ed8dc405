import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';
import type { TenantId } from '../domain/tenant.ts';
import { weigh } from '../domain/weight.ts';
import type { WorkListener, WorkSeat, WorkStore } from '../domain/work/store.ts';
import type { WorkRules, WorkState } from '../domain/work/work.ts';

const MAX_BYTES = 48_000_000;

/**
 * The work of one kind that a single process knows. The lease is always granted.
 *
 * @param options.maxStates beyond that, what was asked for longest ago is forgotten. Default 5000, of 48 MB together at most:
 *   about what they take if every prompt is as long as can be.
 * @param options.keptMs how long a state is remembered after its last change. Default 6 hours.
 */
export function createMemoryWorkStore<State extends WorkState>(options: {
  rules: WorkRules<State>;
  clock: Clock;
  maxStates?: number;
  keptMs?: number;
}): WorkStore<State> {
  const { rules, clock, maxStates = 5_000, keptMs = 6 * 3_600_000 } = options;
  const states = new LRUCache<string, State>({
    max: maxStates,
    maxSize: MAX_BYTES,
    sizeCalculation: weigh,
    ttl: keptMs,
    ttlResolution: 0,
    perf: clock,
  });
  const calls = new LRUCache<string, number>({ max: maxStates, ttl: keptMs, ttlResolution: 0, perf: clock });
  const listeners = new Map<string, Set<WorkListener<State>>>();
  const listenersTo = (name: string) => [...(listeners.get(name) ?? [])];

  const recall: WorkStore<State>['recall'] = (owner, id) => states.get(nameOf(owner.id, id)) ?? null;

  return {
    recall,
    read: recall,
    calledAtMs: (owner, id) => (calls.size === 0 ? null : (calls.get(nameOf(owner.id, id)) ?? null)),
    async noteCall(ownerId, id, atMs) {
      const name = nameOf(ownerId, id);
      calls.set(name, Math.max(atMs, calls.get(name) ?? 0));
      for (const listener of listenersTo(name)) listener.onCall();
    },
    merge(owner, state) {
      const name = nameOf(owner.id, state.id);
      const known = states.get(name);
      const merged = known ? rules.merge(known, state) : state;
      if (known && known.observedAtMs === merged.observedAtMs && rules.isSame(known, merged)) return known;
      states.set(name, merged);
      for (const listener of listenersTo(name)) listener.onState(merged);
      return merged;
    },
    async join(owner, id, listener) {
      const name = nameOf(owner.id, id);
      const others = listeners.get(name) ?? new Set();
      listeners.set(name, others.add(listener));
      return seatOf(() => {
        others.delete(listener);
        if (others.size === 0 && listeners.get(name) === others) listeners.delete(name);
      });
    },
  };
}

function nameOf(ownerId: TenantId, id: string): string {
  return `${ownerId} ${id}`;
}

function seatOf(leave: () => void): WorkSeat {
  return {
    lease: async () => 0,
    yieldLease: async () => {},
    async [Symbol.asyncDispose]() {
      leave();
    },
  };
}
