import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { type CallerRate, callerRateExceeded } from '../domain/caller-rate.ts';

/** An allowance per minute for each client, in this process. @param perMinute null: no limit. */
export function createMemoryCallerRate(perMinute: number | null): CallerRate {
  if (perMinute === null) return { take: async () => {} };
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  return {
    async take(client) {
      try {
        await limiter.consume(client);
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        throw callerRateExceeded(perMinute, refusal.msBeforeNext);
      }
    },
  };
}
