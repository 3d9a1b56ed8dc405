import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { openRedisLink, type RedisLink, type RedisLinkOptions } from '../../src/replicas/redis-link.ts';
import { type RedisServer, startRedis } from './redis-server.ts';

/** A link that a test may open many of, and what it told. */
export interface TestLink extends RedisLink {
  readonly news: string[];
  /** Resolves when it has told this once more than it has now. */
  nextNews(type: 'up' | 'away' | 'restarted' | 'stray'): Promise<void>;
}

/** Opens a link to a test's Redis, which is trusted at once unless the options say otherwise. */
export async function openTestLink(
  redis: Pick<RedisServer, 'url'>,
  options: Partial<RedisLinkOptions> = {},
): Promise<TestLink> {
  const news: string[] = [];
  const waits = new Set<() => void>();
  const link = await openRedisLink({
    url: redis.url,
    prefix: 'test:',
    clock: systemClock,
    gatherMs: 0,
    onNews({ type }) {
      news.push(type);
      for (const check of [...waits]) check();
    },
    ...options,
  });
  return Object.create(link, {
    news: { value: news },
    nextNews: {
      value: (type: string) =>
        new Promise<void>((resolve) => {
          const count = () => news.filter((told) => told === type).length;
          const before = count();
          const check = () => {
            if (count() === before) return;
            waits.delete(check);
            resolve();
          };
          waits.add(check);
        }),
    },
  }) as TestLink;
}

/** A Redis for all tests of a file, and two processes' links to it. */
export interface SharedRedis {
  readonly server: RedisServer;
  readonly links: readonly [TestLink, TestLink];
  /** Both links with a room of their own in Redis, which has been gathered by whatever clock. */
  openRoom(): [RedisLink, RedisLink];
}

/** Starts a Redis before the tests of a file and ends it after them. */
export function useRedis(): SharedRedis {
  const held: { server?: RedisServer; links: TestLink[] } = { links: [] };
  beforeAll(async () => {
    held.server = await startRedis();
    held.links = [await openTestLink(held.server), await openTestLink(held.server)];
  });
  afterAll(async () => {
    for (const link of held.links) await link[Symbol.asyncDispose]();
    await held.server?.[Symbol.asyncDispose]();
  });
  return {
    get server() {
      if (!held.server) throw new Error('Redis runs only while tests do.');
      return held.server;
    },
    get links() {
      return held.links as [TestLink, TestLink];
    },
    openRoom() {
      const prefix = `test:${randomUUID()}:`;
      const [here, there] = this.links;
      const incarnation = { ...here.incarnation, gatheredAtMs: 0 };
      const room = { prefix: { value: prefix }, incarnation: { value: incarnation } };
      return [Object.create(here, room) as RedisLink, Object.create(there, room) as RedisLink];
    },
  };
}
