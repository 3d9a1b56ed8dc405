import { GatewayError } from './errors.ts';

/** Counts the operations of each client. */
export interface CallerRate {
  /**
   * Takes one operation from a client's allowance.
   *
   * @throws {GatewayError} `RATE_LIMITED` with the time until there is more.
   */
  take(client: string): Promise<void>;
}

/** What a client is told that has used up its allowance. */
export function callerRateExceeded(perMinute: number, retryAfterMs: number): GatewayError {
  return new GatewayError(
    'RATE_LIMITED',
    `At most ${perMinute} operations a minute are served to one caller.`,
    { retryAfterMs },
  );
}
