import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { parseCallbackJobId } from '../upstream/pictory/jobs.ts';
import type { CallbackId, CallbackRecord, CallbackStore } from './callback-store.ts';
import type { JobId, JobState } from './job.ts';
import type { Tenant, TenantId } from './tenant.ts';
import type { CallbackSigns } from './work/poll.ts';
import type { WorkStore } from './work/store.ts';

/**
 * Pictory's callbacks: addresses that nobody can guess, and what follows from a call.
 *
 * A call is a hint to read its job now. What its body says is used once, to name the job of a generation whose answer was
 * lost, and then only as a question to Pictory.
 */
export interface Callbacks extends CallbackSigns {
  /** An address for one generation, known to all copies of this process before it is returned. Null when there can be none. */
  open(tenant: Tenant): Promise<Callback | null>;
  /** Takes note of the job just started that the address belongs to. A call that has come already is acted on now. Never rejects. */
  bind(id: CallbackId, tenantId: TenantId, jobId: JobId): Promise<void>;
  /** Forgets an address that nothing was bought with. Never rejects. */
  discard(id: CallbackId): Promise<void>;
  /** The job that calls have named while no answer did; null when none has. Unproven. */
  findNamedJob(id: CallbackId): Promise<JobId | null>;
  /**
   * Acts on a call.
   *
   * @param readBody asked only when the body can tell something. What it rejects with counts as a body that says nothing.
   * @returns false for an address that was never given out, or long ago.
   * @throws when the addresses cannot be looked up at the moment.
   */
  receive(token: string, readBody: () => Promise<unknown>): Promise<boolean>;
}

/** Where Pictory is to call back. */
export interface Callback {
  id: CallbackId;
  url: string;
}

const TOKEN_BYTES = 32;
const TOKEN = /^[\w-]{43}$/;
/** Calls arrive as long as one has within this time, and no job has ended without one since. */
const ARRIVING_MS = 60 * 60 * 1000;

/**
 * @param options.publicUrl where this gateway is reached from outside, with the path of the callbacks; null: Pictory is
 *   not asked to call back.
 * @param options.onFault told of what goes wrong without anybody else being told.
 */
export function createCallbacks(options: {
  store: CallbackStore;
  noteCall: WorkStore<JobState>['noteCall'];
  publicUrl: string | null;
  clock: Clock;
  onFault: (message: string, cause: unknown) => void;
}): Callbacks {
  const { store, noteCall, publicUrl, clock, onFault } = options;
  /** Calls that are being written down: equal ones at the same moment are one. */
  const underWay = new Map<CallbackId, Promise<CallbackRecord | null>>();

  async function noteArrival(id: CallbackId): Promise<CallbackRecord | null> {
    const calledAtMs = clock.now();
    // In this order, an answer that comes meanwhile finds the call, or the call finds its job.
    const written = store.update(id, (before) => ({ ...before, calledAtMs }));
    underWay.set(id, written);
    const record = await written.finally(() => underWay.delete(id));
    if (!record) return null;
    void store.noteWeather({ arrivedAtMs: calledAtMs, missedAtMs: 0 });
    // By the time of the telling: another call may have joined this one since.
    if (record.jobId !== null) await noteCall(record.tenantId, record.jobId, clock.now());
    return record;
  }

  return {
    get areArriving() {
      const { arrivedAtMs, missedAtMs } = store.weather;
      return arrivedAtMs > missedAtMs && clock.now() - arrivedAtMs < ARRIVING_MS;
    },
    noteMissed: () => void store.noteWeather({ arrivedAtMs: 0, missedAtMs: clock.now() }),

    async open(tenant) {
      if (publicUrl === null) return null;
      const token = randomBytes(TOKEN_BYTES).toString('base64url');
      const id = idOf(token);
      try {
        await store.put(id, { tenantId: tenant.id, jobId: null, namedJobId: null, calledAtMs: null });
        return { id, url: `${publicUrl}/${token}` };
      } catch (error) {
        // Polls alone find the end, too.
        onFault('A callback address could not be kept: the generation goes without.', error);
        return null;
      }
    },

    async bind(id, tenantId, jobId) {
      try {
        const record = await store.update(id, (before) => ({ ...before, jobId }));
        // What is known of the job by now is that it has been started, and nothing that was read: the call is news to it.
        if (record?.calledAtMs) await noteCall(tenantId, jobId, clock.now() + 1);
      } catch (error) {
        onFault('A callback address could not be bound to its job: the job is polled.', error);
      }
    },

    async discard(id) {
      try {
        await store.remove(id);
      } catch {
        // It goes by itself, a day later.
      }
    },

    async findNamedJob(id) {
      const record = await store.read(id);
      return record?.jobId ?? record?.namedJobId ?? null;
    },

    async receive(token, readBody) {
      if (!TOKEN.test(token)) return false;
      const id = idOf(token);
      const record = await (underWay.get(id) ?? noteArrival(id));
      if (!record) return false;
      if (record.jobId === null && record.namedJobId === null) {
        const namedJobId = parseCallbackJobId(await readBody().catch(() => null)) as JobId | null;
        await store.update(id, (before) => ({ ...before, namedJobId: before.namedJobId ?? namedJobId }));
      }
      return true;
    },
  };
}

function idOf(token: string): CallbackId {
  return createHash('sha256').update(token).digest('base64url') as CallbackId;
}
