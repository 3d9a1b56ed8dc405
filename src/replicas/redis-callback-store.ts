import type { Clock } from '../clock.ts';
import {
  CALLBACK_TTL_MS,
  type CallbackId,
  type CallbackRecord,
  type CallbackStore,
  type CallbackWeather,
  mergeWeather,
} from '../domain/callback-store.ts';
import { updateCell } from './redis-cells.ts';
import type { RedisLink } from './redis-link.ts';

/** A record as it is kept, with the end of its life, so that changing it does not prolong that. */
interface KeptRecord extends CallbackRecord {
  keptUntilMs: number;
}

/** The callback addresses of all processes on one Redis. */
export async function createRedisCallbackStore(options: {
  link: RedisLink;
  clock: Clock;
}): Promise<CallbackStore> {
  const { link, clock } = options;
  const weatherChannel = `${link.prefix}callback-weather`;
  let weather: CallbackWeather = { arrivedAtMs: 0, missedAtMs: 0 };
  const keyOf = (id: CallbackId) => `${link.prefix}callback:${id}`;
  await link.listen(weatherChannel, (message) => {
    const { arrivedAtMs, missedAtMs } = JSON.parse(message) as Partial<CallbackWeather>;
    weather = mergeWeather(weather, {
      arrivedAtMs: Number(arrivedAtMs) || 0,
      missedAtMs: Number(missedAtMs) || 0,
    });
  });

  return {
    async put(id, record) {
      const kept: KeptRecord = { ...record, keptUntilMs: clock.now() + CALLBACK_TTL_MS };
      await link.run((redis) => redis.set(keyOf(id), JSON.stringify(kept), 'PX', CALLBACK_TTL_MS));
    },
    async read(id) {
      return parse(await link.run((redis) => redis.get(keyOf(id))));
    },
    async update(id, step) {
      const text = await updateCell(link, keyOf(id), (stored) => {
        const record = parse(stored);
        if (!record) return null;
        const value = JSON.stringify({ ...record, ...step(record) });
        return value === stored ? null : { value, ttlMs: record.keptUntilMs - clock.now() };
      });
      return parse(text);
    },
    async remove(id) {
      await link.run((redis) => redis.del(keyOf(id)));
    },
    get weather() {
      return weather;
    },
    async noteWeather(news) {
      weather = mergeWeather(weather, news);
      await link.run((redis) => redis.publish(weatherChannel, JSON.stringify(weather))).catch(() => {});
    },
  };
}

function parse(text: string | null): KeptRecord | null {
  return text === null ? null : (JSON.parse(text) as KeptRecord);
}
