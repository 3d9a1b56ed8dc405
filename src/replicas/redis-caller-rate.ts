import { createHmac } from 'node:crypto';
import type { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { type CallerRate, callerRateExceeded } from '../domain/caller-rate.ts';
import { createMemoryCallerRate } from './memory-caller-rate.ts';
import type { RedisLink } from './redis-link.ts';

/**
 * An allowance per minute for each client, in all processes on one Redis together. While Redis is away each process
 * counts for itself.
 *
 * @param perMinute null: no limit.
 * @param nameKey the same in all processes, and known to nobody else: hides the names of clients.
 */
export function createRedisCallerRate(
  link: RedisLink,
  perMinute: number | null,
  nameKey: string | Buffer,
): CallerRate {
  const alone = createMemoryCallerRate(perMinute);
  if (perMinute === null) return alone;
  let limiter: RateLimiterRedis | null = null;
  const limiterOn = (storeClient: Redis) => {
    const keyPrefix = `${link.prefix}rate`;
    limiter ??= new RateLimiterRedis({ storeClient, keyPrefix, points: perMinute, duration: 60 });
    return limiter;
  };
  return {
    async take(client) {
      // Under a key, because addresses are among the names of clients, and there are too few of them for a mere hash.
      const name = createHmac('sha256', nameKey).update(client).digest('base64url').slice(0, 22);
      let refusal: unknown;
      try {
        refusal = await link.run((redis) =>
          limiterOn(redis)
            .consume(name)
            .then(
              () => null,
              (reason) => {
                if (reason instanceof RateLimiterRes) return reason;
                throw reason;
              },
            ),
        );
      } catch {
        return alone.take(client);
      }
      if (refusal instanceof RateLimiterRes) throw callerRateExceeded(perMinute, refusal.msBeforeNext);
    },
  };
}
