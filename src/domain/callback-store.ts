import type { JobId } from './job.ts';
import type { TenantId } from './tenant.ts';

/** Names what is known of one callback address: a hash of its token, which tells nobody the address. */
export type CallbackId = string & { readonly __brand: 'CallbackId' };

/** What is known of one callback address. Plain data, times in ms since the epoch. */
export interface CallbackRecord {
  tenantId: TenantId;
  /** The job that the answer to the generation named; null until then, and when the answer was lost. */
  jobId: JobId | null;
  /** The job that a call named while `jobId` was not known. Unproven: anybody's word. */
  namedJobId: JobId | null;
  /** When the last call came; null before the first. */
  calledAtMs: number | null;
}

/** Whether calls come through: when the last one came, and when a job last ended without one. Ms since the epoch, 0: never. */
export interface CallbackWeather {
  arrivedAtMs: number;
  missedAtMs: number;
}

/** The callback addresses of all tenants, for as long as a generation may be called back. Methods reject when the store is away. */
export interface CallbackStore {
  put(id: CallbackId, record: CallbackRecord): Promise<void>;
  /** Null: there is no such address, or no longer. */
  read(id: CallbackId): Promise<CallbackRecord | null>;
  /** Changes a record in one atomic step and gives what it is then. */
  update(id: CallbackId, step: (record: CallbackRecord) => CallbackRecord): Promise<CallbackRecord | null>;
  remove(id: CallbackId): Promise<void>;
  /** As far as this process has heard. */
  readonly weather: CallbackWeather;
  /** Takes note of an arrival or a miss, and tells the others as far as they can be reached. Never rejects. */
  noteWeather(weather: CallbackWeather): Promise<void>;
}

/** How long an address is known: as long as an idempotency key may wait for its word. */
export const CALLBACK_TTL_MS = 24 * 60 * 60 * 1000;

/** Two reports as one: the latest of each kind. */
export function mergeWeather(a: CallbackWeather, b: CallbackWeather): CallbackWeather {
  return {
    arrivedAtMs: Math.max(a.arrivedAtMs, b.arrivedAtMs),
    missedAtMs: Math.max(a.missedAtMs, b.missedAtMs),
  };
}
