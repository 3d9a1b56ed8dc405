import { randomBytes } from 'node:crypto';
import type { Redis as Client } from 'ioredis';
import type { Clock } from '../clock.ts';
import { createRedisChannels, type RedisChannels } from './redis-channels.ts';
import { CONNECT_TIMEOUT_MS, createRedisClient } from './redis-client.ts';
import { inspectRedis } from './redis-inspection.ts';

/** The connections to Redis, and what is known of how it fares. */
export interface RedisLink extends AsyncDisposable {
  /** What every key and channel begins with. */
  readonly prefix: string;
  /** Whether Redis has answered of late. */
  readonly isUp: boolean;
  /** What this Redis holds at the moment; null before the first look. Changes with a restart, a wipe, a failover. */
  readonly incarnation: Incarnation | null;
  /** What keeps this Redis from being trusted, in words for an operator. */
  readonly concerns: readonly string[];
  /**
   * Runs a command.
   *
   * @throws at once while Redis is away, soon when it does not answer; what Redis says of the command itself.
   */
  run<Result>(command: (redis: Client) => Promise<Result>): Promise<Result>;
  /** Listens to a channel; while Redis is away, from the moment it is back, before `onUp` is called. */
  listen: RedisChannels['listen'];
  /** Calls back now if Redis is up, and each time it has come back: messages may have been missed. Must not reject. */
  onUp(listener: () => Promise<void>): void;
}

/** One stretch of a Redis' memory. */
export interface Incarnation {
  /** A key that goes with everything else, and what it holds. */
  markKey: string;
  mark: string;
  /** By our clock: from then on every process that could be reached has put back what it remembers. */
  gatheredAtMs: number;
}

/** What a link needs. */
export interface RedisLinkOptions {
  /** `redis://` or `rediss://`, with the password. */
  url: string;
  prefix: string;
  clock: Clock;
  /** How long a new or restarted Redis is given to be told what it has lost. Default 5 s: longer than the slowest reconnection. */
  gatherMs?: number;
  /** Told of comings, goings and concerns, for the log. */
  onNews: (news: RedisNews) => void;
}

/** What an operator may want to know. */
export type RedisNews =
  | { type: 'up'; concerns: readonly string[] }
  | { type: 'away'; reason: string }
  | { type: 'restarted' }
  /** A message that nobody could understand. */
  | { type: 'stray'; error: unknown };

/** Redis is away: nothing was asked. */
export class RedisAwayError extends Error {
  override readonly name = 'RedisAwayError';
}

const HEARTBEAT_MS = 1000;
/** So many heartbeats without an answer, and the connections are made anew. */
const SILENT_HEARTBEATS = 3;
const CLOCK_TOLERANCE_MS = 2_000;
const MARKER_TTL_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Gives what marks this memory and the time, by Redis. The mark is lost with all else; it is made anew then, and by whoever
 * finds on a new connection that another server (or another run of it) has the memory now, which may lack the last seconds.
 */
const MARK = `
local time = redis.call('TIME')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)
local mark = redis.call('GET', KEYS[1])
if not mark or (ARGV[3] == 'new' and not string.find(mark, ARGV[1], 1, true)) then
  mark = nowMs .. ' ' .. ARGV[1] .. ' ' .. ARGV[4]
  redis.call('SET', KEYS[1], mark, 'PX', ARGV[2])
elseif redis.call('PTTL', KEYS[1]) < ARGV[2] / 2 then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return { mark, nowMs }
`;

