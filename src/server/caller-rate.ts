import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { GatewayError } from '../domain/errors.ts';

/** Counts the operations of each client. */
export interface CallerRate {
  /**
   * Takes one operation from a client's allowance.
   *
   * @throws {GatewayError} `RATE_LIMITED` with the time until there is more.
   */
  take(client: string): Promise<void>;
}

/** An allowance per minute for each client, in this process. @param perMinute null: no limit. */
export function createCallerRate(perMinute: number | null): CallerRate {
  if (perMinute === null) return { take: async () => {} };
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  return {
    async take(client) {
      try {
        await limiter.consume(client);
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        throw new GatewayError(
          'RATE_LIMITED',
          `At most ${perMinute} operations a minute are served to one caller.`,
          {
            retryAfterMs: refusal.msBeforeNext,
          },
        );
      }
    },
  };
}
