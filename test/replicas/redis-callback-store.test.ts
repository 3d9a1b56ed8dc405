import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { CALLBACK_TTL_MS } from '../../src/domain/callback-store.ts';
import { createRedisCallbackStore } from '../../src/replicas/redis-callback-store.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { openTestLink, useRedis } from '../support/redis-links.ts';
import { type RedisServer, startRedis } from '../support/redis-server.ts';
import { callbackId, describeCallbackStore, unused } from './callback-store.contract.ts';

const redis = useRedis();

describeCallbackStore('on Redis', async (clock) => {
  const [here, there] = redis.openRoom();
  return {
    here: await createRedisCallbackStore({ link: here, clock }),
    there: await createRedisCallbackStore({ link: there, clock }),
    async [Symbol.asyncDispose]() {},
  };
});

describe('a store of callback addresses on Redis', () => {
  test('keeps each under its hash for a day, which changing it does not prolong', async () => {
    const clock = createManualClock();
    const room = redis.openRoom()[0];
    const store = await createRedisCallbackStore({ link: room, clock });
    const keyOf = async () => (await redis.server.dump()).filter(({ key }) => key.startsWith(room.prefix));
    await store.put(callbackId, unused);
    const [kept, ...others] = await keyOf();
    expect(others).toEqual([]);
    expect(kept?.key).toBe(`${room.prefix}callback:${callbackId}`);
    expect(kept?.ttlMs).toBeGreaterThan(CALLBACK_TTL_MS - 60_000);
    expect(kept?.ttlMs).toBeLessThanOrEqual(CALLBACK_TTL_MS);

    await clock.advance(CALLBACK_TTL_MS - 3_600_000);
    await store.update(callbackId, (before) => ({ ...before, calledAtMs: 5 }));
    await store.noteWeather({ arrivedAtMs: 5, missedAtMs: 0 });

    const [changed, ...more] = await keyOf();
    expect(more).toEqual([]);
    expect(changed?.ttlMs).toBeGreaterThan(3_600_000 - 60_000);
    expect(changed?.ttlMs).toBeLessThanOrEqual(3_600_000);
  });
});

describe('a store of callback addresses whose Redis', () => {
  const openOn = async (server: RedisServer) => {
    const link = await openTestLink(server);
    return { link, store: await createRedisCallbackStore({ link, clock: systemClock }) };
  };

  test('is away refuses every step, soon, and keeps its own word on the weather', async () => {
    await using server = await startRedis();
    const { link, store } = await openOn(server);
    await using _link = link;
    await store.put(callbackId, unused);
    const away = link.nextNews('away');
    await server.kill();
    await away;

    await expect(store.put(callbackId, unused)).rejects.toThrow('Redis is away');
    await expect(store.read(callbackId)).rejects.toThrow('Redis is away');
    await expect(store.update(callbackId, (before) => before)).rejects.toThrow('Redis is away');
    await expect(store.remove(callbackId)).rejects.toThrow('Redis is away');
    await store.noteWeather({ arrivedAtMs: 7, missedAtMs: 0 });
    expect(store.weather).toEqual({ arrivedAtMs: 7, missedAtMs: 0 });
  });

  test('is back is asked again, and hears of the weather again', async () => {
    await using server = await startRedis();
    const here = await openOn(server);
    const there = await openOn(server);
    await using _here = here.link;
    await using _there = there.link;
    const up = [here.link.nextNews('up'), there.link.nextNews('up')];
    await server.restart();
    await Promise.all(up);

    await here.store.put(callbackId, unused);
    await here.store.noteWeather({ arrivedAtMs: 7, missedAtMs: 0 });

    expect(await there.store.read(callbackId)).toMatchObject(unused);
    await expect.poll(() => there.store.weather.arrivedAtMs).toBe(7);
  });

  test('was not there at the start is used when it comes', async () => {
    await using server = await startRedis();
    await server.kill();
    const { link, store } = await openOn(server);
    await using _link = link;
    await expect(store.put(callbackId, unused)).rejects.toThrow('Redis is away');
    const up = link.nextNews('up');
    await server.restart();
    await up;

    await store.put(callbackId, unused);

    expect(await store.read(callbackId)).toMatchObject(unused);
  });
});