/** Connects. Resolves when Redis is up, or has not come within the time of one attempt: it is tried for as long as it takes. */
export async function openRedisLink(options: RedisLinkOptions): Promise<RedisLink> {
  const { url, prefix, clock, gatherMs = 5_000, onNews } = options;
  const closing = new AbortController();
  const markKey = `${prefix}marker`;
  let lastError = 'it cannot be reached';
  const [commands, subscriber] = [createRedisClient(url), createRedisClient(url)];
  for (const client of [commands, subscriber]) {
    // Each failed attempt is an event; the log is told once.
    client.on('error', (error) => {
      lastError = error.message;
    });
  }
  const channels = createRedisChannels(subscriber, {
    onTrouble: (error) => goAway(error.message),
    onStray: (error) => onNews({ type: 'stray', error }),
  });
  const upListeners: (() => Promise<void>)[] = [];
  let isUp = false;
  let incarnation: Incarnation | null = null;
  let concerns: readonly string[] = [];
  /** Of the server behind the present connection; null: not looked at yet. */
  let runId: string | null = null;
  let silentBeats = 0;
  let beating: Promise<void> | null = null;

  commands.on('close', () => {
    runId = null;
    goAway('the connection was lost');
  });
  commands.on('ready', () => void beat());
  subscriber.on('close', () => goAway('the connection was lost'));
  subscriber.on('ready', () => void beat());

  function goAway(reason: string): void {
    channels.leave();
    if (!isUp) return;
    isUp = false;
    onNews({ type: 'away', reason });
  }

  /** Asks whether Redis is well. One at a time. */
  function beat(): Promise<void> {
    beating ??= beatOnce()
      .catch((error) => {
        lastError = error instanceof Error ? error.message : 'unknown';
        goAway(lastError);
        silentBeats += 1;
        if (silentBeats % SILENT_HEARTBEATS === 0) {
          for (const client of [commands, subscriber]) if (client.status === 'ready') client.disconnect(true);
        }
      })
      .finally(() => {
        beating = null;
      });
    return beating;
  }

  async function beatOnce(): Promise<void> {
    if (closing.signal.aborted) return;
    if (commands.status !== 'ready' || subscriber.status !== 'ready') return;
    const isNew = runId === null;
    const inspection = isNew ? await inspectRedis(commands) : null;
    // Where Redis does not tell its run, every connection counts as another one.
    runId ??= inspection?.runId || randomName();
    const [mark, redisNowMs] = (await commands.eval(
      MARK,
      1,
      markKey,
      runId,
      MARKER_TTL_MS,
      isNew ? 'new' : '',
      randomName(),
    )) as [string, number];
    silentBeats = 0;
    if (inspection) {
      const apartMs = Math.abs(redisNowMs - clock.now());
      concerns = [...inspection.concerns, ...(apartMs > CLOCK_TOLERANCE_MS ? [clocksApart(apartMs)] : [])];
    }
    if (incarnation?.mark !== mark) {
      const gatheredInMs = Math.min(Math.max(Number.parseInt(mark, 10) + gatherMs - redisNowMs, 0), gatherMs);
      if (incarnation) onNews({ type: 'restarted' });
      incarnation = { markKey, mark, gatheredAtMs: clock.now() + gatheredInMs };
      isUp = false;
    }
    if (isUp) return;
    await channels.rejoin();
    isUp = true;
    onNews({ type: 'up', concerns });
    await Promise.all(upListeners.map((listener) => listener()));
  }

  async function keepBeating(): Promise<void> {
    for (;;) {
      await clock.sleep(HEARTBEAT_MS, closing.signal);
      await beat();
    }
  }

  const ready = Promise.allSettled([commands.connect(), subscriber.connect()]);
  await Promise.race([ready, clock.sleep(CONNECT_TIMEOUT_MS)]);
  await beat();
  if (!isUp) onNews({ type: 'away', reason: lastError });
  keepBeating().catch(() => {});

  return {
    prefix,
    get isUp() {
      return isUp;
    },
    get incarnation() {
      return incarnation;
    },
    get concerns() {
      return concerns;
    },

    async run(command) {
      if (!isUp) throw new RedisAwayError('Redis is away.');
      try {
        return await command(commands);
      } catch (error) {
        // What Redis says of a command (no room, wrong type) is no reason to give it up; silence is.
        if ((error as Error).name !== 'ReplyError') goAway((error as Error).message);
        throw error;
      }
    },

    listen: channels.listen,

    onUp(listener) {
      upListeners.push(listener);
      if (isUp) void listener();
    },

    async [Symbol.asyncDispose]() {
      closing.abort();
      isUp = false;
      for (const client of [commands, subscriber]) client.disconnect();
      await beating;
    },
  };
}

function randomName(): string {
  return randomBytes(9).toString('base64url');
}

function clocksApart(apartMs: number): string {
  return `Its clock and this machine's are ${Math.round(apartMs / 1000)} s apart: leases of records and callbacks are judged by the clocks of the gateways. Keep them all in time.`;
}
