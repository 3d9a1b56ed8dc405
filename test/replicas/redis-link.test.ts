import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { createRedisCallbackStore } from '../../src/replicas/redis-callback-store.ts';
import { openTestLink } from '../support/redis-links.ts';
import { startRedis } from '../support/redis-server.ts';

const never = () => {};

describe('a link to Redis tells of settings that are not safe:', () => {
  test.each([
    [['--appendonly', 'yes'], []],
    [['--save', '60', '1'], []],
    [[], [/Nothing is persisted/]],
    [['--appendonly', 'yes', '--maxmemory-policy', 'allkeys-lru'], [/allkeys-lru.*noeviction/]],
    [
      ['--maxmemory-policy', 'volatile-ttl'],
      [/volatile-ttl/, /Nothing is persisted/],
    ],
    [['--appendonly', 'yes', '--rename-command', 'CONFIG', ''], [/settings cannot be read/]],
    [
      ['--appendonly', 'yes', '--user', 'default', 'on', 'nopass', '~*', '&*', '+@all', '-info'],
      [/does not tell its run/],
    ],
  ])('%j', async (args, concerns) => {
    await using redis = await startRedis({ args });
    await using link = await openTestLink(redis);
    expect(link.isUp).toBe(true);
    expect(link.concerns).toEqual(concerns.map((concern) => expect.stringMatching(concern)));
  });

  test('clocks that are apart', async () => {
    await using redis = await startRedis({ args: ['--appendonly', 'yes'] });
    const clock = { ...systemClock, now: () => Date.now() - 60_000 };
    await using link = await openTestLink(redis, { clock });
    expect(link.concerns).toEqual([expect.stringContaining('60 s apart')]);
  });
});

describe('a link to Redis', () => {
  test('says why a Redis that is there cannot be used, without its password', async () => {
    await using redis = await startRedis({ args: ['--requirepass', 'a-password'] });
    const reasons: string[] = [];
    await using link = await openTestLink(
      { url: redis.url.replace('redis://', 'redis://:wrong-password@') },
      { onNews: (news) => void (news.type === 'away' && reasons.push(news.reason)) },
    );
    expect(link.isUp).toBe(false);
    expect(reasons).toEqual([expect.stringMatching(/WRONGPASS|NOAUTH/)]);
    expect(reasons.join()).not.toContain('password@');
  });

  test('is used with the password that it needs', async () => {
    await using redis = await startRedis({ args: ['--requirepass', 'a-password'] });
    await using link = await openTestLink({ url: redis.url.replace('redis://', 'redis://:a-password@') });
    expect(await link.run((commands) => commands.ping())).toBe('PONG');
  });

  test('makes nobody wait who begins to listen while Redis hangs', async () => {
    await using redis = await startRedis();
    await using link = await openTestLink(redis);
    const away = link.nextNews('away');
    redis.freeze();
    await away;
    const startedAt = performance.now();
    const seats = await Promise.all(
      Array.from({ length: 50 }, (_, index) => link.listen(`c${index}`, never)),
    );
    expect(performance.now() - startedAt).toBeLessThan(500);
    const up = link.nextNews('up');
    redis.thaw();
    await up;
    expect(await redis.command('PUBSUB', 'NUMSUB', 'c7')).toMatch(/c7\s+1/);
    for (const seat of seats) await seat[Symbol.asyncDispose]();
    expect(await redis.command('PUBSUB', 'NUMSUB', 'c7')).toMatch(/c7\s+0/);
  });

  test('passes over a message that nobody can understand', async () => {
    await using redis = await startRedis();
    await using link = await openTestLink(redis);
    const store = await createRedisCallbackStore({ link, clock: systemClock });
    const stray = link.nextNews('stray');
    for (const message of ['{}', '{"arrivedAtMs":"x"}', 'not JSON']) {
      await redis.command('PUBLISH', 'test:callback-weather', message);
    }
    await stray;
    expect(store.weather).toEqual({ arrivedAtMs: 0, missedAtMs: 0 });
    await redis.command('PUBLISH', 'test:callback-weather', '{"arrivedAtMs":7,"missedAtMs":5}');
    await expect.poll(() => store.weather).toEqual({ arrivedAtMs: 7, missedAtMs: 5 });
  });
});
