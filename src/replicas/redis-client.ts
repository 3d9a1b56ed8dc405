import { Redis, type RedisOptions } from 'ioredis';

/** A command that takes longer has failed; requests wait for it. */
const COMMAND_TIMEOUT_MS = 1000;
/** One attempt to connect. */
export const CONNECT_TIMEOUT_MS = 2000;
const LONGEST_RECONNECT_PAUSE_MS = 1000;

/** A connection to Redis that is not made yet, and then made again for as long as it takes. What it cannot do now fails now. */
export function createRedisClient(url: string): Redis {
  const options: RedisOptions = {
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: COMMAND_TIMEOUT_MS,
    keepAlive: 10_000,
    // Everybody has something else to do while Redis is away.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 10), LONGEST_RECONNECT_PAUSE_MS),
    // After a failover the former master takes no writes.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  };
  return new Redis(url, options);
}
