import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';
import {
  CALLBACK_TTL_MS,
  type CallbackId,
  type CallbackRecord,
  type CallbackStore,
  type CallbackWeather,
  mergeWeather,
} from '../domain/callback-store.ts';

/** About 20 MB. */
const MAX_ADDRESSES = 100_000;

/** The callback addresses of a single process. */
export function createMemoryCallbackStore({ clock }: { clock: Clock }): CallbackStore {
  const records = new LRUCache<CallbackId, CallbackRecord>({
    // Not `max`, for which room is made at once: 4 MB and 10 ms of every start.
    maxSize: MAX_ADDRESSES,
    sizeCalculation: () => 1,
    ttl: CALLBACK_TTL_MS,
    ttlResolution: 0,
    perf: clock,
  });
  let weather: CallbackWeather = { arrivedAtMs: 0, missedAtMs: 0 };
  return {
    async put(id, record) {
      records.set(id, record);
    },
    read: async (id) => records.get(id) ?? null,
    async update(id, step) {
      const record = records.get(id);
      if (!record) return null;
      const changed = step(record);
      records.set(id, changed, { noUpdateTTL: true });
      return changed;
    },
    async remove(id) {
      records.delete(id);
    },
    get weather() {
      return weather;
    },
    async noteWeather(news) {
      weather = mergeWeather(weather, news);
    },
  };
}
