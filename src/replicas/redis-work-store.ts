import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';
import type { TenantId, UpstreamAccount } from '../domain/tenant.ts';
import type { WorkStore } from '../domain/work/store.ts';
import type { WorkRules, WorkState } from '../domain/work/work.ts';
import { inBatches } from './in-batches.ts';
import { createMemoryWorkStore } from './memory-work-store.ts';
import { updateCell } from './redis-cells.ts';
import type { RedisLink } from './redis-link.ts';

/** Changes when what is written is no longer what an earlier version reads: each then takes the other's for nothing. */
const FORM = '1';
/** Pieces of work that this process knows; of as many it may have to tell Redis when that is back. */
const MAX_STATES = 10_000;

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

/** An account's work, for somebody who follows it or has news of it. */
interface Followed {
  owner: UpstreamAccount;
  id: string;
}

/**
 * The work of one kind that all processes on one Redis know. States are sealed with a key of their account's.
 *
 * What this process knows is kept here as well: while Redis is away that is the store, the lease is always granted, and
 * once Redis is back the two are merged both ways.
 *
 * @param options.process names this process.
 * @param options.keptMs how long a state is remembered after its last change. Default 6 hours.
 */
export function createRedisWorkStore<State extends WorkState>(options: {
  rules: WorkRules<State>;
  link: RedisLink;
  process: string;
  clock: Clock;
  keptMs?: number;
}): WorkStore<State> {
  const { rules, link, process, clock, keptMs = 6 * 3_600_000 } = options;
  const local = createMemoryWorkStore({ rules, clock, keptMs, maxStates: MAX_STATES });
  const followed = new Set<Followed>();
  let seats = 0;
  const untold = new LRUCache<string, Followed>({ max: MAX_STATES });

  const keyOf = (what: 'state' | 'lease' | 'called', ownerId: TenantId, id: string) =>
    `${link.prefix}${what === 'state' ? rules.name : what}:${ownerId}:${createHash('sha256').update(id).digest('base64url').slice(0, 22)}`;

  /** Merges what this process knows into Redis, and gives what is there then; null when there is nothing. */
  async function exchange(owner: UpstreamAccount, id: string): Promise<State | null> {
    const known = local.recall(owner, id);
    let merged: State | null = known;
    await updateCell(link, keyOf('state', owner.id, id), (stored) => {
      const there = stored === null ? null : open<State>(owner, stored);
      merged = known && there ? rules.merge(there, known) : (known ?? there);
      if (!merged || (there && isDeepStrictEqual(there, merged))) return null;
      const value = seal(owner, merged);
      return { value, ttlMs: keptMs, news: { channel: keyOf('state', owner.id, id), message: value } };
    });
    return merged;
  }

  async function exchangeOrRemember(owner: UpstreamAccount, id: string): Promise<State | null> {
    const name = `${owner.id} ${id}`;
    try {
      const state = await exchange(owner, id);
      untold.delete(name);
      return state;
    } catch {
      untold.set(name, { owner, id });
      return null;
    }
  }

  function hear(owner: UpstreamAccount, id: string, message: string): void {
    if (message.startsWith(CALL)) {
      void local.noteCall(owner.id, id, Number(message.slice(CALL.length)));
      return;
    }
    const state = open<State>(owner, message);
    if (state) void local.merge(owner, state);
  }

  async function pull(owner: UpstreamAccount, id: string): Promise<void> {
    const keys = [keyOf('state', owner.id, id), keyOf('called', owner.id, id)];
    const [sealed, calledAt] = await link.run((redis) => redis.mget(keys));
    const state = sealed ? open<State>(owner, sealed) : null;
    if (state) await local.merge(owner, state);
    if (Number(calledAt) > (local.calledAtMs(owner, id) ?? 0))
      await local.noteCall(owner.id, id, Number(calledAt));
    const known = local.recall(owner, id);
    // A Redis that has come back empty, or from an old copy, is told what it has lost.
    if (known && !(state && isDeepStrictEqual(state, known))) await exchangeOrRemember(owner, id);
    else untold.delete(`${owner.id} ${id}`);
  }

  link.onUp(async () => {
    await inBatches([...untold.values(), ...followed], ({ owner, id }) => pull(owner, id).catch(() => {}));
  });

  return {
    recall: local.recall,
    calledAtMs: local.calledAtMs,

    async read(owner, id) {
      await pull(owner, id).catch(() => {});
      return local.recall(owner, id);
    },

    async merge(owner, state) {
      const here = await local.merge(owner, state);
      const there = await exchangeOrRemember(owner, state.id);
      return there ? local.merge(owner, there) : here;
    },

    async noteCall(ownerId, id, atMs) {
      await local.noteCall(ownerId, id, atMs);
      const key = keyOf('called', ownerId, id);
      await link
        .run((redis) => redis.eval(NOTE_CALL, 1, key, atMs, keptMs, keyOf('state', ownerId, id), CALL))
        .catch(() => {});
    },

    async join(owner, id, listener) {
      const here = await local.join(owner, id, listener);
      const channel = await link.listen(keyOf('state', owner.id, id), (message) => hear(owner, id, message));
      const place: Followed = { owner, id };
      followed.add(place);
      const lease = keyOf('lease', owner.id, id);
      // Each place its own holder: one that is being left must not give back what its successor has.
      seats += 1;
      const holder = `${process}/${seats}`;
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

function seal(owner: UpstreamAccount, state: WorkState): string {
  return `${FORM}${owner.shared.seal(JSON.stringify(state))}`;
}

/** Null for what another version, or another secret, has written. */
function open<State extends WorkState>(owner: UpstreamAccount, sealed: string): State | null {
  const text = sealed.startsWith(FORM) ? owner.shared.open(sealed.slice(FORM.length)) : null;
  return text === null ? null : (JSON.parse(text) as State);
}
