import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { CallerRate } from '../../src/domain/caller-rate.ts';
import { createMemoryCallerRate } from '../../src/replicas/memory-caller-rate.ts';
import { createRedisCallerRate } from '../../src/replicas/redis-caller-rate.ts';
import { openTestLink, useRedis } from '../support/redis-links.ts';
import { startRedis } from '../support/redis-server.ts';

const redis = useRedis();

/** Counts what a client gets through of so many operations, each side taking turns. */
async function takeAll([here, there]: [CallerRate, CallerRate], client: string, operations: number) {
  let taken = 0;
  for (let index = 0; index < operations; index += 1) {
    try {
      await (index % 2 ? there : here).take(client);
      taken += 1;
    } catch (error) {
      expect(error).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
      const { retryAfterMs } = error as { retryAfterMs: number };
      expect(retryAfterMs).toBeGreaterThan(0);
      expect(retryAfterMs).toBeLessThanOrEqual(60_000);
    }
  }
  return taken;
}

describe.for<[string, (perMinute: number | null) => [CallerRate, CallerRate]]>([
  [
    'in memory',
    (perMinute) => {
      const rate = createMemoryCallerRate(perMinute);
      return [rate, rate];
    },
  ],
  [
    'on Redis',
    (perMinute) => {
      const [here, there] = redis.openRoom();
      return [createRedisCallerRate(here, perMinute, 'key'), createRedisCallerRate(there, perMinute, 'key')];
    },
  ],
])('the rate of callers %s', ([, open]) => {
  test('lets so many operations of a client through, at all processes together', async () => {
    expect(await takeAll(open(5), 'token:web', 12)).toBe(5);
  });

  test('is each client’s own', async () => {
    const rates = open(3);
    expect(await takeAll(rates, 'token:web', 6)).toBe(3);
    expect(await takeAll(rates, 'token:app', 6)).toBe(3);
  });

  test('is without end where none is set', async () => {
    expect(await takeAll(open(null), 'token:web', 100)).toBe(100);
  });
});

describe('the rate of callers on a Redis', () => {
  test('that is away is counted by each process, and answers at once', async () => {
    await using server = await startRedis();
    await using link = await openTestLink(server);
    const rate = createRedisCallerRate(link, 3, 'key');
    const away = link.nextNews('away');
    await server.kill();
    await away;
    const startedAt = performance.now();
    expect(await takeAll([rate, rate], 'token:web', 6)).toBe(3);
    expect(performance.now() - startedAt).toBeLessThan(500);
  });

  test('tells nobody who the clients are, and is kept for a minute', async () => {
    await using server = await startRedis();
    await using link = await openTestLink(server, { prefix: `${randomUUID()}:` });
    await createRedisCallerRate(link, 3, 'key').take('anonymous 203.0.113.9');
    const [kept] = (await server.dump()).filter(({ key }) => key.includes(':rate:'));
    expect(kept?.key.startsWith(link.prefix)).toBe(true);
    expect(kept?.key).not.toMatch(/203\.0|anonymous/);
    expect(kept?.ttlMs).toBeGreaterThan(0);
    expect(kept?.ttlMs).toBeLessThanOrEqual(60_000);
  });
});
