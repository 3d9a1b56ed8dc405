import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';
import type { JobId, JobState } from '../domain/job.ts';
import { mergeJobStates } from '../domain/job-merge.ts';
import type { JobListener, JobStore } from '../domain/job-store.ts';
import type { Tenant, TenantId } from '../domain/tenant.ts';
import { inBatches } from './in-batches.ts';
import { createMemoryJobStore } from './memory-job-store.ts';
import { updateCell } from './redis-cells.ts';
import type { RedisLink } from './redis-link.ts';

/** Changes when what is written is no longer what an earlier version reads: each then takes the other's for nothing. */
const FORM = '1';
/** Jobs that this process knows; of as many it may have to tell Redis when that is back. */
const MAX_JOBS = 10_000;

/** Renews a lease or takes a free one: 0, else for how long another holds it. */
const LEASE = `
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return redis.call('PTTL', KEYS[1]) end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 0
`;

const YIELD = `
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 0
`;

/** Keeps the latest of all calls, as the memory form does, and tells of each. */
const NOTE_CALL = `
local known = tonumber(redis.call('GET', KEYS[1]) or 0)
redis.call('SET', KEYS[1], math.max(known, tonumber(ARGV[1])), 'PX', ARGV[2])
redis.call('PUBLISH', ARGV[3], ARGV[4] .. ARGV[1])
return 0
`;

/** A tenant's job, for somebody who follows it or has news of it. */
interface Followed {
  tenant: Tenant;
  id: JobId;
}

/**
 * The jobs that all processes on one Redis know. States are sealed with a key of their tenant's.
 *
 * What this process knows is kept here as well: while Redis is away that is the store, the lease is always granted, and
 * once Redis is back the two are merged both ways.
 *
 * @param options.owner names this process.
 * @param options.keptMs how long a state is remembered after its last change. Default 6 hours.
 */
export function createRedisJobStore(options: {
  link: RedisLink;
  owner: string;
  clock: Clock;
  keptMs?: number;
}): JobStore {
  const { link, owner, clock, keptMs = 6 * 3_600_000 } = options;
  const local = createMemoryJobStore({ clock, keptMs, maxJobs: MAX_JOBS });
  const followed = new Set<Followed>();
  let seats = 0;
  const untold = new LRUCache<string, Followed>({ max: MAX_JOBS });

  const keyOf = (what: 'job' | 'lease' | 'called', tenantId: TenantId, id: JobId) =>
    `${link.prefix}${what}:${tenantId}:${createHash('sha256').update(id).digest('base64url').slice(0, 22)}`;

  /** Merges what this process knows into Redis, and gives what is there then; null when there is nothing. */
  async function exchange(tenant: Tenant, id: JobId): Promise<JobState | null> {
    const known = local.recall(tenant, id);
    let merged: JobState | null = known;
    await updateCell(link, keyOf('job', tenant.id, id), (stored) => {
      const there = stored === null ? null : open(tenant, stored);
      merged = known && there ? mergeJobStates(there, known) : (known ?? there);
      if (!merged || (there && isDeepStrictEqual(there, merged))) return null;
      const value = seal(tenant, merged);
      return { value, ttlMs: keptMs, news: { channel: keyOf('job', tenant.id, id), message: value } };
    });
    return merged;
  }

  async function exchangeOrRemember(tenant: Tenant, id: JobId): Promise<JobState | null> {
    const name = `${tenant.id} ${id}`;
    try {
      const state = await exchange(tenant, id);
      untold.delete(name);
      return state;
    } catch {
      untold.set(name, { tenant, id });
      return null;
    }
  }

  function hear(tenant: Tenant, id: JobId, message: string): void {
    if (message.startsWith(CALL)) {
      void local.noteCall(tenant.id, id, Number(message.slice(CALL.length)));
      return;
    }
    const state = open(tenant, message);
    if (state) void local.merge(tenant, state);
  }

  async function pull(tenant: Tenant, id: JobId): Promise<void> {
    const keys = [keyOf('job', tenant.id, id), keyOf('called', tenant.id, id)];
    const [sealed, calledAt] = await link.run((redis) => redis.mget(keys));
    const state = sealed ? open(tenant, sealed) : null;
    if (state) await local.merge(tenant, state);
    if (Number(calledAt) > (local.calledAtMs(tenant, id) ?? 0))
      await local.noteCall(tenant.id, id, Number(calledAt));
    const known = local.recall(tenant, id);
    // A Redis that has come back empty, or from an old copy, is told what it has lost.
    if (known && !(state && isDeepStrictEqual(state, known))) await exchangeOrRemember(tenant, id);
    else untold.delete(`${tenant.id} ${id}`);
  }

  link.onUp(async () => {
    await inBatches([...untold.values(), ...followed], ({ tenant, id }) => pull(tenant, id).catch(() => {}));
  });

  return {
    recall: local.recall,
    calledAtMs: local.calledAtMs,

    async read(tenant, id) {
      await pull(tenant, id).catch(() => {});
      return local.recall(tenant, id);
    },

    async merge(tenant, state) {
      const here = await local.merge(tenant, state);
      const there = await exchangeOrRemember(tenant, state.id);
      return there ? local.merge(tenant, there) : here;
    },

    async noteCall(tenantId, id, atMs) {
      await local.noteCall(tenantId, id, atMs);
      const key = keyOf('called', tenantId, id);
      await link
        .run((redis) => redis.eval(NOTE_CALL, 1, key, atMs, keptMs, keyOf('job', tenantId, id), CALL))
        .catch(() => {});
    },

    async join(tenant, id, listener: JobListener) {
      const here = await local.join(tenant, id, listener);
      const channel = await link.listen(keyOf('job', tenant.id, id), (message) => hear(tenant, id, message));
      const place: Followed = { tenant, id };
      followed.add(place);
      const lease = keyOf('lease', tenant.id, id);
      // Each place its own holder: one that is being left must not give back what its successor has.
      seats += 1;
      const holder = `${owner}/${seats}`;
      const yieldLease = async () => {
        await link.run((redis) => redis.eval(YIELD, 1, lease, holder)).catch(() => {});
      };
      return {
        async lease(leaseMs) {
          try {
            const held = await link.run((redis) => redis.eval(LEASE, 1, lease, holder, Math.ceil(leaseMs)));
            return Math.max(0, Number(held));
          } catch {
            // Nobody can tell who reads: better twice than never.
            return 0;
          }
        },
        yieldLease,
        async [Symbol.asyncDispose]() {
          followed.delete(place);
          await Promise.all([yieldLease(), channel[Symbol.asyncDispose](), here[Symbol.asyncDispose]()]);
        },
      };
    },
  };
}

/** Tells a call from a sealed state, which has no colon. */
const CALL = 'call:';

function seal(tenant: Tenant, state: JobState): string {
  return `${FORM}${tenant.shared.seal(JSON.stringify(state))}`;
}

/** Null for what another version, or another secret, has written. */
function open(tenant: Tenant, sealed: string): JobState | null {
  const text = sealed.startsWith(FORM) ? tenant.shared.open(sealed.slice(FORM.length)) : null;
  return text === null ? null : (JSON.parse(text) as JobState);
}
